internal import Yams

/// The text of one scenario as a tree of YAML nodes, with limits on what may be in it.
struct ScenarioDocument {
    /// Our choices; the largest scenario that ships has 4 kB and 6 levels.
    static let limitBytes = 1 << 20
    static let limitDepth = 32
    static let limitAliases = 16

    let root: Node

    /// Adds to `log` and returns nil when `text` can't be used.
    init?(_ text: String, _ log: ProblemLog) {
        guard Self.isFit(text, log) else { return nil }
        do {
            // The parser must live as long as anchors are looked for: nodes hold theirs weakly.
            let parser = try Parser(yaml: text)
            guard let root = try parser.singleRoot(), !Self.isEmpty(root) else {
                log.addUnreadable("is empty; expected a scenario")
                return nil
            }
            let isFine = withExtendedLifetime(parser) { Self.inspect(root, depth: 1, log) }
            guard isFine else { return nil }
            self.root = root
        } catch {
            Self.tell(error, log)
            return nil
        }
    }

    private static func isEmpty(_ node: Node) -> Bool {
        if case .scalar(let scalar) = node { return scalar.string.isEmpty }
        return false
    }

    // MARK: Before parsing

    private static func isFit(_ text: String, _ log: ProblemLog) -> Bool {
        guard text.utf8.count <= limitBytes else {
            log.addUnreadable("is larger than 1 MiB")
            return false
        }
        if let tab = indentingTab(text) {
            let text = "a tab stands here; YAML is indented with blanks"
            log.addUnreadable(text, line: tab.line, column: tab.column)
            return false
        }
        // Yams puts a copy of the anchored node in place of each alias, and hashes keys: a few
        // lines could keep it busy for years. One alias is refused below, with its place.
        guard aliases(text) <= limitAliases else {
            log.addUnreadable(refusal)
            return false
        }
        return true
    }

    private static func indentingTab(_ text: String) -> (line: Int, column: Int)? {
        var (line, column, isIndent) = (1, 0, true)
        for byte in text.utf8 {
            column += 1
            switch byte {
            case UInt8(ascii: "\n"): (line, column, isIndent) = (line + 1, 0, true)
            case UInt8(ascii: " "): break
            case UInt8(ascii: "\t"): if isIndent { return (line, column) }
            default: isIndent = false
            }
        }
        return nil
    }

    /// How many `*name` there could be; some may stand in texts or comments.
    private static func aliases(_ text: String) -> Int {
        var (count, last) = (0, UInt8(ascii: "\n"))
        var isAfterStar = false
        for byte in text.utf8 {
            if isAfterStar, byte > UInt8(ascii: " "), byte != UInt8(ascii: "*") { count += 1 }
            isAfterStar = byte == UInt8(ascii: "*") && " \n\r\t[{,:-?".utf8.contains(last)
            last = byte
        }
        return count
    }

    // MARK: After parsing

    private static let refusal =
        "anchors (&name) and aliases (*name) are not read; write the value out"

    /// Whether the tree has no anchors, so that it is as large as its text, and is not too deep.
    private static func inspect(_ node: Node, depth: Int, _ log: ProblemLog) -> Bool {
        guard node.anchor == nil else {
            log.add(.unreadable, at: node.mark, "", refusal)
            return false
        }
        guard depth <= limitDepth else {
            log.add(.unreadable, at: node.mark, "", tooDeep)
            return false
        }
        switch node {
        case .mapping(let mapping):
            return mapping.allSatisfy { key, value in
                inspect(key, depth: depth + 1, log) && inspect(value, depth: depth + 1, log)
            }
        case .sequence(let sequence):
            return sequence.allSatisfy { inspect($0, depth: depth + 1, log) }
        case .scalar, .alias: return true
        }
    }

    private static let tooDeep = "is nested deeper than \(limitDepth) levels"

    private static func tell(_ error: any Error, _ log: ProblemLog) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            let isDeep = problem.hasPrefix("Maximum nesting level")
            log.add(.unreadable, at: mark, "", isDeep ? tooDeep : "is no YAML: \(problem)")
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            log.add(.unreadable, at: context.mark, "", "\(key.quoted) stands twice in one mapping")
        case YamlError.reader(let problem, _, _, _):
            log.addUnreadable("is no YAML: \(problem)")
        default:
            log.addUnreadable("is no YAML")
        }
    }
}
