extension RunVerdict {
    /// The verdict of a run that did not search: of all its steps.
    package static func of(_ steps: [StepReport], wasStopped: Bool) -> RunVerdict {
        let reasons = steps.flatMap(Self.reasons)
        if wasStopped || steps.isEmpty {
            return RunVerdict(
                .inconclusive,
                "The run was stopped before its end.",
                reasons: reasons
            )
        }
        if steps.contains(where: { $0.state == .fail || $0.state == .unstable }) {
            return RunVerdict(.missed, "Not all promises were kept.", reasons: reasons)
        }
        if steps.contains(where: { $0.state == .void }) {
            return RunVerdict(
                .void,
                "Not measured well enough to say anything about the target.",
                reasons: reasons
            )
        }
        if steps.contains(where: { $0.state == .inconclusive }) {
            return RunVerdict(
                .inconclusive,
                "Too little was measured to decide every promise.",
                reasons: reasons
            )
        }
        return RunVerdict(.met, "All promises were kept.")
    }

    private static func reasons(_ step: StepReport) -> [String] {
        var found = step.checks.filter { !$0.isMet }.map {
            "\(step.label): \($0.name) \($0.value), limit \($0.limit)"
        }
        if step.state == .unstable { found.append("\(step.label): \(step.window.note)") }
        found += step.clauses.filter { $0.state != .met }.map {
            "\(step.label): \($0.text): \($0.state == .missed ? "missed" : "not decided"), "
                + "\(StepJudge.percent($0.badShare)) of \($0.scheduled) against "
                + "\(StepJudge.percent($0.allowedShare)) allowed"
        }
        return found
    }

    /// The verdict of a search; nil: it was stopped.
    package static func of(
        _ capacity: CapacityReport,
        _ ending: CapacityResult.Ending?
    ) -> RunVerdict {
        switch ending {
        case .found, .ceilingHolds, .nothingFailedYet:
            return carried(capacity, isFound: ending == .found)
        case .unattainable:
            return RunVerdict(
                .missed,
                "The promises are not kept even without load.",
                reasons: capacity.bindingClause.map { ["what fails: \($0)"] } ?? []
            )
        case .undecided:
            return RunVerdict(
                .inconclusive,
                "Whether the promises are kept without load is not decided.",
                reasons: capacity.bindingClause.map { ["what may fail: \($0)"] } ?? []
            )
        case .void(let reason):
            return RunVerdict(
                .void,
                "Not measured well enough to say anything about the target.",
                reasons: [reason]
            )
        case .budgetSpent:
            return RunVerdict(.inconclusive, "The time was over before a load was confirmed.")
        case .neverDrained(let rate):
            return RunVerdict(
                .missed,
                "The target did not come to rest after \(Self.figure(rate)) x."
            )
        case nil: return RunVerdict(.inconclusive, "The search was stopped before its end.")
        }
    }

    /// - Parameter isFound: Whether a load above it is known to be too much.
    private static func carried(_ capacity: CapacityReport, isFound: Bool) -> RunVerdict {
        let how = capacity.profile == "quick" ? ", by a quick search" : ""
        let carries = "Carries \(capacity.inWords)\(how)"
        let illness = capacity.doesRecover == false ? capacity.recovery.map { [$0] } ?? [] : []
        let binding = capacity.bindingClause.map { ["what fails first: \($0)"] } ?? []
        let reasons = binding + illness
        if capacity.headroom ?? 1 >= 1 { return RunVerdict(.met, carries + ".", reasons: illness) }
        if !isFound || capacity.interval?.high ?? .infinity >= 1 {
            return RunVerdict(
                .inconclusive,
                carries + "; whether that is the stated demand is not decided.",
                reasons: reasons
            )
        }
        return RunVerdict(.missed, carries + ", less than the stated demand.", reasons: reasons)
    }

    /// What was wrong between two trials, with next to no load, or in a look at the recovery, is
    /// missed whatever the search found.
    ///
    /// - Parameter steps: Of the search, those drains among them that had wrong answers.
    package func including(wrongIn steps: [StepReport]) -> RunVerdict {
        let recovery = CapacityTrial.Purpose.recovery.rawValue
        let wrong = steps.filter { step in
            step.isWrong && [StepReport.drain, recovery].contains { step.label.hasPrefix($0) }
        }
        guard !wrong.isEmpty else { return self }
        return RunVerdict(
            .missed,
            "Gave wrong answers while it came to rest or after an overload. \(sentence)",
            reasons: reasons + wrong.flatMap(Self.reasons)
        )
    }

