import Histogram
import LoadModel
import Testing

@Suite struct StepJudgeTests {
    private static let text = """
        version: 1
        name: judged
        traffic:
          - {op: system, rate: 100/s}
        profile:
          - {hold: 30s}
        slo:
          - {op: system, p95: 100ms, errors: 1%}
        """

    /// Thirty seconds of 100/s: every `slowEvery`-th takes 200 ms instead of 10, and so on. Until
    /// the second `illUntil` every second one is slow and every third fails.
    private func result(
        slowEvery: UInt64 = 0,
        failedEvery: UInt64 = 0,
        wrong: Int = 0,
        late: Int64 = 100_000,
        beatLate: Int64 = 100_000,
        capped: Int = 0,
        illUntil: Int = 0
    ) -> StepResult {
        var operation = OperationResult(name: "system")
        var result = StepResult(operations: [], duration: .seconds(30))
        for index in 0..<UInt64(3000) {
            let millisecond = Int(index) * 10
            let isIll = millisecond < illUntil * 1000
            let isSlow = slowEvery > 0 && index % slowEvery == 0 || isIll && index % 2 == 0
            let hasFailed =
                failedEvery > 0 && index % failedEvery == 1 || isIll && index % 3 == 1
            let nanoseconds: Int64 = (isSlow ? 200 : 10) * 1_000_000 + Int64(index % 7) * 50_000
            operation.blocks.at(millisecond: millisecond) { $0.due += 1 }
            result.generator.loopLate.record(nanoseconds: late)
            if hasFailed || index < wrong {
                operation.outcomes[hasFailed ? .serverError : .wrong] += 1
                operation.blocks.at(millisecond: millisecond) { $0.bad += 1 }
                continue
            }
            operation.outcomes[.correct] += 1
            operation.response.record(nanoseconds: nanoseconds)
            operation.blocks.at(millisecond: millisecond) { block in
                block.good += 1
                block.serviceSum += UInt64(nanoseconds / 1000)
                block.response.record(UInt32(nanoseconds / 1000))
            }
        }
        result.operations = [operation]
        for _ in 0..<3000 { result.generator.heartbeatLate.record(nanoseconds: beatLate) }
        result.generator.capped = capped
        result.generator.loops = [LoopUsage(seconds: 30, cpuSeconds: 1, queuedSeconds: 0.1)]
        return result
    }

    private func judge(
        _ result: StepResult,
        unjudged: Duration = .zero
    ) throws -> StepReport {
        let scenario = try ScenarioReader.read(text: Self.text, name: "judged.yaml")
        return StepJudge(scenario).report(result, label: "run", factor: 1, unjudged: unjudged)
    }

    @Test("what comes before a recovery breaks no promise, what lasts longer does")
    func unjudged() throws {
        let well = try judge(result(capped: 5, illUntil: 10), unjudged: .seconds(10))
        #expect(well.state == .pass, "\(well.clauses) \(well.checks)")
        #expect(well.window.skipped == 10 && well.window.seconds == 20)
        #expect((well.offeredRate - 100).magnitude < 1)
        #expect(well.clauses.map(\.scheduled)[...1] == [2000, 2000])
        #expect(try judge(result(illUntil: 10)).state == .fail)
        #expect(try judge(result(illUntil: 20), unjudged: .seconds(10)).state == .fail)
        #expect(try judge(result(failedEvery: 20), unjudged: .seconds(10)).state == .fail)
        #expect(try judge(result(wrong: 3), unjudged: .seconds(10)).state == .fail)
        let late = try judge(result(late: 9_000_000), unjudged: .seconds(10))
        #expect(late.state == .void)
    }

    private func states(_ report: StepReport) -> [ClauseReport.State] {
        report.clauses.map(\.state)
    }

