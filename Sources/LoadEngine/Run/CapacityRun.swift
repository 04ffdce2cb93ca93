internal import Basics
internal import Histogram
package import LoadModel

/// Carries out a capacity search: a machine says what to try, this tries it.
package struct CapacityRun {
    private let run: LoadRun
    private var search: CapacitySearch
    private let stop: StopSwitch
    package private(set) var steps: [StepReport] = []
    /// Median response of the baseline in microseconds.
    private var unloaded: UInt64?
    private let baseline: Double

    package init(_ run: LoadRun, _ plan: CapacityPlan, stop: StopSwitch) {
        self.run = run
        self.stop = stop
        baseline = plan.baselineRate
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
        let profile = RateProfile.constant(trial.rate, for: trial.length)
        let begun = Monotonic.now
        let report = try run.run(
            profile,
            label: trial.purpose.rawValue,
            factor: trial.rate,
            aborts: trial.purpose != .overload
        )
        steps.append(report)
        if trial.purpose == .baseline { unloaded = Self.median(report.result) }
        return CapacityTrial.Outcome(
            Self.verdict(report, of: trial.purpose),
            clause: Self.worst(report),
            achieved: report.state == .pass ? trial.rate : nil,
            elapsed: .nanoseconds(Monotonic.now - begun)
        )
    }

    private static func verdict(
        _ report: StepReport,
        of purpose: CapacityTrial.Purpose
    ) -> CapacityTrial.Verdict {
        switch report.state {
        // So little load decides no percentile. The ramp looks for where promises break; what it
        // passes is decided by the confirmations.
        case .inconclusive where [.baseline, .ramp].contains(purpose) && leansToPass(report): .pass
        case .pass: .pass
        case .fail: .fail
        case .unstable: .unstable
        case .inconclusive: .inconclusive
        case .void:
            .void(
                reason: report.checks.first { !$0.isMet }
                    .map { "\($0.name): \($0.value), limit \($0.limit)" } ?? "not known"
            )
        }
    }

    /// Whether nothing is worse than it may be, as far as can be told.
    private static func leansToPass(_ report: StepReport) -> Bool {
        report.clauses.contains { $0.scheduled > 0 }
            && report.clauses.allSatisfy { $0.badShare <= $0.allowedShare }
    }

    /// The promise that was kept least.
    private static func worst(_ report: StepReport) -> String? {
        let missed = report.clauses.filter { $0.state == .missed }
        func excess(_ clause: ClauseReport) -> Double {
            clause.badShare / max(clause.allowedShare, 1e-6)
        }
        return missed.max { excess($0) < excess($1) }?.text
    }

    // MARK: Coming to rest

    /// Seconds of one look.
    private static let look = Duration.seconds(2)
    /// How much slower than unloaded the target may still be.
    private static let slower = 1.2

    /// Offers next to nothing until the unloaded latency is back.
    private func rest(within limit: Duration) throws(LoadError) -> CapacitySearch.Event {
        let begun = Monotonic.now
        while !stop.isRunStopped {
            let quiet = RateProfile.constant(baseline, for: Self.look)
            let report = try run.run(quiet, label: "drain", factor: baseline)
            let elapsed = Duration.nanoseconds(Monotonic.now - begun)
            if isQuiet(report.result) { return .drained(elapsed: elapsed) }
            if elapsed + Self.look > limit { return .stillBusy(elapsed: elapsed) }
        }
        return .drained(elapsed: .nanoseconds(Monotonic.now - begun))
    }

    private func isQuiet(_ result: StepResult) -> Bool {
        guard let unloaded, let median = Self.median(result) else { return true }
        // A millisecond of noise is no load.
        return Double(median) <= Self.slower * Double(unloaded) + 1000
    }

    private static func median(_ result: StepResult) -> UInt64? {
        var times = Latencies.times
        for operation in result.operations { times.add(operation.response) }
        return times.totalCount > 0 ? times.valueAtPercentile(50) : nil
    }
}
