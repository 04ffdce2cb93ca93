package import GlobalIndex
package import OrthancModel

/// Where something is executed that needs all of some instances in one store.
package struct ModifyPlan: Sendable, Equatable {
    /// A store that may execute it.
    package struct Candidate: Sendable, Equatable {
        package let store: StoreKey
        /// May get instances that it doesn't hold.
        package let acceptsNew: Bool
        package let priority: Int
        package let name: StoreName

        package init(store: StoreKey, acceptsNew: Bool, priority: Int, name: StoreName) {
            self.store = store
            self.acceptsNew = acceptsNew
            self.priority = priority
            self.name = name
        }
    }

    package enum Refusal: Error, Sendable, Equatable {
        /// Some instance is held by none of the stores that can be reached.
        case unreachable([StoreKey])
        /// No store may get what it lacks.
        case nowhere
        /// The least that would have to be copied, and over the limit.
        case tooLarge(bytes: Int64)
    }

    package let store: StoreKey
    /// To be copied there first, ascending.
    package let missing: [HeldInstance]

    /// Chooses the store that lacks the fewest bytes; then by priority and name.
    ///
    /// - Parameters:
    ///   - candidates: Stores that can be reached; only they are read from, too.
    ///   - limitBytes: Most that may be copied.
    package static func choose(
        _ needed: [HeldInstance],
        among candidates: [Candidate],
        limitBytes: Int64
    ) throws(Refusal) -> ModifyPlan {
        let reachable = Set(candidates.map(\.store))
        let lost = needed.filter { reachable.isDisjoint(with: $0.stores) }
        guard lost.isEmpty else {
            throw .unreachable(Set(lost.flatMap(\.stores)).sorted())
        }
        let plans = candidates.map { candidate in
            (candidate, missing: needed.filter { !$0.stores.contains(candidate.store) })
        }
        .filter { $0.0.acceptsNew || $0.missing.isEmpty }
        let best = plans.min { left, right in
            let (a, b) = (bytes(left.missing), bytes(right.missing))
            if a != b { return a < b }
            if left.0.priority != right.0.priority { return left.0.priority < right.0.priority }
            return left.0.name < right.0.name
        }
        guard let best else { throw .nowhere }
        guard bytes(best.missing) <= limitBytes else {
            throw .tooLarge(bytes: bytes(best.missing))
        }
        return ModifyPlan(store: best.0.store, missing: best.missing)
    }

    private static func bytes(_ instances: [HeldInstance]) -> Int64 {
        instances.reduce(0) { $0 + $1.bytes }
    }
}
