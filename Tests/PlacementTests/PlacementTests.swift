import OrthancModel
import Placement
import Testing

@Suite struct PlacementTests {
    private func candidate(
        _ name: String,
        _ affinity: PlacementCandidate.Affinity = .none,
        reachable: Bool = true,
        acceptsNew: Bool = true,
        weight: Int = 1
    ) throws -> PlacementCandidate {
        PlacementCandidate(
            store: try #require(StoreName(name)),
            affinity: affinity,
            isReachable: reachable,
            acceptsNew: acceptsNew,
            weight: weight,
            priority: 0
        )
    }

    @Test("a holder of the very instance decides alone")
    func instanceHolder() throws {
        let all = [try candidate("a", .series), try candidate("b", .instance)]
        #expect(PlacementDecision.choose(among: all, studySeed: 1) == .forward([all[1].store]))
    }

    @Test("an instance whose only holder is down is stored nowhere else")
    func holderDown() throws {
        let all = [try candidate("a", .series), try candidate("b", .instance, reachable: false)]
        #expect(PlacementDecision.choose(among: all, studySeed: 1) == .holderDown([all[1].store]))
    }

    @Test("series comes before study, study before patient, patient before the rest")
    func affinityOrder() throws {
        let all = [
            try candidate("a"), try candidate("b", .patient), try candidate("c", .study),
            try candidate("d", .series),
        ]
        let expected = PlacementDecision.forward(all.reversed().map(\.store))
        for seed in 0..<50 {
            #expect(PlacementDecision.choose(among: all, studySeed: UInt64(seed)) == expected)
        }
    }

    @Test("a series holder that is down or draining leaves the series to the next store")
    func downSeriesHolder() throws {
        let all = [
            try candidate("a"), try candidate("b", .series, reachable: false),
            try candidate("c", .study, acceptsNew: false),
        ]
        #expect(PlacementDecision.choose(among: all, studySeed: 7) == .forward([all[0].store]))
    }

    @Test("new studies spread by weight, and weight 0 receives none")
    func weights() throws {
        let all = [
            try candidate("a"), try candidate("b", weight: 3), try candidate("c", weight: 0),
        ]
        var wins: [StoreName: Int] = [:]
        for seed in 0..<4000 {
            guard
                case .forward(let order) = PlacementDecision.choose(
                    among: all,
                    studySeed: UInt64(seed) &* 0x1234_5678_9abc_def1
                )
            else {
                Issue.record("nowhere")
                return
            }
            #expect(order.count == 2)
            wins[order[0], default: 0] += 1
        }
        #expect((2800...3200).contains(wins[all[1].store] ?? 0))
    }

    @Test("without an eligible store there is no place")
    func nowhere() throws {
        let all = [try candidate("a", acceptsNew: false), try candidate("b", reachable: false)]
        #expect(PlacementDecision.choose(among: all, studySeed: 3) == .nowhere)
    }
}
