import LoadModel
import Testing

@Suite("What a search says")
struct CapacityVerdictTests {
    private func step(
        _ state: StepReport.State,
        scheduled: Int = 0,
        badShare: Double = 0,
        label: String = "baseline",
        factor: Double = 1,
        wrong: Int = 0
    ) -> StepReport {
        var operation = OperationResult(name: "find")
        operation.outcomes[.wrong] += wrong
        return StepReport(
            label: label,
            factor: factor,
            offeredRate: 1,
            result: StepResult(operations: [operation], duration: .seconds(1)),
            window: SteadyWindow(skipped: 0, seconds: 1, isSteady: true, note: ""),
            clauses: [
                ClauseReport(
                    text: "find p90 ≤ 1 s",
                    operation: "find",
                    quantile: 0.9,
                    badShare: badShare,
                    allowedShare: 0.1,
                    scheduled: scheduled,
                    state: .undecided
                )
            ],
            checks: [],
            state: state
        )
    }

    private func outcome(
        _ step: StepReport,
        _ purpose: CapacityTrial.Purpose,
        leans: Bool = true
    ) -> CapacityTrial.Outcome {
        CapacityTrial.Outcome(step, of: purpose, leans: leans, elapsed: .seconds(1))
    }

    @Test("a baseline or a ramp that asked for nothing says nothing against the target")
    func silence() {
        let silent = step(.inconclusive)
        for leans in [true, false] {
            for purpose in [CapacityTrial.Purpose.baseline, .ramp] {
                let found = outcome(silent, purpose, leans: leans)
                #expect(found.verdict == .pass && found.isAssumed && found.clause == nil)
            }
            #expect(outcome(silent, .bisection, leans: leans).verdict == .inconclusive)
        }
    }

    @Test("what is undecided passes a quick search's trial as it looks, and says so")
    func leaning() {
        let well = step(.inconclusive, scheduled: 20, badShare: 0.1)
        let ill = step(.inconclusive, scheduled: 20, badShare: 0.5)
        #expect(outcome(well, .confirmation).verdict == .pass)
        #expect(outcome(well, .confirmation).isAssumed)
        #expect(outcome(well, .confirmation, leans: false).verdict == .inconclusive)
        #expect(outcome(ill, .confirmation).verdict == .inconclusive)
        // No profile looks at a recovery for long.
        #expect(outcome(well, .recovery, leans: false).verdict == .pass)
        #expect(outcome(well, .recovery, leans: false).isAssumed)
        #expect(outcome(ill, .recovery, leans: false).verdict == .inconclusive)
        #expect(outcome(ill, .baseline).clause == "find p90 ≤ 1 s")
        #expect(!outcome(step(.pass, scheduled: 900), .confirmation).isAssumed)
    }

    @Test("a step that was ended for a promise tells what had been seen of it, unless it piled up")
    func endedEarly() {
        let seen = step(.inconclusive, scheduled: 50, badShare: 0.4)
        for (state, isTaken) in [
            (StepReport.State.pass, true), (.fail, true), (.unstable, false), (.void, false),
        ] {
            var whole = step(state, scheduled: 90, badShare: 0.7)
            whole.fail(as: seen, for: ["find p90 ≤ 1 s"])
            #expect(whole.state == (isTaken ? .fail : state))
            #expect(whole.clauses.map(\.scheduled) == [isTaken ? 50 : 90])
            #expect((whole.clauses[0].state == .missed) == isTaken)
        }
    }

    // MARK: Reports

    private static let plan = CapacityPlan.quick(firstRate: 1, ceiling: 100, demand: 1)

    /// A search on a target that carries 14x, and what becomes of it after an overload.
    private func report(
        recovery: CapacityTrial.Verdict = .pass,
        saturation: CapacityTrial.Verdict = .fail,
        isAssumed: Bool = false,
        breaking steps: [StepReport] = [],
        scenario rest: String = ""
    ) throws -> (report: CapacityReport, ending: CapacityResult.Ending) {
        var search = CapacitySearch(Self.plan)
        var action = search.begin()
        var found: CapacityResult?
        while found == nil {
            switch action {
            case .run(let trial):
                let plain = trial.rate <= 14 ? CapacityTrial.Verdict.pass : .fail
                let verdict: CapacityTrial.Verdict =
                    switch trial.purpose {
                    case .recovery: recovery
                    case .saturation: saturation
                    default: plain
                    }
                let outcome = CapacityTrial.Outcome(
                    verdict,
                    isAssumed: isAssumed && trial.purpose == .recovery,
                    elapsed: trial.length
                )
                action = search.next(after: .judged(outcome))
            case .drain: action = search.next(after: .drained(elapsed: .zero))
            case .finish(let result): found = result
            }
        }
        let result = try #require(found)
        let report = CapacityReport(
            result,
            of: try ScenarioText.scenario(rest),
            profile: "quick",
            findings: CapacityFindings(steps, blindSpots: [])
        )
        return (report, result.ending)
    }

