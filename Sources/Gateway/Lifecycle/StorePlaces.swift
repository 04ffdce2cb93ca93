import Federation
import GlobalIndex
import Journal
import OrthancClient
import OrthancModel
import Placement

extension MemberRegister {
    /// The store to which something goes that leaves another one, or lacks a copy.
    func place(_ question: PlaceQuestion) -> StoreKey? {
        var keys: [StoreName: StoreKey] = [:]
        var candidates: [PlacementCandidate] = []
        for member in members.values where !question.excluded.contains(member.row.key) {
            let view = member.view
            keys[view.name] = view.key
            candidates.append(
                PlacementCandidate(
                    store: view.name,
                    affinity: question.holders.contains(view.key) ? .study : .none,
                    isReachable: reachable(view.key) != nil,
                    acceptsNew: !view.isDraining,
                    isFull: view.isFull,
                    weight: view.configuration.weight,
                    priority: view.configuration.priority
                )
            )
        }
        let decision = PlacementDecision.choose(
            among: candidates,
            studySeed: question.study.placementSeed
        )
        guard case .forward(let order) = decision else { return nil }
        return order.first.flatMap { keys[$0] }
    }
}
