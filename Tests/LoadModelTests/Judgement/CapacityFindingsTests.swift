internal import Glibc
import Histogram
import LoadModel
import Testing

/// A search on a simulated target whose parts are stations of queueing theory.
private struct SimulatedSearch {
    struct Part {
        let name: String
        /// Seconds of it that one request takes.
        let demand: Double
        /// Seen as requests at a server, as a gateway sees a store; service times all alike.
        var isStore = false
        var isWatched = true
        /// A store that works on so many requests at once.
        var width = 1.0
    }

    var parts: [Part]
    var noise = 0.02
    /// The share of requests that the first to saturate is not asked: they get through beyond it.
    var spared = 0.0
    /// By how much, as a power of e, steps differ in how many requests make the same work.
    var mixture = 0.0
    var seed: UInt64 = 1
    var factors = [0.05, 0.3, 0.45, 0.65, 0.8, 1.05, 0.9, 0.72, 0.72, 1.2]

    func findings(blindSpots: [String] = ["elsewhere"]) -> CapacityFindings {
        var generator = SplitMixGenerator(seed: seed)
        let capacity = parts.map { $0.width / $0.demand }.min() ?? 1
        return CapacityFindings(
            factors.map { step($0, $0 * capacity, capacity, &generator) },
            blindSpots: blindSpots
        )
    }

    private func step(
        _ factor: Double,
        _ offered: Double,
        _ capacity: Double,
        _ generator: inout SplitMixGenerator
    ) -> StepReport {
        let through = min(offered, capacity) + spared * max(0, offered - capacity)
        var latency = 0.001
        var readings: [ResourceReading] = []
        for part in parts {
            let load = min(through * part.demand / part.width, 0.985)
            let waiting = load * load / (2 * (1 - load)) / part.width
            latency += part.demand * (1 + waiting / max(load, 1e-9))
            guard part.isWatched else { continue }
            let blur = 1 + noise * RandomDeviate.normal(&generator)
            let level = (load * part.width + waiting) * blur
            readings.append(
                ResourceReading(
                    name: part.name,
                    utilisation: part.isStore
                        ? ServerLine.busy(level: level) : min(1, load * blur),
                    limit: part.isStore ? Sighting.lineLimit : "1 core",
                    wait: waiting * blur
                )
            )
        }
        let requests = mixture > 0 ? exp(mixture * RandomDeviate.normal(&generator)) : 1
        return report(factor, offered * requests, through * requests, latency, readings)
    }

    private func report(
        _ factor: Double,
        _ offered: Double,
        _ through: Double,
        _ latency: Double,
        _ readings: [ResourceReading]
    ) -> StepReport {
        var operation = OperationResult(name: "file")
        let seconds = 20
        for second in 0..<seconds {
            operation.blocks.at(millisecond: second * 1000) { block in
                block.due += Int(offered)
                block.good += Int(through)
                block.serviceSum += UInt64(through * latency * 1e6)
            }
        }
        for _ in 0..<100 { operation.response.record(UInt64(latency * 2e6)) }
        return StepReport(
            label: "ramp",
            factor: factor,
            offeredRate: offered,
            result: StepResult(operations: [operation], duration: .seconds(seconds)),
            window: SteadyWindow(skipped: 0, seconds: 20, isSteady: true, note: ""),
            clauses: [],
            checks: [],
            resources: readings,
            state: factor <= 0.8 ? .pass : .fail
        )
    }
}

@Suite("What a search finds beside the capacity")
struct CapacityFindingsTests {
    private typealias Part = SimulatedSearch.Part

