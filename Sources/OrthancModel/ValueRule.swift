/// What a value must be to be found.
package enum ValueRule: Hashable, Sendable {
    case equal(String)
    /// Any of these; of none of them, nothing is found.
    case anyOf([String])
    /// Between these, bounds included, by bytes; at least one bound is there.
    case range(lower: String?, upper: String?)
    /// `*` stands for any text, `?` for one character.
    case wildcard(String)

    /// Reads a value that is no range: a list if it holds a backslash, else a pattern if it holds
    /// a wildcard. In a list, wildcards are plain characters.
    init(plain value: String) {
        if value.utf8.contains(UInt8(ascii: "\\")) {
            let parts = value.utf8.split(
                separator: UInt8(ascii: "\\"),
                omittingEmptySubsequences: false
            )
            self = .anyOf(parts.map { String(Substring($0)) })
        } else {
            self = WildcardPattern.isPattern(value) ? .wildcard(value) : .equal(value)
        }
    }

    /// Every text of the rule folded to upper case, to be compared with folded values.
    package var folded: ValueRule {
        switch self {
        case .equal(let text): .equal(CaseFold.fold(text))
        case .anyOf(let texts): .anyOf(texts.map(CaseFold.fold))
        case .range(let lower, let upper):
            .range(lower: lower.map(CaseFold.fold), upper: upper.map(CaseFold.fold))
        case .wildcard(let pattern): .wildcard(CaseFold.fold(pattern))
        }
    }

    /// Whether a value satisfies the rule, byte for byte.
    package func matches(_ value: String) -> Bool {
        switch self {
        case .equal(let text): Self.areEqual(value, text)
        case .anyOf(let texts): texts.contains { Self.areEqual(value, $0) }
        case .range(let lower, let upper):
            lower.map { !Self.precedes(value, $0) } ?? true
                && upper.map { !Self.precedes($0, value) } ?? true
        case .wildcard(let pattern): WildcardPattern.matches(pattern, value)
        }
    }

    // Swift's own comparison of strings goes by canonical equivalence; Orthanc's goes by bytes.

    private static func areEqual(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