    package static func figure(_ value: Double) -> String {
        let digits = value >= 100 ? 1.0 : value >= 10 ? 10.0 : 100.0
        let rounded = (value * digits).rounded() / digits
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

extension CapacityReport {
    /// What a search found, in the scenario's terms.
    ///
    /// - Parameter findings: What its steps tell beside the capacity.
    package init(
        _ result: CapacityResult?,
        of scenario: Scenario,
        profile: String,
        findings: CapacityFindings
    ) {
        let interval = Self.interval(result, profile == "quick" ? findings.breaking : nil)
        self.init(
            profile: profile,
            capacity: result?.isCapacity == true ? result?.sustained : nil,
            interval: interval,
            inWords: Self.words(result, interval, scenario),
            bindingClause: result?.bindingClause,
            headroom: Self.headroom(result, interval),
            recommended: result?.operatingShare ?? 0.7,
            bottleneck: findings.bottleneck,
            evidence: findings.evidence,
            scalability: findings.scalability,
            trials: (result?.trials ?? []).map(Self.trial)
        )
        recovery = result.flatMap { $0.isCapacity ? Self.recovery($0) : nil }
        doesRecover = result?.recovery.isWell
    }

    private static func recovery(_ result: CapacityResult) -> String {
        let looks = result.trials.filter { $0.trial.purpose == .recovery }
        let isAssumed = looks.last?.outcome.isAssumed ?? false
        return switch result.recovery {
        case .recovers:
            "After an overload it kept its promises again\(isAssumed ? ", as far as seen" : "")."
        case .doesNotRecover:
            "After an overload it broke promises at a load that it had carried before."
        case .notChecked(let reason):
            "Whether it recovers from an overload was not checked: \(reason)."
        }
    }

    /// The search's own interval, widened to what all its trials together say: no single one of a
    /// quick search sees enough of what is rare.
    private static func interval(
        _ result: CapacityResult?,
        _ breaking: ConfidenceInterval?
    ) -> ConfidenceInterval? {
        guard let interval = result?.interval, let breaking else { return result?.interval }
        // Where nothing surely failed, the line alone is no limit below what passed.
        let high =
            interval.high.map { max($0, breaking.high ?? 0) }
            ?? breaking.high.flatMap { $0 > result?.highestPass ?? 0 ? $0 : nil }
        return ConfidenceInterval(low: min(interval.low, breaking.low), high: high)
    }

    /// As many times the demand as is surely carried.
    private static func headroom(
        _ result: CapacityResult?,
        _ interval: ConfidenceInterval?
    ) -> Double? {
        guard let result, result.isCapacity, let demand = result.demand, demand > 0, let interval
        else { return nil }
        return interval.low / demand
    }

    private static func trial(_ record: CapacityTrial.Record) -> Trial {
        let state: StepReport.State =
            switch record.outcome.verdict {
            case .pass: .pass
            case .fail: .fail
            case .unstable: .unstable
            case .inconclusive: .inconclusive
            case .void: .void
            }
        return Trial(
            factor: record.trial.rate,
            seconds: Double(record.outcome.elapsed.components.seconds),
            state: state,
            purpose: record.trial.purpose.rawValue,
            isAssumed: record.outcome.isAssumed
        )
    }

    /// `2.1x (2 to 2.2) of the stated load: 98 studies in the busy hour`, or what is known instead.
    private static func words(
        _ result: CapacityResult?,
        _ interval: ConfidenceInterval?,
        _ scenario: Scenario
    ) -> String {
        guard let result, let sustained = result.sustained, result.isCapacity else {
            return "no confirmed load"
        }
        let figure = RunVerdict.figure
        var text = "\(figure(sustained))x"
        if let interval {
            let limit = interval.high.map { "to \(figure($0))" } ?? "or more"
            text += " (\(figure(interval.low)) \(limit))"
        }
        text += " of the stated load"
        if let demand = scenario.demand {
            let hourly = demand.busyHourRate * 3600 * sustained
            text += ": \(figure(hourly)) studies in the busy hour"
        } else {
            let rate = scenario.traffic.reduce(0) { $0 + scenario.rate(of: $1) }
            text += ": \(figure(rate * sustained)) arrivals/s"
        }
        return text
    }
}
