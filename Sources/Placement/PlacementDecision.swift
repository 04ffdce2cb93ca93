package import OrthancModel

/// Where an uploaded instance goes.
package enum PlacementDecision: Sendable, Equatable {
    /// Try these stores in this order; the next one only while nothing was stored.
    case forward([StoreName])
    /// Every store that holds this very instance is down: storing it elsewhere would fork it.
    case holderDown([StoreName])
    /// No store may receive it.
    case nowhere
}

extension PlacementDecision {
    /// Chooses stores for one instance.
    ///
    /// A holder of the instance decides alone: its answer is the truth. Otherwise holders of the
    /// series come before those of the study, whatever the rule says; then stores that the rule
    /// names, in an order that depends on the study and the weights only, so that all gateways put
    /// the instances of one study in one place; then, unless the rule is strict, the other stores,
    /// those that know the patient first. Never by load: that makes partial studies.
    ///
    /// - Parameters:
    ///   - candidates: Every store of the federation once.
    ///   - studySeed: 64 bits that stand for the study, such as the first of its Orthanc ID.
    ///   - rule: The one that counts for the instance; nil: the stores' own weights alone.
    package static func choose(
        among candidates: [PlacementCandidate],
        studySeed: UInt64,
        rule: PlacementRule? = nil
    ) -> PlacementDecision {
        let holders = candidates.filter { $0.affinity == .instance }
        guard holders.isEmpty else {
            let reachable = ranked(holders.filter(\.isReachable), studySeed)
            return reachable.isEmpty
                ? .holderDown(holders.map(\.store).sorted())
                : .forward(reachable.map(\.store))
        }
        let open = candidates.filter { $0.isReachable && $0.acceptsNew && !$0.isFull }
        let holding = open.filter { $0.affinity >= .study }
        let others = open.filter { $0.affinity < .study }
        let named = others.compactMap { candidate -> PlacementCandidate? in
            guard let weight = rule?.weights[candidate.store], weight > 0 else { return nil }
            return candidate.weighted(weight)
        }
        let rest = others.filter { candidate in
            candidate.weight > 0 && rule?.isStrict != true
                && !named.contains { $0.store == candidate.store }
        }
        let order = [holding, named, rest].flatMap { ranked($0, studySeed) }.map(\.store)
        return order.isEmpty ? .nowhere : .forward(order)
    }

    private static func ranked(
        _ candidates: [PlacementCandidate],
        _ seed: UInt64
    ) -> [PlacementCandidate] {
        let keyed = candidates.map { (candidate: $0, score: Rendezvous.score($0, seed)) }
        return keyed.sorted { left, right in
            let (a, b) = (left.candidate, right.candidate)
            if a.affinity != b.affinity { return a.affinity > b.affinity }
            if a.affinity != .none, a.priority != b.priority { return a.priority < b.priority }
            if left.score != right.score { return left.score > right.score }
            return a.store < b.store
        }.map(\.candidate)
    }
}
