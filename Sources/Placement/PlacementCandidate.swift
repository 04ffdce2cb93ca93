package import OrthancModel

/// What is known about one store when an instance needs a place.
package struct PlacementCandidate: Sendable, Equatable {
    /// The lowest level at which the store already holds what the instance belongs to.
    package enum Affinity: Int, Sendable, Comparable {
        case none, patient, study, series, instance

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    package let store: StoreName
    package let affinity: Affinity
    /// Answers at present.
    package let isReachable: Bool
    /// May receive new data: active, not draining.
    package let acceptsNew: Bool
    /// Has no room for anything new.
    package let isFull: Bool
    /// Share of new studies; 0 receives none.
    package let weight: Int
    /// Lower goes first among stores of equal affinity.
    package let priority: Int

    package init(
        store: StoreName,
        affinity: Affinity,
        isReachable: Bool,
        acceptsNew: Bool,
        isFull: Bool = false,
        weight: Int,
        priority: Int
    ) {
        self.store = store
        self.affinity = affinity
        self.isReachable = isReachable
        self.acceptsNew = acceptsNew
        self.isFull = isFull
        self.weight = weight
        self.priority = priority
    }

    /// The same with the share that a rule gives it.
    func weighted(_ weight: Int) -> PlacementCandidate {
        PlacementCandidate(
            store: store,
            affinity: affinity,
            isReachable: isReachable,
            acceptsNew: acceptsNew,
            isFull: isFull,
            weight: weight,
            priority: priority
        )
    }
}
