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
        return found + wrong(step)
    }

    /// Wrong answers to requests of which no promise tells.
    private static func wrong(_ step: StepReport) -> [String] {
        guard step.state == .fail else { return [] }
        return step.result.operations.compactMap { operation in
            let count = operation.outcomes[.wrong] + operation.outcomes[.partial]
            let isTold = step.clauses.contains { $0.operation == operation.name }
            guard count > 0, !isTold else { return nil }
            return "\(step.label): \(operation.name): \(count) wrong or incomplete answers"
        }
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
        let doubts = illness + (capacity.caution.map { [$0] } ?? [])
        let reasons = binding + doubts
        if capacity.headroom ?? 1 >= 1 { return RunVerdict(.met, carries + ".", reasons: doubts) }
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

    /// What a target has acknowledged and then lacks is a promise broken, whatever else it kept.
    package func losing(_ studies: Int) -> RunVerdict {
        let what = studies == 1 ? "One study" : "\(studies) studies"
        return RunVerdict(
            .missed,
            "\(what) that the target had acknowledged lacked when the run's uploads were deleted. "
                + sentence,
            reasons: reasons
        )
    }

    package static func figure(_ value: Double) -> String {
        let digits = value >= 100 ? 1.0 : value >= 10 ? 10.0 : 100.0
        let rounded = (value * digits).rounded() / digits
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
