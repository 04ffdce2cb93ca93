package import LoadModel

/// What one operation asks for and what the answer must be; filled anew for each operation.
package struct Request {
    package enum Method: Sendable {
        case get
        case post
        case put
        case delete

        var hasBody: Bool { self == .post || self == .put }
    }

    /// What is sent, as the header says.
    package enum Content: Sendable {
        case json
        case dicom
        /// `multipart/related` of DICOM files, with ``Request/boundary`` between them.
        case dicomParts
    }

    package enum Body: Sendable {
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

    package enum Expectation: Sendable {
        /// Any answer of status 2xx.
        case anything
        /// A JSON array of so many elements; nil: whole, but of any number.
        case elements(Int?)
        /// A JSON array of so many elements, the bounds included.
        case elementsWithin(ClosedRange<Int>)
        /// Exactly these bytes.
        case instance(InstanceBody)
        /// A text that holds this.
        case says([UInt8])
        /// A text that doesn't hold this.
        case saysNot([UInt8])
        /// At least so many bytes.
        case size(atLeast: Int)
    }

    package static let boundary = "isengard-load-7f3a"

    package var method = Method.get
    /// Behind the target's base URL, with its leading slash; ASCII, escaped already.
    package var path: [UInt8] = []
    package var content = Content.json
    package var body = Body.none
    package var expectation = Expectation.anything
    /// Gives the answer up after so many bytes.
    package var abandonAfter: Int?

    package init() {}

    /// Makes it a plain GET.
    package mutating func get(_ text: String, expecting expectation: Expectation = .anything) {
        method = .get
        content = .json
        path.removeAll(keepingCapacity: true)
        path.append(contentsOf: text.utf8)
        body = .none
        self.expectation = expectation
        abandonAfter = nil
    }

    /// Makes it a POST.
    package mutating func post(
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
