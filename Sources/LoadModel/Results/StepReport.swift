/// One step with what is said of it.
package struct StepReport: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case pass
        case fail
        /// More comes in than goes out: there is no steady state.
        case unstable
        case inconclusive
        /// The generator was the limit.
        case void
    }

    package var label: String
    /// Of the stated load.
    package var factor: Double
    /// Operations a second that were due.
    package var offeredRate: Double
    package var result: StepResult
    package var window: SteadyWindow
    package var clauses: [ClauseReport]
    package var checks: [ValidityCheck]
    package var resources: [ResourceReading]
    package var state: State

    package init(
        label: String,
        factor: Double,
        offeredRate: Double,
        result: StepResult,
        window: SteadyWindow,
        clauses: [ClauseReport],
        checks: [ValidityCheck],
        resources: [ResourceReading] = [],
        state: State
    ) {
        self.label = label
        self.factor = factor
        self.offeredRate = offeredRate
        self.result = result
        self.window = window
        self.clauses = clauses
        self.checks = checks
        self.resources = resources
        self.state = state
    }
}

/// Which part of a step the figures are taken from.
package struct SteadyWindow: Sendable, Equatable {
    /// Seconds left out at the beginning.
    package var skipped: Double
    package var seconds: Double
    package var isSteady: Bool
    /// What was found, in one sentence.
    package var note: String

    package init(skipped: Double, seconds: Double, isSteady: Bool, note: String) {
        self.skipped = skipped
        self.seconds = seconds
        self.isSteady = isSteady
        self.note = note
    }
}

/// What became of one promise in one step.
package struct ClauseReport: Sendable {
    package enum State: String, Sendable, CaseIterable { case met, missed, undecided }

    /// As it stands in reports, such as `find p95 ≤ 300 ms`.
    package var text: String
    package var operation: String
    /// Between 0 and 1; nil when it is about errors or correctness.
    package var quantile: Double?
    /// Microseconds.
    package var limit: UInt64?
    /// Microseconds, of the response time; nil when it is about errors or correctness.
    package var value: EstimatedValue?
    /// Of all scheduled: late, failed, wrong or never sent.
    package var badShare: Double
    package var allowedShare: Double
    package var scheduled: Int
    package var state: State
    /// What decided it; nil when it is about errors or correctness, and in a report that was read.
    var test: SequentialTest?

    package init(
        text: String,
        operation: String,
        quantile: Double? = nil,
        limit: UInt64? = nil,
        value: EstimatedValue? = nil,
        badShare: Double,
        allowedShare: Double,
        scheduled: Int,
        state: State
    ) {
        self.text = text
        self.operation = operation
        self.quantile = quantile
        self.limit = limit
        self.value = value
        self.badShare = badShare
        self.allowedShare = allowedShare
        self.scheduled = scheduled
        self.state = state
    }
}

/// One reason for which a step could say nothing of its target.
package struct ValidityCheck: Sendable, Equatable {
    package enum Cause: String, Sendable, CaseIterable {
        case generator, cap, network, clock, books
    }

    package var cause: Cause
    /// What is looked at, such as `loop late, p99`.
    package var name: String
    package var value: String
    package var limit: String
    package var isMet: Bool

    package init(_ cause: Cause, _ name: String, value: String, limit: String, isMet: Bool) {
        self.cause = cause
        self.name = name
        self.value = value
        self.limit = limit
        self.isMet = isMet
    }
}

/// How busy one part was in one step.
package struct ResourceReading: Sendable, Equatable {
    /// Such as `orthanc CPU`, `postgres connections`, `gateway loop`.
    package var name: String
    /// Used part of the limit, 0 to 1.
    package var utilisation: Double
    /// What the limit is, such as `1 core` or `50 threads`.
    package var limit: String
    /// Time that work waited for it, per second; nil where nobody tells.
    package var wait: Double?

    package init(name: String, utilisation: Double, limit: String, wait: Double? = nil) {
        self.name = name
        self.utilisation = utilisation
        self.limit = limit
        self.wait = wait
    }
}

extension StepReport {
    /// Takes over what was said of the promises when the step was ended for some of them: what
    /// waited then was not sent for that reason.
    ///
    /// - Parameter broken: Texts of the clauses for which it was ended.
    package mutating func fail(as earlier: StepReport, for broken: [String]) {
        guard state != .void, state != .unstable else { return }
        clauses = earlier.clauses
        for place in clauses.indices where broken.contains(clauses[place].text) {
            clauses[place].state = .missed
        }
        window = earlier.window
        state = .fail
    }

    /// Of what is offered between two trials of a search until the target is at rest.
    package static let drain = "drain"

    /// Whether some promise is worse than chance explains.
    package var leansToMissed: Bool { clauses.contains(where: \.leansToMissed) }

    /// Whether something was asked for and nothing is worse than chance explains.
    package var leansToPass: Bool { clauses.contains { $0.scheduled > 0 } && !leansToMissed }

    /// Whether a part was so busy that intervals of times may be too narrow.
    package var isOptimistic: Bool {
        resources.contains { $0.utilisation > Sectioning.busiest }
    }

    /// Whether an answer said something else than it must.
    package var isWrong: Bool {
        result.operations.contains { $0.outcomes[.wrong] + $0.outcomes[.partial] > 0 }
    }
}

extension ClauseReport {
    /// So rarely may a promise that is kept look as bad. Our choice.
    private static let rarity = 0.05

    /// Whether the bad ones are more than chance explains; takes them for independent.
    package var leansToMissed: Bool {
        guard state != .missed else { return true }
        guard badShare > allowedShare, badShare <= 1, scheduled > 0 else { return false }
        let bad = Int((badShare * Double(scheduled)).rounded())
        return ReferenceDistributions.binomialTail(bad, of: scheduled, share: allowedShare)
            < Self.rarity
    }
}
