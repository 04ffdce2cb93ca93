internal import Basics
internal import Histogram
package import LoadModel

/// Carries out a capacity search: a machine says what to try, this tries it.
package struct CapacityRun {
    private let run: LoadRun
    private var search: CapacitySearch
    private let stop: StopSwitch
    /// The trials, and drains with wrong answers.
    package private(set) var steps: [StepReport] = []
    private var unloaded = UnloadedTimes()
    private let baseline: Double
    /// Arrivals a second at a factor of 1.
    private let rate: Double
    /// Whether what a trial left undecided is taken as it looks.
    private let leans: Bool

    /// - Parameter leans: Takes what a trial left undecided as it looks: for searches that have no
    ///   time to decide every promise.
    package init(_ run: LoadRun, _ plan: CapacityPlan, leans: Bool, stop: StopSwitch) {
        self.run = run
        self.stop = stop
        self.leans = leans
        baseline = plan.baselineRate
        rate = run.workload.scenario.arrivalRate
        search = CapacitySearch(plan)
    }

    /// - Returns: What was found; nil when the run was stopped.
    package mutating func find() throws(LoadError) -> CapacityResult? {
        var action = search.begin()
        while !stop.isRunStopped {
            let (low, high) = search.bracket
            run.tell(.bracket(low: low, high: high))
            switch action {
            case .run(let trial): action = search.next(after: .judged(try attempt(trial)))
            case .drain(let limit): action = search.next(after: try rest(within: limit))
            case .finish(let result): return result
            }
        }
        return nil
    }

    private mutating func attempt(
        _ trial: CapacityTrial
    ) throws(LoadError) -> CapacityTrial.Outcome {
        let begun = Monotonic.now
        let report = try run.run(
            trial.profile,
            label: trial.purpose.rawValue,
            factor: trial.rate,
            aborts: ![.overload, .recovery, .saturation].contains(trial.purpose),
            unjudged: trial.unjudged
        )
        let elapsed = Duration.nanoseconds(Monotonic.now - begun)
        try run.sweep()
        defer { steps.append(report) }
        if [.baseline, .ramp].contains(trial.purpose) { unloaded.note(report.result) }
        return CapacityTrial.Outcome(
            report,
            after: steps,
            of: trial.purpose,
            leans: leans,
            elapsed: elapsed
        )
    }

    // MARK: Coming to rest

    /// Of one look.
    private static let look = Duration.seconds(2)
    /// A look at fewer arrivals tells little.
    private static let lookArrivals = 10.0
    /// Of the highest factor that held: so little is next to no load. Our choice.
    private static let restingShare = 0.1

    /// Offers next to nothing until the target is as fast as without load.
    private mutating func rest(within limit: Duration) throws(LoadError) -> CapacitySearch.Event {
        let begun = Monotonic.now
        let factor = restingFactor
        while !stop.isRunStopped {
            let quiet = RateProfile.constant(factor, for: Self.look)
            let report = try run.run(quiet, label: StepReport.drain, factor: factor)
            let elapsed = Duration.nanoseconds(Monotonic.now - begun)
            // A target that says wrong things is not well again, however fast it is.
            if report.state == .fail, report.isWrong {
                steps.append(report)
            } else if unloaded.areBack(in: report.result) {
                return .drained(elapsed: elapsed)
            }
            if elapsed + Self.look > limit { return .stillBusy(elapsed: elapsed) }
        }
        return .drained(elapsed: .nanoseconds(Monotonic.now - begun))
    }

    /// At which a look sees enough, if that is next to no load.
    private var restingFactor: Double {
        let enough = Self.lookArrivals / (Self.look / .seconds(1)) / max(rate, 1e-9)
        let little = (search.bracket.low ?? 0) * Self.restingShare
        return max(baseline, min(enough, little))
    }
}
