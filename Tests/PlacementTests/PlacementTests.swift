import DICOM
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

    private func rule(
        _ weights: [String: Int],
        isStrict: Bool = false
    ) throws -> PlacementRule {
        let shares = try weights.map { (try #require(StoreName($0.key)), $0.value) }
        return PlacementRule(
            conditions: [],
            weights: Dictionary(uniqueKeysWithValues: shares),
            isStrict: isStrict
        )
    }

    @Test("a rule's stores come before the others, a holder before the rule")
    func ruleOrder() throws {
        let all = [try candidate("a", weight: 9), try candidate("b"), try candidate("c", .study)]
        for seed in 0..<50 {
            let order = PlacementDecision.choose(
                among: all,
                studySeed: UInt64(seed),
                rule: try rule(["b": 1])
            )
            #expect(order == .forward([all[2].store, all[1].store, all[0].store]))
        }
    }

    @Test("a strict rule has no other stores, a rule's zero share is none")
    func strictRule() throws {
        let all = [try candidate("a"), try candidate("b", reachable: false), try candidate("c")]
        let strict = try rule(["b": 1, "c": 0], isStrict: true)
        #expect(PlacementDecision.choose(among: all, studySeed: 1, rule: strict) == .nowhere)
        let mild = try rule(["b": 1, "c": 0])
        guard
            case .forward(let order) = PlacementDecision.choose(
                among: all,
                studySeed: 1,
                rule: mild
            )
        else {
            Issue.record("nowhere")
            return
        }
        #expect(Set(order) == [all[0].store, all[2].store])
    }

    @Test("a full store gets nothing new, but the very instance that it holds")
    func full() throws {
        func full(_ affinity: PlacementCandidate.Affinity) throws -> PlacementCandidate {
            PlacementCandidate(
                store: try #require(StoreName("f")),
                affinity: affinity,
                isReachable: true,
                acceptsNew: true,
                isFull: true,
                weight: 1,
                priority: 0
            )
        }
        let other = try candidate("a")
        let series = [try full(.series), other]
        #expect(PlacementDecision.choose(among: series, studySeed: 1) == .forward([other.store]))
        let instance = [try full(.instance), other]
        #expect(
            PlacementDecision.choose(among: instance, studySeed: 1)
                == .forward([instance[0].store])
        )
    }

    @Test(
        "a rule matches when each of its conditions finds one of its patterns",
        arguments: [
            (["CT"], "ct", true), (["M?"], "MR", true), (["M?"], "MRA", false),
            (["CT", "P*"], "PT", true), (["CT"], "CT\\MR", true), (["MR"], "CT\\PT", false),
            ([""], "", true), (["*"], "", true),
        ]
    )
    func matching(patterns: [String], value: String, isMatch: Bool) throws {
        let modality = Tag(0x0008_0060)
        let rule = PlacementRule(
            conditions: [.init(.tag(modality), patterns), .init(.user, ["ann*"])],
            weights: [:]
        )
        let facts = PlacementFacts(user: "Anna", values: [modality: value])
        #expect(rule.matches(facts) == isMatch)
        #expect(!rule.matches(PlacementFacts(user: "Bea", values: [modality: value])))
        #expect(!rule.matches(PlacementFacts(user: "Anna")), "a value that isn't there")
    }

    @Test("without an eligible store there is no place")
    func nowhere() throws {
        let all = [try candidate("a", acceptsNew: false), try candidate("b", reachable: false)]
        #expect(PlacementDecision.choose(among: all, studySeed: 3) == .nowhere)
    }
}