    @Test("a loop that came late to its heartbeat voids the step, on time as its arrivals were")
    func lateHeartbeat() throws {
        let report = try judge(result(beatLate: 9_000_000))
        #expect(report.state == .void)
        #expect(
            report.checks.filter { !$0.isMet }.map(\.name) == ["loop late for its heartbeat, p99"]
        )
        let late = try judge(result(late: 9_000_000))
        #expect(late.checks.filter { !$0.isMet }.map(\.name) == ["loop late, p99"])
    }

    private func trial(
        _ report: StepReport,
        after earlier: [StepReport] = []
    ) -> CapacityTrial.Outcome {
        CapacityTrial.Outcome(
            report,
            after: earlier,
            of: .confirmation,
            leans: false,
            elapsed: .seconds(30)
        )
    }

    private func outcome(
        _ report: StepReport,
        after earlier: [StepReport] = []
    ) -> CapacityTrial.Verdict { trial(report, after: earlier).verdict }

    @Test("what one step saw too little of, several at the same load decide together")
    func together() throws {
        // Just 5 % late where 5 % may be: half a minute can't tell, two and a half can.
        let well = try judge(result(slowEvery: 20))
        #expect(well.state == .inconclusive && outcome(well) == .inconclusive)
        #expect(outcome(well, after: [well, well, well, well]) == .pass)
        // A little more, as earlier steps saw it.
        let worse = try judge(result(slowEvery: 20, failedEvery: 600))
        #expect(worse.state == .inconclusive)
        let often = [worse, worse, worse, worse, worse, worse]
        #expect(outcome(well, after: often) == .fail)
        // None of them is what fails, and yet they name it.
        #expect(trial(well, after: often).clause == "system p95 ≤ 100 ms")
        // What looks bad by itself must look well before it passes.
        var ill = try judge(result(slowEvery: 20))
        ill.clauses[0].badShare = 0.3
        #expect(outcome(ill, after: [well, well, well, well]) == .inconclusive)
        // 38 errors of 3,000 where 1 % may be tell nothing, 152 of 12,000 do.
        let failing = try judge(result(failedEvery: 80))
        #expect(failing.clauses[1].state == .undecided && outcome(failing) == .inconclusive)
        #expect(outcome(failing, after: [failing, failing, failing]) == .fail)
        // What is decided stays.
        let slow = try judge(result(slowEvery: 3))
        #expect(outcome(slow, after: [well, well, well, well]) == .fail)
        let void = try judge(result(slowEvery: 20, late: 9_000_000))
        #expect(outcome(void, after: [well, well, well, well]) != .pass)
    }

    @Test("only steps of the same purpose and load that didn't fail decide with another")
    func others() throws {
        let well = try judge(result(slowEvery: 20))
        func outcome(changing change: (inout StepReport) -> Void) -> CapacityTrial.Verdict {
            var other = well
            change(&other)
            return self.outcome(well, after: [other, other, other, other])
        }
        #expect(outcome { $0.state = .pass } == .pass)
        #expect(outcome { $0.label = "bisection" } == .inconclusive)
        #expect(outcome { $0.factor = 2 } == .inconclusive)
        for state in [StepReport.State.void, .fail, .unstable] {
            #expect(outcome { $0.state = state } == .inconclusive)
        }
    }

    @Test("a step that keeps everything passes")
    func passes() throws {
        let report = try judge(result())
        #expect(report.state == .pass, "\(report.clauses) \(report.checks)")
        #expect(states(report) == [.met, .met, .met])
        #expect(
            report.clauses.map(\.text) == [
                "system p95 ≤ 100 ms", "system errors ≤ 1 %", "system wrong answers ≤ 0 %",
            ]
        )
        #expect(abs(report.offeredRate - 100) < 0.01)
    }

    @Test("too many slow answers fail the quantile, and nothing else")
    func slow() throws {
        let report = try judge(result(slowEvery: 8))
        #expect(report.state == .fail)
        #expect(states(report) == [.missed, .met, .met])
    }

    @Test("failures count as slow and as errors")
    func failed() throws {
        let report = try judge(result(failedEvery: 10))
        #expect(states(report) == [.missed, .missed, .met])
    }

    @Test("a few failures more than allowed are chance, and decide nothing")
    func chance() throws {
        let report = try judge(result(failedEvery: 90))
        #expect(states(report) == [.met, .undecided, .met], "\(report.clauses)")
        #expect(report.state == .inconclusive)
        #expect(report.clauses.allSatisfy { !$0.leansToMissed })
    }

    @Test("a wrong answer to any request of a session fails, with a clause about a mark alone")
    func wrongInSession() throws {
        func state(wrong name: String, _ clause: String) throws -> StepReport.State {
            let text = """
                version: 1
                name: judged
                corpus: {preload: {studies: 10}}
                sessions: {viewer: {steps: [{previews: {mark: firstImage}}, files]}}
                traffic: [{session: viewer, rate: 100/s}, {op: upload.study, rate: 1/s}]
                slo: [{session: viewer, mark: firstImage, \(clause)}]
                """
            let scenario = try ScenarioReader.read(text: text, name: "judged.yaml")
            let names = [
                "viewer", "viewer.firstImage", "viewer/files", "viewer/previews", "upload.study",
                "upload.study/instance",
            ]
            var result = result()
            let known = result.operations[0]
            result.operations = names.map { name in
                var operation = OperationResult(name: name)
                operation.outcomes[.correct] = 3000
                operation.blocks = known.blocks
                return operation
            }
            let place = try #require(names.firstIndex(of: name))
            result.operations[place].outcomes[.wrong] += 1
            return StepJudge(scenario).report(result, label: "run", factor: 1).state
        }
        let names = [
            "viewer", "viewer.firstImage", "viewer/files", "viewer/previews",
            "upload.study/instance",
        ]
        for name in names { #expect(try state(wrong: name, "errors: 1%") == .fail, "\(name)") }
        // One of 3,001 is less than may be.
        #expect(try state(wrong: "viewer/files", "correct: 99%") == .pass)
        #expect(try state(wrong: "upload.study/instance", "correct: 99%") == .fail)
    }

    @Test("books that differ by one void the step")
    func lost() throws {
        var result = result()
        result.generator.begun = 3000
        #expect(try judge(result).state == .pass)
        result.generator.begun = 3001
        let report = try judge(result)
        #expect(report.state == .void)
        #expect(report.checks.filter { !$0.isMet }.map(\.cause) == [.books])
    }

    @Test("one wrong answer is enough")
    func wrong() throws {
        let report = try judge(result(wrong: 1))
        #expect(report.state == .fail)
        #expect(states(report) == [.met, .met, .missed])
    }

    @Test("a wrong answer is a fact, however late the loop was")
    func wrongAndLate() throws {
        let report = try judge(result(wrong: 1, late: 9_000_000))
        #expect(report.state == .fail)
        #expect(RunVerdict.of([report], wasStopped: false).exitCode == 1)
    }

    @Test("a late loop makes the step void, whatever was promised")
    func void() throws {
        let report = try judge(result(slowEvery: 8, late: 9_000_000, capped: 1))
        #expect(report.state == .void)
        #expect(report.checks.filter { !$0.isMet }.count == 2)
        let verdict = RunVerdict.of([report], wasStopped: false)
        #expect(verdict.state == .void)
        #expect(verdict.exitCode == 3)
    }

    @Test("loops that were on time met their cap because the target let too much wait")
    func capped() throws {
        #expect(try judge(result(capped: 1)).state == .unstable)
    }

    @Test("what grows without end is found while a step runs, what only fluctuates is not")
    func hopeless() {
        let random = CounterRandom(seed: 2, stream: 0)
        let steady = (0..<30).map { 20 + 5 * random.normal(UInt64($0)) }
        let growing = (0..<30).map { 20 + 30 * Double($0) + 5 * random.normal(UInt64($0)) }
        #expect(!StepJudge.isHopeless(looks: steady, arrivals: 3000))
        #expect(StepJudge.isHopeless(looks: growing, arrivals: 3000))
        #expect(!StepJudge.isHopeless(looks: Array(growing.prefix(5)), arrivals: 500))
    }

    @Test("work that piles up makes the step unstable")
    func unstable() throws {
        var result = result()
        for second in 0..<30 {
            result.operations[0].blocks.at(millisecond: second * 1000) { $0.due += 30 }
        }
        let report = try judge(result)
        #expect(report.state == .unstable)
    }

    @Test("a run's verdict is that of its worst step")
    func verdicts() throws {
        let good = try judge(result())
        let bad = try judge(result(slowEvery: 8))
        #expect(RunVerdict.of([good, good], wasStopped: false).exitCode == 0)
        #expect(RunVerdict.of([good, bad], wasStopped: false).exitCode == 1)
        #expect(RunVerdict.of([good], wasStopped: true).state == .inconclusive)
        #expect(RunVerdict.of([], wasStopped: false).state == .inconclusive)
    }
}
