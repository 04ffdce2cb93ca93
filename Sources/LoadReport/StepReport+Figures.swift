internal import LoadModel

extension StepReport {
    var scheduled: Int { result.operations.reduce(0) { $0 + $1.outcomes.total } }
    var good: Int { result.operations.reduce(0) { $0 + $1.outcomes.good } }

    /// Of all that was scheduled; nil when nothing was.
    var badShare: Double? {
        scheduled > 0 ? Double(scheduled - good) / Double(scheduled) : nil
    }

    /// Right answers a second.
    var achievedRate: Double { Double(good) / result.duration.inSeconds }

    var isVoid: Bool { state == .void }

    /// What made the step void, in one line.
    var voidReason: String {
        let unmet = checks.filter { !$0.isMet }
        guard !unmet.isEmpty else { return "the generator or the way was the limit" }
        return unmet.map(\.inWords).joined(separator: "; ")
    }
}

extension StepReport.State {
    /// What became of the step, as reports say it.
    var word: String {
        switch self {
        case .pass: "held"
        case .fail: "missed"
        case .unstable: "unstable"
        case .inconclusive: "undecided"
        case .void: "void"
        }
    }
}

extension CapacityReport.Trial {
    /// As for a step, and whether that was decided.
    var word: String { isAssumed ? "\(state.word), as far as seen" : state.word }
}

extension RunVerdict.State {
    var word: String {
        switch self {
        case .met: "Promises kept"
        case .missed: "Promises missed"
        case .void: "Void: nothing can be said of the target"
        case .inconclusive: "Not decided"
        case .unusable: "The target could not be used"
        }
    }
}

extension ValidityCheck {
    var inWords: String { "\(name) \(value), limit \(limit)" }
}

extension ClauseReport {
    /// Why nothing could be said, in one line.
    var undecidedReason: String {
        switch value {
        case .insufficient(let needed):
            "too few answers: \(Figure.grouped(scheduled)) of \(Figure.grouped(needed)) needed"
        case .number(_, let interval):
            "the interval, \(Figure.interval(interval)), lies on both sides of the limit"
        case .atLeast, nil: "too few answers to tell"
        }
    }

    /// What was measured, in one line.
    var measured: String {
        let errors =
            "\(Figure.share(badShare)) late or failed, \(Figure.share(allowedShare)) allowed"
        guard let value else { return errors }
        return Figure.estimate(value) + "; " + errors
    }
}

extension Outcome {
    /// What it means to whoever reads a report.
    var meaning: String {
        switch self {
        case .correct: "the answer came whole and was right"
        case .abandoned: "broken off on purpose, as somebody who closes a window does"
        case .wrong: "the answer is not what the data says it must be"
        case .partial: "the answer says itself that something lacks in it"
        case .refused: "refused, with a status from 400 to 499"
        case .serverError: "a failure of the server, with a status of 500 or above"
        case .disconnected: "no connection, or it broke"
        case .timedOut: "not ended at the time limit"
        case .unsent: "due, but never sent: too many waited already, or the step ended first"
        }
    }
}

extension RunReport {
    /// The steps that are shown in full, at most three, in the order in which they ran: of a search
    /// the highest load that held, as it was confirmed, and the lowest above it that didn't; else
    /// those that missed something before those that held.
    var shownSteps: [Int] {
        guard capacity == nil else { return searchEnds }
        let missed = steps.indices.filter { steps[$0].state != .pass }
        let held = steps.indices.filter { steps[$0].state == .pass }
        return (missed + held).prefix(3).sorted()
    }

    private var searchEnds: [Int] {
        let known = steps.indices.filter { !steps[$0].isVoid }
        let held = known.filter { steps[$0].state == .pass }
            .reduce(nil as Int?) { best, index in
                guard let best, steps[best].factor > steps[index].factor else { return index }
                return best
            }
        let broke = known.filter { index in
            [.fail, .unstable].contains(steps[index].state)
                && held.map { steps[index].factor > steps[$0].factor } ?? true
        }.min { steps[$0].factor < steps[$1].factor }
        let ends = [held, broke].compactMap { $0 }
        return (ends.isEmpty ? Array(steps.indices.prefix(1)) : ends).sorted()
    }
}
