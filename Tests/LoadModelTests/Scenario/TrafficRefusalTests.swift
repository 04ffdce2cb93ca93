import LoadModel
import Testing

/// What arrives, and what must hold for it.
@Suite struct TrafficRefusalTests {
    @Test("traffic that cannot be is refused", arguments: Refusal.traffic)
    func entries(_ refusal: Refusal) {
        let text = ScenarioText.head + refusal.yaml
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a clause that cannot be met or judged is refused", arguments: Refusal.clauses)
    func clause(_ refusal: Refusal) {
        let text = ScenarioText.head + ScenarioText.traffic + "slo: [\(refusal.yaml)]"
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a step that cannot be is refused", arguments: Refusal.steps)
    func step(_ refusal: Refusal) {
        let text =
            ScenarioText.head + "traffic: [{session: s, rate: 1/s}]\n"
            + "corpus: {preload: {studies: 10}}\nsessions:\n  s: {  steps: \(refusal.yaml)}"
        #expect(ScenarioText.problems(text) == [refusal.line])
    }

    @Test("a clause names a mark of its session")
    func unknownMark() {
        let text =
            ScenarioText.head + "traffic: [{session: s, rate: 1/s}]\n"
            + "corpus: {preload: {studies: 10}}\nsessions: {s: {steps: [{metadata: {mark: m}}]}}\n"
            + "slo: [{session: s, mark: n, p95: 1s}]"
        #expect(
            ScenarioText.problems(text) == [
                "t.yaml:6:26: slo[0].mark: `n` is no mark of this session; known: m"
            ]
        )
    }
}

extension Refusal {
    fileprivate static let traffic: [Refusal] = [
        Refusal("traffic: []", "t.yaml:3:10: traffic: is empty; expected one entry at least"),
        Refusal("traffic: {}", "t.yaml:3:10: traffic: a mapping stands here; expected a list"),
        Refusal("", "t.yaml:1:1: traffic: is missing; expected a list"),
        Refusal(
            "traffic: [system]",
            "t.yaml:3:11: traffic[0]: `system` stands here; expected a mapping"
        ),
        Refusal(
            "traffic: [{op: system, rate: 5s}]",
            """
            t.yaml:3:30: traffic[0].rate: `5s` is a duration; expected a rate such as 0.5/s (/s, \
            /min, /h, /day, /year)
            """
        ),
        Refusal(
            "traffic: [{op: system, rate: -1/s}]",
            """
            t.yaml:3:30: traffic[0].rate: `-1/s` is out of range; expected from 1/year to \
            1,000,000/s
            """
        ),
        Refusal(
            "traffic: [{op: system}]",
            "t.yaml:3:11: traffic[0].rate: is missing; expected `rate`, or `weight` with `demand`"
        ),
        Refusal(
            "traffic: [{op: system, rate: 1/s, weight: 1}]",
            "t.yaml:3:43: traffic[0].weight: stands beside `rate`; expected one of them"
        ),
        Refusal(
            "traffic: [{op: system, weight: 1}]",
            "t.yaml:3:32: traffic[0].weight: needs `demand`, which is missing"
        ),
        Refusal(
            """
            traffic: [{op: system, weight: 5/s}]
            demand: {studies: 1/day}
            """,
            """
            t.yaml:3:32: traffic[0].weight: `5/s` stands here; expected a number from 0.0001 to \
            10,000
            """
        ),
        Refusal(
            "traffic: [{rate: 1/s}]",
            "t.yaml:3:11: traffic[0].op: is missing; expected `op` or `session`"
        ),
        Refusal(
            "traffic: [{op: systen, rate: 1/s}]",
            """
            t.yaml:3:16: traffic[0].op: `systen` stands here; expected system, statistics, get, \
            changes, find, qido, upload, upload.study, stow.study, file, preview, tags, frame, \
            study, archive or metadata
            """
        ),
        Refusal(
            "traffic: [{op: dimse.find, rate: 1/s, level: STUDY}]",
            """
            t.yaml:3:16: traffic[0].op: `dimse.find`: native DIMSE is not spoken by this version \
            yet
            """
        ),
        Refusal(
            "traffic: [{op: system, rate: 1/s, level: study}]",
            """
            t.yaml:3:35: traffic[0].level: unknown key; known here: op, session, name, target, \
            rate, weight
            """
        ),
        Refusal(
            "traffic: [{op: system, rate: 1/s}, {op: system, rate: 2/s}]",
            "t.yaml:3:41: traffic[1].op: another entry is named `system`; give one a `name`"
        ),
        Refusal(
            "traffic: [{op: system, rate: 1/s, target: b}]",
            "t.yaml:3:43: traffic[0].target: `b` is no target; known: main"
        ),
        Refusal(
            "traffic: [{op: get, rate: 1/s}]",
            "t.yaml:3:11: traffic[0].path: is missing; expected a path"
        ),
        Refusal(
            "traffic: [{op: study, rate: 1/s}]",
            "t.yaml:3:16: traffic[0].op: reads stored studies, but none are preloaded"
        ),
        Refusal(
            """
            traffic: [{op: find, rate: 1/s, selectivity: {zero: 99%, many: 1%}}]
            corpus: {preload: {studies: 100}}
            """,
            """
            t.yaml:3:16: traffic[0].op: a search for `many` needs 106 preloaded studies, but \
            there are 100
            """
        ),
        Refusal(
            "traffic: [{op: find, rate: 1/s, selectivity: some}]",
            """
            t.yaml:3:46: traffic[0].selectivity: `some` is no set of answers; expected zero, one, \
            few, many, broad
            """
        ),
        Refusal(
            "traffic: [{op: find, rate: 1/s, selectivity: {zero: 50%, zeroo: 50%}}]",
            "t.yaml:3:58: traffic[0].selectivity.zeroo: unknown key; did you mean `zero`?"
        ),
        Refusal(
            "traffic: [{op: find, rate: 1/s, selectivity: {zero: 50%}}]",
            "t.yaml:3:46: traffic[0].selectivity: shares sum up to 50%; expected 100%"
        ),
        Refusal(
            "traffic: [{op: upload, rate: 1/s, modality: computed}]",
            """
            t.yaml:3:45: traffic[0].modality: `computed` is no modality; expected two capital \
            letters such as CT
            """
        ),
        Refusal(
            "traffic: [{session: s, rate: 1/s}]",
            "t.yaml:3:21: traffic[0].session: `s` is none of `sessions`; there are none"
        ),
    ]

