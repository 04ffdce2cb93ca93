internal import LoadModel

/// What one operation asks for and what the answer must be; filled anew for each operation.
struct Request {
    enum Method: Sendable {
        case get
        case post
        case put
        case delete

        var hasBody: Bool { self == .post || self == .put }
    }

    /// What is sent, as the header says.
    enum Content: Sendable {
        case json
        case dicom
        /// `multipart/related` of DICOM files, with ``Request/boundary`` between them.
        case dicomParts
    }

    enum Body: Sendable {
        case none
        case bytes([UInt8])
        case instance(InstanceBody)
        /// One after the other.
        case parts([Body])

        var count: Int {
            switch self {
            case .none: 0
            case .bytes(let bytes): bytes.count
            case .instance(let instance): instance.count
            case .parts(let parts): parts.reduce(0) { $0 + $1.count }
            }
        }
    }

    enum Expectation: Sendable {
        /// Any answer of status 2xx.
        case anything
        /// A JSON array of so many elements, none twice; nil: whole, but of any number.
        case elements(Int?)
        /// A JSON array of so many elements, the bounds included, none twice.
        case elementsWithin(ClosedRange<Int>)
        /// Exactly these bytes.
        case instance(InstanceBody)
        /// A text that holds this.
        case says([UInt8])
        /// A text that doesn't hold this.
        case saysNot([UInt8])
        /// A ZIP that ends with a directory of so many members.
        case archive(members: Int)
        /// At least so many bytes.
        case size(atLeast: Int)
    }

    static let boundary = "isengard-load-7f3a"

    var method = Method.get
    /// Behind the target's base URL, with its leading slash; ASCII, escaped already.
    var path: [UInt8] = []
    var content = Content.json
    var body = Body.none
    var expectation = Expectation.anything
    /// Gives the answer up after so many bytes.
    var abandonAfter: Int?

    init() {}

    /// Makes it a plain GET.
    mutating func get(_ text: String, expecting expectation: Expectation = .anything) {
        method = .get
        content = .json
        path.removeAll(keepingCapacity: true)
        path.append(contentsOf: text.utf8)
        body = .none
        self.expectation = expectation
        abandonAfter = nil
    }

    /// Makes it a POST.
    mutating func post(
        _ text: String,
        _ content: Content,
        _ body: Body,
        expecting expectation: Expectation = .anything
    ) {
        get(text, expecting: expectation)
        method = .post
        self.content = content
        self.body = body
    }
}
