/// `*` and `?` in search values.
package enum WildcardPattern {
    package static func isPattern(_ text: String) -> Bool {
        text.utf8.contains { $0 == star || $0 == mark }
    }

    /// Whether a value fits a pattern.
    ///
    /// Orthanc asks twice: its database by SQL's LIKE, where `?` is one character, then its own
    /// expression over bytes, where `?` is one byte. A value must satisfy both, so `?` next to an
    /// accent finds nothing. Source: a live Orthanc 1.10.1, frozen in ConstraintTests.
    package static func matches(_ pattern: String, _ value: String) -> Bool {
        guard fits(Array(pattern.utf8), Array(value.utf8), star: star, mark: mark) else {
            return false
        }
        if value.utf8.allSatisfy({ $0 < 0x80 }) { return true }
        return fits(
            Array(pattern.unicodeScalars),
            Array(value.unicodeScalars),
            star: "*",
            mark: "?"
        )
    }

    /// The pattern for SQL's LIKE, whose escape is the backslash.
    package static func like(_ pattern: String) -> String {
        var like = String.UnicodeScalarView()
        for scalar in pattern.unicodeScalars {
            switch scalar {
            case "*": like.append("%")
            case "?": like.append("_")
            case "%", "_", "\\":
                like.append("\\")
                like.append(scalar)
            default: like.append(scalar)
            }
        }
        return String(like)
    }

    /// The characters before the first wildcard: what a B-tree can look up.
    package static func literalPrefix(_ pattern: String) -> String {
        String(pattern.unicodeScalars.prefix { $0 != "*" && $0 != "?" })
    }

    /// Length of the longest run without a wildcard, in characters: three are worth a trigram.
    package static func longestLiteral(_ pattern: String) -> Int {
        var (longest, current) = (0, 0)
        for scalar in pattern.unicodeScalars {
            current = scalar == "*" || scalar == "?" ? 0 : current + 1
            longest = max(longest, current)
        }
        return longest
    }

    private static let star = UInt8(ascii: "*")
    private static let mark = UInt8(ascii: "?")

    /// Greedy with one way back, to the last star: O(pattern × value), no recursion.
    private static func fits<Element: Equatable>(
        _ pattern: [Element],
        _ value: [Element],
        star: Element,
        mark: Element
    ) -> Bool {
        var (inPattern, inValue) = (0, 0)
        var lastStar: Int?
        var resume = 0
        while inValue < value.count {
            if inPattern < pattern.count, pattern[inPattern] == star {
                lastStar = inPattern
                resume = inValue
                inPattern += 1
            } else if inPattern < pattern.count,
                pattern[inPattern] == mark || pattern[inPattern] == value[inValue]
            {
                inPattern += 1
                inValue += 1
            } else if let star = lastStar {
                resume += 1
                inValue = resume
                inPattern = star + 1
            } else {
                return false
            }
        }
        return pattern[inPattern...].allSatisfy { $0 == star }
    }
}
