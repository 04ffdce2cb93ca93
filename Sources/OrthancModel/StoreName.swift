/// The name of one store: 1 to 40 of `a-z`, `0-9` and `-`.
///
/// Safe in a path, a header, a metric label and a log line.
package struct StoreName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let description: String

    package init?(_ text: String) {
        guard (1...40).contains(text.utf8.count),
            text.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { return nil }
        description = text
    }

    package static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
