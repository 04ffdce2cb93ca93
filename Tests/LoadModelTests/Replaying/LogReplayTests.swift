import LoadModel
import Testing

@Suite("Replays") struct LogReplayTests {
    private static func scenario(_ more: String = "", studies: Int = 6) throws -> Scenario {
        try ScenarioReader.read(
            text: """
                version: 1
                name: r
                corpus: {preload: {studies: \(studies)}, seed: 3}
                traffic:
                  - {op: find, rate: 1/s, selectivity: few, name: search}
                  - {op: system, rate: 1/s}
                slo: [{op: search, p95: 1s, errors: 1%}]
                \(more)
                """,
            name: "r.yaml"
        )
    }

    private static func log(_ requests: [String]) -> AccessLog {
        var log = AccessLog()
        for (second, request) in requests.enumerated() {
            let line = "h - - [27/Nov/2026:18:09:0\(second) +0000] \"\(request) HTTP/1.1\" 200 1"
            log.take(Array(line.utf8)[...])
        }
        return log
    }

    @Test("a replay has one entry a class: as the scenario has it, or with the usual settings")
    func entries() throws {
        let log = Self.log(["POST /tools/find", "GET /studies/x", "POST /tools/find", "GET /x/y"])
        let replay = try LogReplay(log, in: Self.scenario(), speed: 2)
        #expect(replay.scenario.traffic.map(\.name) == ["search", "study"])
        #expect(replay.scenario.recording?.streams.map(\.count) == [2, 1])
        #expect(replay.scenario.profile.duration == .milliseconds(1500))
        let subjects = replay.scenario.clauses.map(\.subject)
        #expect(subjects == [.operation("search"), .operation("study")])
        #expect(replay.scenario.clauses[0].bounds.count == 1)
        let facts = replay.facts.map { "\($0.name): \($0.value)" }
        #expect(
            facts == [
                "replay: 3 requests of an access log of 3 s, at 2x", "replay find: 2",
                "replay study: 1", "replay of no known kind: 1, left out",
            ]
        )
    }

    @Test("a log without use, or for which nothing is stored, is refused")
    func refusals() throws {
        let empty = #expect(throws: ReplayError.self) {
            try LogReplay(Self.log(["GET /x/y", "nonsense"]), in: Self.scenario(), speed: 1)
        }
        #expect(empty?.description.contains("1 of no known kind") != nil)
        let scenario = try ScenarioReader.read(
            text: "version: 1\nname: r\ntraffic: [{op: system, rate: 1/s}]",
            name: "r.yaml"
        )
        let error = #expect(throws: ReplayError.self) {
            try LogReplay(Self.log(["GET /studies/x"]), in: scenario, speed: 1)
        }
        #expect(error?.description == "study needs 1 preloaded studies, but the scenario has 0")
        #expect(throws: ReplayError.self) {
            try LogReplay(Self.log(["GET /system", "GET /system"]), in: scenario, speed: 1e-6)
        }
    }

    @Test("every class of a log is an operation that there is")
    func kinds() throws {
        let requests = [
            "GET /system", "POST /instances", "POST /dicom-web/studies", "GET /changes",
            "GET /instances/a/file", "GET /dicom-web/studies", "GET /statistics",
        ]
        let replay = try LogReplay(Self.log(requests), in: Self.scenario(), speed: 1)
        #expect(replay.scenario.traffic.count == requests.count)
    }
}
