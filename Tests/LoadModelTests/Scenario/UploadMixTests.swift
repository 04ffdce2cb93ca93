import LoadModel
import Testing

@Suite("Searches with several shares of uploads")
struct UploadMixTests {
    private static let slo = "slo: [{op: system, p95: 1s}]\n"
    private static let traffic =
        "traffic: [{op: system, rate: 4/s}, {op: upload, rate: 2/s}, "
        + "{op: upload.study, weight: 0.5}]\ndemand: {studies: 3600/day, workingDays: 250, "
        + "busyHourShare: 100%}\n"

    private func problems(_ plan: String, traffic: String = traffic) -> [String] {
        ScenarioText.problems(ScenarioText.head + traffic + Self.slo + "plan: {\(plan)}\n")
    }

    @Test("uploads alone are multiplied, by rate and by weight")
    func offering() throws {
        let plan = "plan: {kind: capacity, uploads: [0.25x, 1x, 4x]}\n"
        let scenario = try ScenarioText.scenario(Self.slo + plan, traffic: Self.traffic)
        guard case .capacity(let search) = scenario.plan else {
            Issue.record("no search")
            return
        }
        #expect(search.uploads == [0.25, 1, 4])
        let changed = scenario.offering(uploads: 4)
        #expect(changed.traffic.map(scenario.meanRate) == [4, 8, 2])
        #expect(scenario.traffic.map(scenario.meanRate) == [4, 2, 0.5])
        #expect(scenario.offering(uploads: 1) == scenario)
    }

    @Test(
        "what can't be is refused where it stands",
        arguments: [
            ("uploads: [2x, 4x]", "lacks 1x"), ("uploads: [4x, 1x]", "ascending"),
            ("uploads: [1, 2]", "factors such as 2x"), ("uploads: [1x, 0x]", "from 0.001x"),
            ("uploads: [1x, 2x], sizes: [10, 20]", "stands beside `sizes`"),
        ]
    )
    func refused(plan: String, problem: String) {
        let found = problems("kind: capacity, \(plan)")
        #expect(found.count >= 1 && found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test("a plan without uploads in its traffic has none to change")
    func nothing() {
        let found = problems("kind: capacity, uploads: [1x, 2x]", traffic: ScenarioText.traffic)
        #expect(found.count == 1 && found[0].contains("nothing in `traffic` is an upload"))
    }
}