    fileprivate static let clauses: [Refusal] = [
        Refusal(
            "{op: find, p95: 1s}",
            "t.yaml:4:12: slo[0].op: `find` is not in `traffic`, which has system"
        ),
        Refusal(
            "{session: s, p95: 1s}",
            "t.yaml:4:17: slo[0].session: `s` is not in `traffic`, which has no sessions"
        ),
        Refusal(
            "{p95: 1s}",
            """
            t.yaml:4:7: slo[0].op: is missing; expected `op` or `session`, the name of a traffic \
            entry
            """
        ),
        Refusal(
            "{op: system, p50: 300ms, p99: 200ms}",
            "t.yaml:4:37: slo[0].p99: 200ms is below p50, which is 300ms"
        ),
        Refusal(
            "{op: system, p99: 0s}",
            "t.yaml:4:25: slo[0].p99: `0s` is out of range; expected from 1ms to 1h"
        ),
        Refusal(
            "{op: system, p99: -5ms}",
            "t.yaml:4:25: slo[0].p99: `-5ms` is out of range; expected from 1ms to 1h"
        ),
        Refusal(
            "{op: system, errors: 101%}",
            "t.yaml:4:28: slo[0].errors: `101%` is out of range; expected from 0% to 100%"
        ),
        Refusal(
            "{op: system, errors: 1}",
            "t.yaml:4:28: slo[0].errors: `1` has no unit; expected a share such as 0.1%"
        ),
        Refusal(
            "{op: system}",
            "t.yaml:4:7: slo[0].p99: nothing is stated; expected a quantile, errors or correct"
        ),
        Refusal(
            "{op: system, p97: 1s}",
            "t.yaml:4:20: slo[0].p97: unknown key; did you mean `p90`?"
        ),
        Refusal(
            "{op: system, mark: m, p95: 1s}",
            "t.yaml:4:26: slo[0].mark: only a session has marks"
        ),
        Refusal(
            "{op: system, p95: 1s}, {op: system, p99: 1s}",
            "t.yaml:4:35: slo[1].op: has a clause already; state all bounds in one"
        ),
    ]

