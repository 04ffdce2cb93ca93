internal import Glibc

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
        caution = result.flatMap { $0.isCapacity ? Self.caution($0, scenario) : nil }
    }

    /// What a search can't see whose confirmations hardly last longer than what is promised: such
    /// operations pile up behind its back. One Orthanc carried 16x of `hospital.yaml` for a
    /// minute; with other studies it broke its promises at 12.8x within eight.
    private static func caution(_ result: CapacityResult, _ scenario: Scenario) -> String? {
        let confirmations = result.trials.map(\.trial).filter { $0.purpose == .confirmation }
        let limits = scenario.clauses.flatMap { clause in
            clause.bounds.map { (name: clause.subject.name, limit: $0.limit) }
        }
        guard let length = confirmations.map(\.length).max(),
            let slowest = limits.max(by: { $0.limit < $1.limit }), slowest.limit * 4 > length
        else { return nil }
        return "Confirmations of this search last \(StepJudge.text(length)), and \(slowest.name) "
            + "may take \(StepJudge.text(slowest.limit)): what piles up over minutes is not seen, "
            + "and longer ones may find less."
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
        guard let demand = scenario.demand else {
            return text + ": \(figure(scenario.arrivalRate * sustained)) arrivals/s"
        }
        return text + ": \(words(demand, sustained))" + lasting(demand, headroom(result, interval))
    }

    /// `373 studies in the busy hour, 3,692 on a working day, 960,000 a year`
    private static func words(_ demand: Scenario.Demand, _ factor: Double) -> String {
        let year = demand.studiesPerYear * factor
        let day = year / Double(demand.workingDays)
        return "\(rounded(day * demand.busyHourShare)) studies in the busy hour, "
            + "\(rounded(day)) on a working day, \(rounded(year)) a year"
    }

    /// To three digits: no search knows more.
    private static func rounded(_ value: Double) -> String {
        guard value >= 1000 else { return RunVerdict.figure(value) }
        let scale = pow(10, log10(value).rounded(.down) - 2)
        return Quantity.figure((value / scale).rounded() * scale)
    }

    /// How long what is surely carried is enough for a demand that grows.
    private static func lasting(_ demand: Scenario.Demand, _ headroom: Double?) -> String {
        guard let growth = demand.growth, let headroom, headroom >= 1 else { return "" }
        let years = Int(log(headroom) / log(1 + growth))
        let time = years > 99 ? "a century" : years == 1 ? "1 year" : "\(years) years"
        return "; with \(Quantity.text(growth, .percent)) more a year that lasts "
            + (years < 1 ? "less than a year" : time)
    }
}
