import Basics
@testable import LoadEngine
import LoadModel
import LocalServers
import Testing
import TestKit

/// A log's arrivals, and two builds, on a real Orthanc.
@Suite(.serialized) struct ReplayRunTests {
    private static let text = """
        version: 1
        name: replay
        corpus: {preload: {studies: 6}, seed: 5}
        traffic:
          - {op: find, rate: 40/s, selectivity: few}
        profile: [{hold: 500ms}]
        """

    private static func scenario() throws -> Scenario {
        try ScenarioReader.read(text: text, name: "replay.yaml")
    }

    private static func shelf(_ scenario: Scenario) throws -> Shelf {
        Shelf(try CorpusRecipe(scenario.corpus), studies: 6, run: 1)
    }

    private static func run(_ workload: Workload, _ base: String, loops: Int = 1) -> LoadRun {
        LoadRun(
            workload,
            targets: [TargetSettings(base: base)],
            cores: Array(repeating: nil, count: loops),
            stop: StopSwitch(),
            tell: { _ in }
        )
    }

    private static func log() -> AccessLog {
        let id = "0badc0de-0badc0de-0badc0de-0badc0de-0badc0de"
        let requests = [
            "GET /studies/\(id)", "POST /tools/find", "GET /instances/\(id)/file",
            "POST /instances",
            "GET /studies/\(id)/archive", "GET /instances/\(id)/tags", "GET /x/\(id)",
            "GET /system",
        ]
        var log = AccessLog()
        for (place, request) in requests.enumerated() {
            for _ in 0...place {
                let time = "27/Nov/2026:18:09:0\(place)"
                let line = "10.9.8.7 - drjekyll [\(time) +0000] \"\(request) HTTP/1.1\" 200 1"
                log.take(Array(line.utf8)[...])
            }
        }
        return log
    }

    @Test("a log's requests come as often as there, answered from the scenario's own studies")
    func replays() throws {
        let folder = try TemporaryFolder(named: "isengard-replay")
        let store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
        let replay = try LogReplay(Self.log(), in: Self.scenario(), speed: 8)
        let workload = Workload(replay.scenario, try Self.shelf(replay.scenario))
        let run = Self.run(workload, store.url, loops: 2)
        try run.prepare()
        let report = try run.run(replay.scenario.profile, label: "replay", factor: 1)
        var counts: [String: Int] = [:]
        for operation in report.result.operations {
            counts[operation.name] = operation.outcomes[.correct]
            #expect(operation.outcomes.bad == 0, "\(operation.name): \(operation.outcomes)")
        }
        #expect(
            counts == [
                "study": 1, "find": 2, "file": 3, "upload": 4, "archive": 5, "tags": 6, "system": 8,
            ]
        )
        #expect(report.result.duration == .seconds(1))
        try run.cleanUp()
    }

    @Test("a build behind 30 ms is told from one that isn't, and not from itself")
    func compares() throws {
        let folder = try TemporaryFolder(named: "isengard-compare")
        let store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
        let proxy = try FaultProxy(to: store.port)
        defer { proxy.close() }
        try proxy.set(.latency(.milliseconds(30)))
        let scenario = try Self.scenario()
        let workload = Workload(scenario, try Self.shelf(scenario))
        let (direct, slow) = (Self.run(workload, store.url), Self.run(workload, proxy.url))
        try direct.prepare()
        var sides: [[RunFigures]] = [[], [], []]
        for pair in 0..<4 {
            for (side, run) in [(0, direct), (1, slow), (2, direct)] {
                var step = try run.run(scenario.profile, label: "run", factor: 1)
                // The generator shares its cores with other tests here.
                step.state = .pass
                step.checks = []
                sides[side].append(Self.figures(step, "\(pair)\(side)"))
            }
        }
        let other = BuildComparison(baseline: sides[0], candidate: sides[1])
        let median = try #require(other.rows.first { $0.subject.measure == .p50 })
        #expect(median.judgement == .worse, "\(median)")
        #expect(median.result.shift ?? 0 > 15_000)
        #expect(other.regressions(beyond: 0.1).contains(median))
        let same = BuildComparison(baseline: sides[0], candidate: sides[2])
        let errors = same.rows.filter { $0.subject.measure == .errors }
        #expect(errors.allSatisfy { $0.judgement == .noDifferenceSeen })
    }

    private static func figures(_ step: StepReport, _ name: String) -> RunFigures {
        let identity = RunIdentity(name: name, scenario: text, seed: 5, begun: "")
        let report = RunReport(identity: identity, verdict: RunVerdict(.met, ""), steps: [step])
        return RunFigures(report, name: name)
    }
}
