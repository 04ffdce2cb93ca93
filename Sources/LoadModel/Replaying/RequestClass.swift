/// Which operation of ours a request of a log was, told by its method and the pattern of its path.
///
/// What fits no pattern is nil: nobody guesses. Identifiers in a path are passed over, never kept.
struct RequestClass: Sendable {
    /// Names of ``OperationKind/table``; what a log can hold, in the table's order.
    static let all = [
        "system", "statistics", "changes", "find", "qido", "upload", "stow.study", "file",
        "preview", "tags", "frame", "study", "archive", "metadata",
    ]

    private let prefix: [[UInt8]]
    private let roots: [[[UInt8]]]

    /// Segments of a path that are looked at; a longer one is of no class.
    private static let mostSegments = 24

    /// - Parameters:
    ///   - prefix: Before every path, such as `/orthanc`; empty: none.
    ///   - dicomWeb: Where DICOMweb begins behind it; `/dicom-web` is known besides.
    init(prefix: String, dicomWeb: String) {
        self.prefix = Self.segments(Array(prefix.utf8)[...]) ?? []
        let roots = Set([dicomWeb, "/dicom-web"])
        self.roots = roots.compactMap { Self.segments(Array($0.utf8)[...]) }
    }

    /// The position in ``all``.
    ///
    /// - Parameter target: The path as it stands in the log, with what may follow it.
    func place(method: ArraySlice<UInt8>, target: ArraySlice<UInt8>) -> Int? {
        let path = target.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard path.first == UInt8(ascii: "/"), !path.contains(UInt8(ascii: "%")),
            let whole = Self.segments(path), whole.starts(with: prefix)
        else { return nil }
        let segments = whole[prefix.count...]
        let name =
            if let root = roots.first(where: { !$0.isEmpty && segments.starts(with: $0) }) {
                Self.dicomWeb(method, Self.words(segments.dropFirst(root.count)))
            } else {
                Self.orthanc(method, Self.words(segments))
            }
        return name.flatMap { Self.all.firstIndex(of: $0) }
    }

    private static func segments(_ path: ArraySlice<UInt8>) -> [[UInt8]]? {
        let parts = path.split(separator: UInt8(ascii: "/"), maxSplits: mostSegments + 1)
        return parts.count > mostSegments ? nil : parts.map { Array($0) }
    }

    /// The words of a pattern; what is none of them may be anything.
    private static func words(_ segments: ArraySlice<[UInt8]>) -> [String] {
        segments.map { segment in
            known.first { $0.utf8.elementsEqual(segment) } ?? anything
        }
    }

    private static let anything = "*"
    private static let known = [
        "system", "statistics", "changes", "tools", "find", "instances", "studies", "series",
        "file", "preview", "simplified-tags", "tags", "archive", "metadata", "frames",
    ]

    private static func orthanc(_ method: ArraySlice<UInt8>, _ words: [String]) -> String? {
        if method.elementsEqual("POST".utf8) {
            switch words {
            case ["tools", "find"]: return "find"
            case ["instances"]: return "upload"
            default: return nil
            }
        }
        guard method.elementsEqual("GET".utf8) else { return nil }
        switch words {
        case ["system"], ["statistics"], ["changes"]: return words[0]
        case ["studies", anything]: return "study"
        case ["studies", anything, "archive"]: return "archive"
        case ["instances", anything, "file"], ["instances", anything, "preview"]: return words[2]
        case ["instances", anything, "simplified-tags"], ["instances", anything, "tags"]:
            return "tags"
        default: return nil
        }
    }

    private static func dicomWeb(_ method: ArraySlice<UInt8>, _ words: [String]) -> String? {
        if method.elementsEqual("POST".utf8) {
            return words == ["studies"] || words == ["studies", anything] ? "stow.study" : nil
        }
        guard method.elementsEqual("GET".utf8) else { return nil }
        let frame = ["studies", anything, "series", anything, "instances", anything, "frames"]
        switch words {
        case ["studies"]: return "qido"
        case ["studies", anything, "metadata"]: return "metadata"
        case frame + [anything]: return "frame"
        default: return nil
        }
    }
}
