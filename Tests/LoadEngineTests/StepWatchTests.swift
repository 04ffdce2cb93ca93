import Basics
@testable import LoadEngine
import LoadModel
import Testing

/// A line before one server, half of whose time is used: nine of ten wait 46 ms or less.
@Suite(.serialized) struct StepWatchTests {
    /// - Parameter bound: Promised to nine of ten.
    private func run(seconds: Int, bound: String) throws -> StepReport {
        let sink = try SinkServer(.queue(mean: .milliseconds(10), seed: 1))
        defer { sink.stop() }
        let scenario = try ScenarioReader.read(
            text: """
                version: 1
                name: watched
                traffic: [{op: get, path: /, rate: 50/s}]
                profile: [{hold: \(seconds)s}]
                slo: [{op: get, p90: \(bound), errors: 10%}]
                """,
            name: "watched.yaml"
        )
        let shelf = Shelf(try CorpusRecipe(scenario.corpus), studies: 0, run: 1)
        let run = LoadRun(
            Workload(scenario, shelf),
            targets: [TargetSettings(base: sink.base)],
            cores: [nil],
            stop: StopSwitch()
        ) { _ in }
        return try run.run(
            scenario.profile,
            label: "trial",
            factor: 1,
            aborts: true,
            warmUp: .seconds(1)
        )
    }

    @Test("a trial ends once a promise is surely broken, with what was seen till then")
    func broken() throws {
        let report = try run(seconds: 60, bound: "10ms")
        #expect(report.state == .fail)
        #expect(report.result.duration < .seconds(55), "\(report.result.duration)")
        let clause = try #require(report.clauses.first)
        #expect(clause.state == .missed && clause.badShare > 0.2)
    }

    @Test("a trial that keeps its promises is not ended early")
    func kept() throws {
        let report = try run(seconds: 12, bound: "500ms")
        #expect(report.state != .fail)
        #expect(report.result.duration == .seconds(12))
    }
}
