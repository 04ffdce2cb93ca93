/// What a capacity search found.
package struct CapacityResult: Equatable, Sendable {
    package enum Ending: Equatable, Sendable {
        /// A rate holds and one above it doesn't.
        case found
        /// The ceiling holds: the capacity is that or more.
        case ceilingHolds
        /// A rate holds, and there was no time left to find one that doesn't: the capacity is that
        /// or more.
        case nothingFailedYet
        /// The SLO fails even without load.
        case unattainable
        /// Something is worse than it may be even without load, and too little was seen to decide.
        case undecided
        /// Trials said nothing about the target, again and again.
        case void(reason: String)
        /// There was no time left to confirm anything.
        case budgetSpent
        /// The target didn't come to rest after this rate.
        case neverDrained(after: Double)
    }

    /// After an overload.
    package enum Recovery: Equatable, Sendable {
        case recovers
        /// It stays ill at a rate that it carried before: a metastable failure.
        case doesNotRecover
        case notChecked(because: String)

        /// Nil where nobody looked.
        package var isWell: Bool? {
            switch self {
            case .recovers: true
            case .doesNotRecover: false
            case .notChecked: nil
            }
        }
    }

    package let ending: Ending
    /// The highest rate that passed with nothing below it failing; `nil` where none did.
    package let sustained: Double?
    /// The lowest rate that failed; `nil` where none did.
    package let failing: Double?
    /// The lowest rate that a trial decided against, or up to which two leaned to that, and that no
    /// pass contradicts; those between it and ``sustained`` passed once, or stayed undecided and
    /// counted as failed. `nil` where there is none.
    package let surelyFailing: Double?
    /// How many confirmations of ``sustained`` passed.
    package let confirmations: Int
    /// By what the failing trials near the bounds failed, most often.
    package let bindingClause: String?
    package let recovery: Recovery
    package let demand: Double?
    package let operatingShare: Double
    /// Of ``sustained``, what was checked after its confirmations.
    package let checkShare: Double
    package let trials: [CapacityTrial.Record]
    package let spent: Duration

    /// The capacity: from what was checked below the confirmed ``sustained`` to ``surelyFailing``.
    /// Without an upper limit where nothing surely failed. Of a search that ended otherwise, the
    /// bounds that it had by then.
    package var interval: ConfidenceInterval? {
        sustained.map {
            ConfidenceInterval(
                low: confirmations > 0 ? $0 * checkShare : $0,
                high: surelyFailing
            )
        }
    }

    /// The highest rate that passed more than a ramp's trial, whatever failed there later; 0 where
    /// none did.
    package var highestPass: Double {
        trials.filter { ![.baseline, .ramp].contains($0.trial.purpose) }
            .filter { $0.outcome.verdict == .pass }
            .map(\.trial.rate).max() ?? 0
    }

    /// Whether ``sustained`` was confirmed at least once.
    package var isCapacity: Bool {
        switch ending {
        case .found, .ceilingHolds, .nothingFailedYet: true
        case .unattainable, .undecided, .void, .budgetSpent, .neverDrained: false
        }
    }
}
