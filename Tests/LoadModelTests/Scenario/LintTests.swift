import LoadModel
import Testing

@Suite struct LintTests {
    private func lint(
        _ rest: String,
        traffic: String = ScenarioText.traffic,
        guess: Lint.Guess = Lint.Guess()
    ) throws -> Lint {
        Lint(try ScenarioText.scenario(rest, traffic: traffic), guess: guess)
    }

    @Test("the arithmetic from a year's studies to a busy hour is told")
    func demand() throws {
        let lint = try lint(
            "demand: {studies: 120000/year}",
            traffic: "traffic: [{op: system, weight: 12}]\n"
        )
        #expect(
            lint.lines.map(\.description).first
                == "demand: 120,000 studies/year ÷ 260 working days × 10.1% busy-hour share "
                + "= 46.6 studies/h = 0.0129/s; a weight of 1 is this rate"
        )
        #expect(lint.lines.contains { $0.text == "  system: 0.155/s (559/h)" })
    }

    @Test("offered operations and bytes are told for each stream and together")
    func offered() throws {
        var guess = Lint.Guess()
        guess.bytes = ["big": 2_000_000, "system": 500]
        let lint = try lint(
            "corpus: {preload: {studies: 1}}",
            traffic: "traffic: [{op: system, rate: 4/s}, {name: big, op: file, rate: 30/min}, "
                + "{op: tags, rate: 1/s}]\n",
            guess: guess
        )
        let lines = lint.lines.map(\.text)
        #expect(lines.contains("offered at 1x: 5.5/s operations and sessions"))
        #expect(lines.contains("  system: 4/s, 2 kB/s"))
        #expect(lines.contains("  big: 0.5/s (1,800/h), 1 MB/s"))
        #expect(lines.contains("offered bytes at 1x: 1 MB/s, without tags"))
    }

    @Test("what is under way follows from rate and time, thinking included")
    func little() throws {
        var guess = Lint.Guess()
        guess.service = [
            "system": .milliseconds(250), "metadata": .seconds(1), "frames": .seconds(2),
        ]
        let lint = try lint(
            """
            corpus: {preload: {studies: 1}}
            sessions: {s: {steps: [metadata, frames, {prior: {probability: 50%}}, {think: 6.5s}]}}
            """,
            traffic: "traffic: [{op: system, rate: 8/s}, {session: s, rate: 2/s}]\n",
            guess: guess
        )
        // 8 · 0.25 + 2 · (1 + 2 + 0.5 · 3 + 6.5) = 2 + 22, of which 2 + 9 aren't thinking.
        #expect(
            lint.lines.contains {
                $0.text == "under way at 1x, by Little's law and guessed times: 24, "
                    + "of which 11 wait for the target"
            }
        )
    }

    @Test("bursts add to the offered load what they do on average")
    func bursts() throws {
        let lint = try lint(
            "arrival: {kind: bursts, calm: 1x, burst: 4x, calmFor: 2s, burstFor: 1s}"
        )
        #expect(lint.lines.contains { $0.text == "  system: 2/s" })
    }

    @Test(
        "a quantile needs the samples that decide it",
        arguments: [("p50", 10), ("p90", 38), ("p95", 80), ("p99", 417), ("p99.9", 4202)]
    )
    func samples(_ quantile: String, _ count: Int) throws {
        let rest = "slo: [{op: system, \(quantile): 1s}]\nprofile: [{hold: "
        let enough = try lint(rest + "\(count)s}]")
        #expect(enough.warnings == [])
        let short = try lint(rest + "\(count - 1)s}]")
        let title = "slo system \(quantile) ≤ 1s cannot be decided: "
        #expect(short.warnings.count == 1)
        #expect(short.warnings.first?.hasPrefix(title) == true, "\(short.warnings)")
    }

    @Test("a quantile that cannot be decided is told with the step that it needs")
    func unseen() throws {
        let fixed = try lint("slo: [{op: system, p99: 1s}]\nprofile: [{hold: 1min}]")
        #expect(
            fixed.warnings == [
                "slo system p99 ≤ 1s cannot be decided: 60 samples expected, 417 needed; "
                    + "at 1x a step must last 7 min"
            ]
        )
        let plan = "plan: {kind: capacity, limit: 10x, confirm: {each: 30s}}"
        let capacity = try lint("slo: [{op: system, p90: 1s, p99: 1s}]\n" + plan)
        #expect(
            capacity.warnings == [
                "slo system p99 ≤ 1s cannot be decided even at 10x: 300 samples expected, "
                    + "417 needed; at 1x a step must last 7 min"
            ]
        )
        #expect(
            capacity.lines.contains {
                $0.text == "slo system p90 ≤ 1s: needs 38 samples, 38 s at 1x; "
                    + "a confirmation of 30s decides it from 1.27x on"
            }
        )
    }

    @Test(
        "what looks wrong is a warning",
        arguments: [
            ("", "no slo clause: the run can only tell what it saw"),
            (
                "targets: [{url: 'https://h', tls: {verify: false}}]",
                "target main: `verify: false` trusts anybody"
            ),
            (
                "targets: [{url: 'http://pacs', auth: env:A}]",
                "target main: the password crosses the network in clear"
            ),
            (
                "slo: [{op: system, p50: 2min}]",
                "slo system: 2min is beyond the target's time-out of 1min"
            ),
            (
                "closedLoop: {workers: 1}",
                "closed loop: a slow target is asked less, which flatters it"
            ),
            (
                "closedLoop: {workers: 20}\nlimits: {connections: 10}",
                "closed loop: 20 workers share limits.connections of 10, the others wait in the "
                    + "generator"
            ),
            (
                "corpus: {preload: {studies: 1}}\nsessions: {s: {steps: [metadata]}}",
                "session s is not in `traffic`"
            ),
            (
                "limits: {inFlight: 5}\nprofile: [{hold: 1min, at: 4000x}]",
                "8 operations and sessions will be under way at 4,000x, above limits.inFlight of 5"
            ),
        ]
    )
    func warns(_ rest: String, _ warning: String) throws {
        let warnings = try lint(rest).warnings
        #expect(warnings.contains(warning), "\(warnings)")
    }

    @Test("a rate by day or year is told to be even over the night")
    func daily() throws {
        let traffic = "traffic: [{op: system, rate: 12/day}]\n"
        #expect(
            try lint("", traffic: traffic).warnings.contains(
                "system: 12/day is even over day and night; "
                    + "a busy hour is stated by `demand` and `weight`"
            )
        )
    }

    @Test("a password over loop-back crosses no network")
    func loopback() throws {
        let warnings = try lint("targets: [{auth: env:A}]\nslo: [{op: system, p95: 1s}]").warnings
        #expect(warnings == [])
    }
}
