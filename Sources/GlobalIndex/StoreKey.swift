/// A store in the index: a small number that stays the same for its life.
package struct StoreKey: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: Int16

    package init(_ rawValue: Int16) { self.rawValue = rawValue }

    init?(_ number: Int64?) {
        guard let number, let rawValue = Int16(exactly: number) else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { String(rawValue) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Whose copies a question may see.
package enum StoreScope: Hashable, Sendable {
    case all
    /// Resources that one of these stores holds. Empty: nothing.
    case only([StoreKey])
}
