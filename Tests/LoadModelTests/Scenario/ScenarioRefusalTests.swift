import LoadModel
import Testing

/// What is wrong is told with its place, its key, what stands there and what is expected.
@Suite struct ScenarioRefusalTests {
    @Test("an unknown key, or none, is refused", arguments: Refusal.keys)
    func key(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a number without its unit, or beyond its limits, is refused", arguments: Refusal.units)
    func unit(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("what a later version does is refused so", arguments: Refusal.later)
    func later(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("version and name are required")
    func head() {
        #expect(
            ScenarioText.problems("version: 2\n" + ScenarioText.traffic) == [
                "t.yaml:1:1: name: is missing; "
                    + "expected a name: 1 to 60 letters, digits, `-`, `_` and `.`",
                "t.yaml:1:10: version: `2` stands here; expected 1",
            ]
        )
    }

    @Test("a misspelt key is told once, and is not missed as well")
    func misspelt() {
        let text =
            ScenarioText.head + "trafic: [{op: system, rate: 1/s}]\ndemand: {studeis: 5/day}\n"
        #expect(
            ScenarioText.problems(text) == [
                "t.yaml:3:1: trafic: unknown key; did you mean `traffic`?",
                "t.yaml:4:10: demand.studeis: unknown key; did you mean `studies`?",
            ]
        )
    }

    @Test(
        "everything that is wrong is told at once, in the order of the file, twenty lines at most"
    )
    func all() {
        let entries = (0..<25).map { "  - {name: n\($0), op: system, rate: \($0)s}\n" }.joined()
        let text = "name: t\nversion: one\ntraffic:\n" + entries
        let lines = ScenarioText.problems(text)
        #expect(lines.count == 21)
        #expect(lines.first == "t.yaml:2:10: version: `one` stands here; expected 1")
        #expect(lines[1].hasPrefix("t.yaml:4:34: traffic[0].rate: `0s` is a duration"))
        #expect(lines.last == "t.yaml: and 6 more")
    }

    @Test("a problem has a kind")
    func kinds() {
        func kind(_ rest: String) -> ScenarioError.Kind? {
            do {
                _ = try ScenarioText.scenario(rest)
                return nil
            } catch {
                return (error as? ScenarioError)?.problems.first?.kind
            }
        }
        #expect(kind("a: 1") == .unknownKey)
        #expect(kind("events: 1") == .unsupported)
        #expect(kind("cleanup: 1") == .wrongType)
        #expect(kind("targets: [{timeout: 1}]") == .wrongUnit)
        #expect(kind("targets: [{timeout: 2h}]") == .outOfRange)
        #expect(kind("targets: [{auth: x}]") == .literalSecret)
        #expect(kind("demand: {}") == .missing)
        #expect(kind("corpus: {preload: {targets: [x]}}") == .contradiction)
        #expect(kind("a: [") == .unreadable)
    }
}

extension Refusal {
    fileprivate static let keys: [Refusal] = [
        Refusal("trafic: []", "t.yaml:4:1: trafic: unknown key; did you mean `traffic`?"),
        Refusal(
            "limits: {inflight: 5}",
            "t.yaml:4:10: limits.inflight: unknown key; did you mean `inFlight`?"
        ),
        Refusal(
            "limits: {memory: 5}",
            "t.yaml:4:10: limits.memory: unknown key; known here: inFlight, connections"
        ),
        Refusal("limits: 5", "t.yaml:4:9: limits: `5` stands here; expected a mapping"),
        Refusal("limits:", "t.yaml:4:8: limits: nothing stands here; expected a mapping"),
        Refusal("limits: [5]", "t.yaml:4:9: limits: a list stands here; expected a mapping"),
        Refusal("limits: {[a]: 5}", "t.yaml:4:10: limits: a key must be a text"),
        Refusal("slo: {op: system}", "t.yaml:4:6: slo: a mapping stands here; expected a list"),
    ]

    fileprivate static let units: [Refusal] = [
        Refusal(
            "targets: [{timeout: 5}]",
            """
            t.yaml:4:21: targets[0].timeout: `5` has no unit; expected a duration such as 300ms \
            (us, ms, s, min, h)
            """
        ),
        Refusal(
            "targets: [{timeout: 300kg}]",
            """
            t.yaml:4:21: targets[0].timeout: `300kg`: `kg` is no unit; expected a duration such \
            as 300ms (us, ms, s, min, h)
            """
        ),
        Refusal(
            "targets: [{timeout: 0s}]",
            "t.yaml:4:21: targets[0].timeout: `0s` is out of range; expected from 1ms to 1h"
        ),
        Refusal(
            "targets: [{timeout: [1s]}]",
            """
            t.yaml:4:21: targets[0].timeout: a list stands here; expected a duration such as \
            300ms (us, ms, s, min, h)
            """
        ),
        Refusal(
            "corpus: {preload: {atMost: 5/s}}",
            """
            t.yaml:4:28: corpus.preload.atMost: `5/s` is a rate; expected a size such as 2GB (B, \
            kB, MB, GB, TB, KiB, MiB, GiB, TiB)
            """
        ),
        Refusal(
            "corpus: {resend: 150%}",
            "t.yaml:4:18: corpus.resend: `150%` is out of range; expected from 0% to 50%"
        ),
        Refusal(
            "corpus: {seed: 1.5}",
            """
            t.yaml:4:16: corpus.seed: `1.5` stands here; expected a whole number from 0 to \
            1,000,000,000,000,000
            """
        ),
        Refusal(
            "limits: {connections: 0}",
            "t.yaml:4:23: limits.connections: `0` is out of range; expected from 1 to 20,000"
        ),
        Refusal(
            "cleanup: delete",
            "t.yaml:4:10: cleanup: `delete` stands here; expected delete-uploaded or keep"
        ),
    ]

    fileprivate static let later: [Refusal] = [
        Refusal("dimse: {}", "t.yaml:4:1: dimse: native DIMSE is not spoken by this version yet"),
        Refusal("events: []", "t.yaml:4:1: events: faults are not injected by this version yet"),
        Refusal(
            "slo: [{op: system, p95: 1s, during: events}]",
            "t.yaml:4:29: slo[0].during: faults are not injected by this version yet"
        ),
    ]
}