    @Test("a store that serves one request after the other is named from what a gateway sees")
    func slowStore() {
        var named = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let found = SimulatedSearch(
                parts: [
                    Part(name: "store a", demand: 0.002, isStore: true),
                    Part(name: "store b", demand: 0.007, isStore: true),
                    Part(name: "store c", demand: 0.002, isStore: true),
                    Part(name: "isengard CPU", demand: 0.003),
                ],
                seed: seed
            ).findings()
            if let name = found.bottleneck {
                #expect(name == "store b")
                named += 1
            }
        }
        #expect(named >= 18)
    }

    @Test("a slow store is named too where others answer most requests, on and on")
    func slowShare() {
        var named = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let found = SimulatedSearch(
                parts: [
                    Part(name: "store a", demand: 0.001, isStore: true),
                    Part(name: "store b", demand: 0.0025, isStore: true),
                    Part(name: "isengard CPU", demand: 0.001),
                ],
                spared: 0.6,
                seed: seed
            ).findings()
            if let name = found.bottleneck {
                #expect(name == "store b")
                named += 1
            }
        }
        #expect(named >= 18, "\(named)")
    }

    @Test("a store seen by its process too is named once, by either")
    func seenTwice() {
        let found = SimulatedSearch(parts: [
            Part(name: "store a", demand: 0.002, isStore: true),
            Part(name: "store b", demand: 0.007, isStore: true),
            Part(name: "Orthanc store-b/orthanc.json (pid 7) CPU", demand: 0.007),
            Part(name: "Orthanc store-a/orthanc.json (pid 6) CPU", demand: 0.002),
            Part(name: "isengard CPU", demand: 0.003),
        ]).findings()
        #expect(found.bottleneck == "store b", "\(found.evidence)")
    }

    @Test("a store that works on many requests at once is not blamed for having many")
    func wideStore() {
        for seed in 1...20 as ClosedRange<UInt64> {
            let found = SimulatedSearch(
                parts: [
                    Part(name: "store a", demand: 0.005, isStore: true, width: 8),
                    Part(name: "isengard CPU", demand: 0.001),
                ],
                seed: seed
            ).findings()
            #expect(found.bottleneck == nil || found.bottleneck == "isengard CPU")
        }
    }

    @Test(
        "where nobody watches the culprit, no store is named in its place",
        arguments: 1...40 as ClosedRange<UInt64>
    )
    func unwatched(seed: UInt64) {
        var generator = SplitMixGenerator(seed: seed)
        let near = 0.3 + 0.5 * RandomDeviate.uniform(&generator)
        let found = SimulatedSearch(
            parts: [
                Part(name: "database", demand: 0.007, isWatched: false),
                Part(name: "store a", demand: 0.007 * near, isStore: true),
                Part(name: "store b", demand: 0.004, isStore: true, width: 4),
            ],
            noise: 0.05,
            seed: seed
        ).findings()
        #expect(found.bottleneck == nil, "\(found.evidence)")
    }

    @Test("no other part is named beside a store's process that is full at the same load")
    func rivalProcess() {
        for seed in 1...20 as ClosedRange<UInt64> {
            // The store answers many at once, so that the gateway's view of it is disproved.
            let found = SimulatedSearch(
                parts: [
                    Part(name: "isengard CPU", demand: 0.007),
                    Part(name: "store a", demand: 0.0071, isStore: true, width: 8),
                    Part(name: "Orthanc store-a/orthanc.json (pid 6) CPU", demand: 0.0071),
                ],
                seed: seed
            ).findings()
            #expect(found.bottleneck == nil, "\(found.evidence)")
        }
    }

    @Test("what fills its own limit is named, though what holds it is full at the same load")
    func fullPart() {
        for (part, container) in [
            ("Orthanc CPU", "host CPU"), ("isengard thread shard-0 12", "isengard CPU"),
        ] {
            let named = (1...20 as ClosedRange<UInt64>).filter { seed in
                let found = SimulatedSearch(
                    parts: [
                        Part(name: part, demand: 0.007), Part(name: container, demand: 0.0069),
                        Part(name: "disk", demand: 0.003),
                    ],
                    seed: seed
                ).findings()
                #expect([nil, part].contains(found.bottleneck), "\(found.evidence)")
                return found.bottleneck == part
            }
            #expect(named.count >= 15, "\(part): \(named)")
        }
    }

    @Test(
        "none of those that fill their host together is named",
        arguments: [0.57, 0.8, 0.9]
    )
    func sharedHost(share: Double) {
        for seed in 1...20 as ClosedRange<UInt64> {
            let found = SimulatedSearch(
                parts: [
                    Part(name: "host CPU", demand: 0.007),
                    Part(name: "Orthanc CPU", demand: 0.007 * share),
                    Part(name: "postgres CPU", demand: 0.007 * (1 - share)),
                ],
                seed: seed
            ).findings()
            #expect([nil, "host CPU"].contains(found.bottleneck), "\(found.evidence)")
        }
    }

    @Test("a store's process is named before its host also where a gateway's view is disproved")
    func storeOnFullHost() {
        let named = (1...20 as ClosedRange<UInt64>).filter { seed in
            let found = SimulatedSearch(
                parts: [
                    Part(name: "host CPU", demand: 0.0069),
                    Part(name: "store a", demand: 0.007, isStore: true, width: 8),
                    Part(name: "Orthanc CPU", demand: 0.007), Part(name: "disk", demand: 0.003),
                ],
                seed: seed
            ).findings()
            #expect([nil, "Orthanc CPU"].contains(found.bottleneck), "\(found.evidence)")
            return found.bottleneck != nil
        }
        #expect(named.count >= 10, "\(named)")
    }

    @Test("two stores that are slow alike are both left unnamed, in words")
    func alike() {
        let found = SimulatedSearch(parts: [
            Part(name: "store a", demand: 0.007, isStore: true),
            Part(name: "store b", demand: 0.007, isStore: true),
        ]).findings()
        #expect(found.bottleneck == nil)
        #expect(found.evidence.contains { $0.contains("which comes first is not clear") })
        #expect(found.evidence.last == "Not watched: elsewhere.")
    }

    @Test("drains and void steps tell nothing, and too few steps say so")
    func fewSteps() {
        let search = SimulatedSearch(
            parts: [Part(name: "Orthanc CPU", demand: 0.007)],
            factors: [0.3, 0.5, 1.2]
        )
        #expect(
            search.findings().evidence.first?
                .hasPrefix("Only 2 steps kept every promise; 4 are needed") == true
        )
    }

    @Test("where requests differ in their work, a part is named by the stated load")
    func mixedLoad() {
        var named = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            let found = SimulatedSearch(
                parts: [
                    Part(name: "Orthanc CPU", demand: 0.007),
                    Part(name: "disk", demand: 0.003),
                ],
                mixture: 1.5,
                seed: seed
            ).findings()
            guard let name = found.bottleneck else { continue }
            #expect(name == "Orthanc CPU")
            named += found.evidence.first?.hasPrefix("The stated load takes ") == true ? 1 : 0
            #expect(found.evidence.dropFirst().first?.contains("x (") == true)
        }
        #expect(named >= 15, "\(named)")
    }

    @Test(
        "nor is one named by it where nobody watches the culprit",
        arguments: 1...40 as ClosedRange<UInt64>
    )
    func mixedUnwatched(seed: UInt64) {
        var generator = SplitMixGenerator(seed: seed)
        let near = 0.3 + 0.6 * RandomDeviate.uniform(&generator)
        let found = SimulatedSearch(
            parts: [
                Part(name: "database", demand: 0.007, isWatched: false),
                Part(name: "Orthanc CPU", demand: 0.007 * near),
                Part(name: "disk", demand: 0.003),
            ],
            noise: 0.05,
            mixture: 1.5,
            seed: seed
        ).findings()
        #expect(found.bottleneck == nil, "\(found.evidence)")
    }

    @Test("without any reading nothing is named, and the law is told all the same")
    func unobserved() {
        let found = SimulatedSearch(parts: [Part(name: "x", demand: 0.007, isWatched: false)])
            .findings()
        #expect(found.bottleneck == nil)
        #expect(found.evidence.first == "Nothing was observed on the target's side.")
        #expect(found.scalability.first?.hasPrefix("Scalability law:") == true)
        let empty = CapacityFindings([], blindSpots: [])
        #expect(empty.scalability == [])
        #expect(empty.evidence == ["No step was measured well enough to tell of any part."])
    }

    @Test("where promises begin to break is told by all trials but those after an overload")
    func breaking() throws {
        func step(_ factor: Double, _ bad: Double, _ label: String = "bisection") -> StepReport {
            let clause = ClauseReport(
                text: "find p90 ≤ 1 s",
                operation: "find",
                quantile: 0.9,
                badShare: bad,
                allowedShare: 0.1,
                scheduled: 40,
                state: .undecided
            )
            return StepReport(
                label: label,
                factor: factor,
                offeredRate: 1,
                result: StepResult(operations: [], duration: .seconds(1)),
                window: SteadyWindow(skipped: 0, seconds: 1, isSteady: true, note: ""),
                clauses: [clause],
                checks: [],
                state: .inconclusive
            )
        }
        let steps = [step(1, 0), step(2, 0.025), step(4, 0.1), step(8, 0.4), step(16, 0.9)]
        let found = try #require(CapacityFindings(steps, blindSpots: []).breaking)
        #expect(found.contains(4) && found.low > 1 && found.high ?? 99 < 8, "\(found)")
        for (factor, label) in [(1.0, "recovery"), (8, "saturation"), (1, "ramp"), (1, "drain")] {
            let others = [step(factor, 1, label)]
            #expect(CapacityFindings(steps + others, blindSpots: []).breaking == found)
        }
        #expect(CapacityFindings(Array(steps.prefix(2)), blindSpots: []).breaking == nil)
    }

    @Test("a scenario tells which parts nothing looks at")
    func blindSpots() throws {
        let bare = try ScenarioText.scenario("")
        #expect(bare.unwatched.first == "the processes, cores and disks of this machine")
        let watched = try ScenarioText.scenario(
            """
            targets: [{name: here}, {name: far, url: "http://pacs.example:8042"}]
            observe: [{kind: proc, pids: [Orthanc]}, {kind: postgres, dsn: "env:DSN"}]
            """
        )
        #expect(watched.unwatched == ["the machine of target far, pacs.example"])
    }
}
