import DICOM
import Federation
import GlobalIndex
import Journal
import OrthancClient
import OrthancModel
import Placement

extension MemberRegister {
    /// The store to which something goes that leaves another one, or lacks a copy.
    ///
    /// By the rules, as far as main tags in the index let them match.
    func place(_ question: PlaceQuestion, _ rules: PlacementRules) -> StoreKey? {
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
        var facts = PlacementFacts()
        for tag in rules.wantedTags { facts.values[tag] = question.values[tag.name] }
        let decision = PlacementDecision.choose(
            among: candidates,
            studySeed: question.study.placementSeed,
            rule: rules.rule(for: facts)
        )
        guard case .forward(let order) = decision else { return nil }
        return order.first.flatMap { keys[$0] }
    }
}
