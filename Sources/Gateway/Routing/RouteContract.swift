import HTTPServer

/// What a route takes and gives beyond its class, as far as docs/api.md and /openapi.json tell it.
///
/// Nothing here changes what the router does. A ``Route`` states only what differs from what is
/// usual for its method and class.
struct RouteContract: Sendable {
    /// The body of a request. Orthanc's JSON routes ignore the Content-Type.
    enum RequestBody: Sendable {
        case none
        case json(Shape)
        case text
        case dicom
    }

    /// The body of an answer with status 200.
    enum AnswerBody: Sendable, Equatable {
        /// A JSON value of the named shape of /openapi.json.
        case json(Shape)
        case text
        /// These media types.
        case bytes([String])
        /// What one store answers, of any type.
        case relayed
    }

    /// Names under `components.schemas`.
    enum Shape: String, Sendable, CaseIterable {
        case anything = "Anything"
        case object = "Object"
        case names = "Names"
        case resource = "Resource"
        case resources = "Resources"
        case find = "Find"
        case count = "Count"
        case statistics = "Statistics"
        case changes = "Changes"
        case system = "System"
        case stored = "Stored"
        case deleted = "Deleted"
        case created = "Created"
    }

    /// One argument of the query.
    struct Argument: Sendable {
        enum Kind: Sendable {
            /// Present or absent; its value does not count.
            case flag
            case boolean
            case number
            case text
        }

        let name: String
        let kind: Kind

        init(_ name: String, _ kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    let query: [Argument]
    let body: RequestBody
    /// The status of success, and what comes with it.
    let status: Int
    let answer: AnswerBody
    /// Statuses from 500 on that a request alone brings about, every server being well, and why.
    let failures: [Int: String]
}

extension RouteContract.RequestBody {
    static func usual(_ method: Method) -> Self {
        switch method {
        case .get, .delete: .none
        case .post: .json(.anything)
        case .put: .text
        }
    }
}

extension RouteContract.AnswerBody {
    static func usual(_ routeClass: RouteClass) -> Self {
        switch routeClass {
        case .index, .fanOutMerge: .json(.anything)
        default: .relayed
        }
    }
}

extension RouteContract.Argument {
    static let expand = Self("expand", .boolean)
}

extension [RouteContract.Argument] {
    /// How tags are written.
    static let format: Self = [
        Element("simplify", .flag), Element("short", .flag), Element("full", .flag),
    ]
    /// How resources are written, and with which tags beside their own.
    static let resource = format + [Element("requested-tags", .text)]
    /// Lists of resources.
    static let list =
        [
            Element("since", .number), Element("limit", .number), .expand,
            Element("response-content", .text),
        ] + resource
}
