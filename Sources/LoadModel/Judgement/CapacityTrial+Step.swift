extension CapacityTrial.Outcome {
    /// What a step says as a trial of a search.
    ///
    /// - Parameters:
    ///   - earlier: Steps of the same search. Where this one saw too little, what those of the same
    ///     purpose and load saw counts too.
    ///   - leans: Takes what a trial left undecided as it looks: for searches that have no time to
    ///     decide every promise.
    package init(
        _ report: StepReport,
        after earlier: [StepReport] = [],
        of purpose: CapacityTrial.Purpose,
        leans: Bool,
        elapsed: Duration
    ) {
        let report = report.judged(with: earlier)
        let verdict = Self.verdict(report, of: purpose, leans: leans)
        self.init(
            verdict,
            clause: Self.worst(report),
            isAssumed: verdict == .pass && report.state == .inconclusive,
            elapsed: elapsed
        )
    }

    private static func verdict(
        _ report: StepReport,
        of purpose: CapacityTrial.Purpose,
        leans: Bool
    ) -> CapacityTrial.Verdict {
        // The wrong answer may be the overload's before it; the run's verdict tells of it.
        if purpose == .recovery, report.isWrong { return .inconclusive }
        return switch report.state {
        // So little load decides no percentile, and may ask for nothing. The ramp looks for where
        // promises break; what it passes is decided by the confirmations.
        case .inconclusive where [.baseline, .ramp].contains(purpose) && !report.leansToMissed:
            .pass
        case .inconclusive where leans && report.leansToPass: .pass
        // No look at a recovery is long enough for what is rare.
        case .inconclusive where purpose == .recovery && report.leansToPass: .pass
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

    /// The promise that was kept least; nil where nothing is worse than chance explains.
    private static func worst(_ report: StepReport) -> String? {
        let missed = report.clauses.filter(\.leansToMissed)
        func excess(_ clause: ClauseReport) -> Double {
            clause.badShare / max(clause.allowedShare, 1e-6)
        }
        return missed.max { excess($0) < excess($1) }?.text
    }
}