    @Test("whether the target recovers from an overload is told, and illness is a reason")
    func recovery() throws {
        let well = try report()
        #expect(well.report.doesRecover == true)
        #expect(well.report.recovery == "After an overload it kept its promises again.")
        #expect(RunVerdict.of(well.report, well.ending).reasons == [])
        let assumed = try report(isAssumed: true).report
        #expect(assumed.doesRecover == true)
        #expect(assumed.recovery?.hasSuffix("again, as far as seen.") == true)
        let ill = try report(recovery: .unstable)
        let verdict = RunVerdict.of(ill.report, ill.ending)
        #expect(ill.report.doesRecover == false && verdict.state == .met)
        #expect(verdict.reasons == [ill.report.recovery])
        let open = try report(recovery: .inconclusive)
        #expect(open.report.doesRecover == nil)
        #expect(open.report.recovery?.hasSuffix("was not checked: inconclusive.") == true)
    }

    @Test("a search tells when its confirmations hardly last longer than what is promised")
    func caution() throws {
        let long = try report(scenario: "slo: [{op: system, p90: 30s, p50: 1s}]\n")
        let words = "Confirmations of this search last 60 s, and system may take 30 s: "
        let caution = try #require(long.report.caution)
        #expect(caution.hasPrefix(words), "\(caution)")
        #expect(RunVerdict.of(long.report, long.ending).reasons == [caution])
        #expect(try report(scenario: "slo: [{op: system, p90: 15s}]\n").report.caution == nil)
    }

    @Test("what is carried is told in studies of an hour, a day and a year, and how long it lasts")
    func clinic() throws {
        let demand = "studies: 120000/year, workingDays: 250, busyHourShare: 10%"
        let plain = try report(scenario: "demand: {\(demand)}\n").report
        let found = try #require(plain.capacity)
        let expected = [0.1, 1, 250].map { 480 * found * $0 }
        let words = plain.inWords.replacing(",", with: "").split(separator: " ")
        let told = words.compactMap { Double($0) }.suffix(3)
        #expect(zip(told, expected).allSatisfy { abs($0 - $1) < 0.01 * $1 } && told.count == 3)
        #expect(plain.inWords.hasSuffix(" a year"))
        let growing = try report(scenario: "demand: {\(demand), growth: 10%}\n").report
        let low = try #require(growing.interval?.low)
        var years = 0
        var load = 1.1
        while load <= low {
            years += 1
            load *= 1.1
        }
        #expect(growing.inWords.hasSuffix("with 10% more a year that lasts \(years) years"))
    }

    @Test("an interval without an upper limit says so, and no line puts one below what passed")
    func openInterval() throws {
        let bounded = try report().report
        #expect(bounded.interval?.high != nil && bounded.inWords.contains(" to "))
        // The line ends below 8x, and 27x passed once.
        let line = zip([1, 2, 4, 8, 16] as [Double], [0, 0.025, 0.1, 0.4, 0.9]).map {
            step(.inconclusive, scheduled: 40, badShare: $1, label: "bisection", factor: $0)
        }
        let open = try report(saturation: .pass, breaking: line).report
        let interval = try #require(open.interval)
        #expect(interval.high == nil)
        #expect(open.inWords.contains("(\(RunVerdict.figure(interval.low)) or more)"))
    }

    @Test("wrong answers between trials or after an overload miss the promises all the same")
    func wrongDrain() throws {
        let (report, ending) = try report()
        let found = RunVerdict.of(report, ending)
        let others = [step(.fail, wrong: 1), step(.pass, label: "recovery")]
        #expect(found.including(wrongIn: others) == found)
        for label in ["drain", "recovery", "recovery, 200 studies"] {
            let wrong = found.including(wrongIn: [step(.fail, label: label, wrong: 1)])
            #expect(wrong.state == .missed && wrong.exitCode == 1)
            #expect(wrong.sentence.hasSuffix(found.sentence))
        }
        // The overload before may have given it.
        #expect(outcome(step(.fail, wrong: 1), .recovery).verdict == .inconclusive)
        #expect(outcome(step(.fail), .recovery).verdict == .fail)
    }
}
