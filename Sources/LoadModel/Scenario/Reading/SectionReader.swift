internal import Yams

/// Reads one mapping of the file by the rows of its ``KeySection``.
///
/// What is wrong goes to the log, and something harmless is returned in its place: the scenario is
/// refused in the end, with everything that was found. Asking for a key that has no row, or a row
/// of another kind, is a programming error.
struct SectionReader {
    let section: KeySection
    let path: String
    let log: ProblemLog
    /// Whether the plan's quick profile fills in what isn't stated.
    var isQuick = false
    private let mark: Mark?
    private let isMapping: Bool
    private var values: [String: Node] = [:]
    /// Known keys that unknown ones were taken for: they aren't missed as well.
    private(set) var misspelt: Set<String> = []

    init(_ node: Node, _ section: KeySection, _ path: String, _ log: ProblemLog) {
        self.section = section
        self.path = path
        self.log = log
        mark = node.mark
        guard case .mapping(let mapping) = node else {
            isMapping = false
            let what = Self.kind(of: node)
            log.add(.wrongType, at: mark, path, "\(what) stands here; expected a mapping")
            return
        }
        isMapping = true
        for (key, value) in mapping { take(key, value) }
    }

    /// A mapping that doesn't stand in the file: every default.
    init(absent section: KeySection, _ path: String, _ log: ProblemLog, at mark: Mark? = nil) {
        self.section = section
        self.path = path
        self.log = log
        self.mark = mark
        isMapping = true
    }

    private mutating func take(_ key: Node, _ value: Node) {
        guard case .scalar(let scalar) = key else {
            log.add(.wrongType, at: key.mark, path, "a key must be a text")
            return
        }
        let name = scalar.string
        if section.key(name) != nil {
            values[name] = value
        } else if let refusal = section.later[name] {
            log.add(.unsupported, at: key.mark, join(name), refusal)
        } else {
            refuse(unknown: name, at: key.mark)
        }
    }

    private mutating func refuse(unknown name: String, at mark: Mark?) {
        var hint = "known here: " + section.keys.map(\.name).joined(separator: ", ")
        if let nearest = section.nearest(to: name) {
            hint = "did you mean `\(nearest)`?"
            misspelt.insert(nearest)
        }
        log.add(.unknownKey, at: mark, join(name), "unknown key; \(hint)")
    }

    func join(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    // MARK: Whatever stands there

    func states(_ name: String) -> Bool { values[row(name).name] != nil }

    /// The value of `name` as it stands there; a key that must stand there is missed.
    func node(_ name: String) -> Node? {
        let row = row(name)
        if values[name] == nil, row.presence == .required {
            add(.missing, name, "is missing; expected \(row.kind.expectation)")
        }
        return values[name]
    }

    /// One line about `name`, or about the mapping when it doesn't stand there.
    func add(_ kind: ScenarioError.Kind, _ name: String, _ text: String) {
        // What is no mapping misses everything; that it is none was told already.
        guard isMapping, kind != .missing || !misspelt.contains(name) else { return }
        log.add(kind, at: values[name]?.mark ?? mark, join(name), text)
    }

    /// One line about what stands under `name` where something else is expected.
    func refuse(_ kind: ScenarioError.Kind, _ name: String, _ found: String) {
        add(kind, name, "\(found); expected \(row(name).kind.expectation)")
    }

    func row(_ name: String) -> ScenarioKey {
        guard let row = section.key(name) else {
            preconditionFailure("\(section.title) has no row for \(name)")
        }
        return row
    }

    /// With its article, for an error.
    static func kind(of node: Node) -> String {
        switch node {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        case .scalar(let scalar): isNull(scalar) ? "nothing" : scalar.string.quoted
        }
    }

    /// The text of a scalar that holds something.
    static func text(_ node: Node) -> String? {
        guard case .scalar(let scalar) = node, !isNull(scalar) else { return nil }
        return scalar.string
    }

    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.string.isEmpty || scalar.style == .plain && ["~", "null"].contains(scalar.string)
    }
}