    fileprivate static let steps: [Refusal] = [
        Refusal("[]", "t.yaml:6:16: sessions.s.steps: is empty; expected one entry at least"),
        Refusal(
            "[5]",
            """
            t.yaml:6:17: sessions.s.steps[0]: `5` is no step; known: find, qido, think, metadata, \
            frames, previews, files, prior
            """
        ),
        Refusal(
            "[{frames: {}, files: {}}]",
            """
            t.yaml:6:17: sessions.s.steps[0]: a mapping stands here; expected a mapping with one \
            key, the step's kind
            """
        ),
        Refusal(
            "[think]",
            """
            t.yaml:6:17: sessions.s.steps[0]: think: expected how long: constant(1s), \
            exponential(4s) or lognormal(4s, 0.8)
            """
        ),
        Refusal(
            "[{think: 5}]",
            """
            t.yaml:6:25: sessions.s.steps[0].think: `5` has no unit; expected constant(1s), \
            exponential(4s) or lognormal(4s, 0.8)
            """
        ),
        Refusal(
            "[{think: 'pareto(5s)'}]",
            """
            t.yaml:6:25: sessions.s.steps[0].think: `pareto(5s)` is no distribution; expected \
            constant(1s), exponential(4s) or lognormal(4s, 0.8)
            """
        ),
        Refusal(
            "[{think: 'lognormal(5s, x)'}]",
            """
            t.yaml:6:25: sessions.s.steps[0].think: `x` is no shape from 0 to 3; expected \
            constant(1s), exponential(4s) or lognormal(4s, 0.8)
            """
        ),
        Refusal(
            "[{think: 2h}]",
            """
            t.yaml:6:25: sessions.s.steps[0].think: `2h` is out of range, from 1ms to 1h; \
            expected constant(1s), exponential(4s) or lognormal(4s, 0.8)
            """
        ),
        Refusal(
            "[metadata, {prior: {reuse: [frames]}}]",
            """
            t.yaml:6:43: sessions.s.steps[1].prior.reuse: `frames` is no earlier step that can be \
            done again
            """
        ),
        Refusal(
            "[metadata, {prior: {strategy: last(11)}}]",
            """
            t.yaml:6:46: sessions.s.steps[1].prior.strategy: `last(11)` stands here; expected \
            last(n), n from 1 to 10
            """
        ),
        Refusal(
            "[metadata, {prior: {strategy: matching}}]",
            """
            t.yaml:6:46: sessions.s.steps[1].prior.strategy: `matching` stands here; expected \
            last(n), n from 1 to 10
            """
        ),
        Refusal(
            "[prior]",
            """
            t.yaml:6:17: sessions.s.steps[0].prior.reuse: there is no earlier step that can be \
            done again
            """
        ),
        Refusal(
            "[{metadata: {mark: m}}, {frames: {mark: m}}]",
            "t.yaml:6:40: sessions.s.steps[1]: another step has the mark `m`"
        ),
        Refusal(
            "[{metadata: {mark: 'a b'}}]",
            """
            t.yaml:6:35: sessions.s.steps[0].metadata.mark: `a b` stands here; expected a name: 1 \
            to 60 letters, digits, `-`, `_` and `.`
            """
        ),
        Refusal(
            "[{qido: {selectivity: many}}]",
            """
            t.yaml:3:21: traffic[0].session: a search for `many` needs 106 preloaded studies, but \
            there are 10
            """
        ),
    ]
}
