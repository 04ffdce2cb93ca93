internal import Glibc

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
    /// What got through in the passed confirmations of ``sustained``.
    package let confirmed: [Double]
    /// By what the failing trials near the bounds failed, most often.
    package let bindingClause: String?
    package let recovery: Recovery
    package let demand: Double?
    package let operatingShare: Double
    /// Of ``sustained``, what was checked after its confirmations.
    package let checkShare: Double
    package let trials: [CapacityTrial.Record]
    package let spent: Duration

    /// The capacity: Student's interval of the confirmations on a log scale, at 95 %, never
    /// narrower than from ``sustained`` to ``surelyFailing``. Fewer than two confirmations tell no
    /// spread: then it begins at the rate of the check. Without an upper limit where nothing surely
    /// failed. Of a search that ended otherwise, the bounds that it had by then.
    package var interval: ConfidenceInterval? {
        guard let sustained else { return nil }
        let bounds = ConfidenceInterval(low: sustained, high: surelyFailing)
        let logs = confirmed.filter { $0 > 0 }.map { log($0) }
        guard logs.count >= 2 else {
            let low = logs.isEmpty ? sustained : sustained * checkShare
            return ConfidenceInterval(low: low, high: surelyFailing)
        }
        let count = Double(logs.count)
        let mean = logs.reduce(0, +) / count
        let squares = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let factor = ReferenceDistributions.studentFactor(
            confidence: 0.95,
            degreesOfFreedom: logs.count - 1
        )
        let half = factor * (squares / (count - 1) / count).squareRoot()
        return bounds.union(
            ConfidenceInterval(low: exp(mean - half), high: exp(mean + half))
        )
    }

    /// The rate for every day; `nil` without a capacity.
    package var operatingPoint: Double? {
        isCapacity ? sustained.map { $0 * operatingShare } : nil
    }

    /// Whether ``sustained`` was confirmed at least once.
    package var isCapacity: Bool {
        switch ending {
        case .found, .ceilingHolds, .nothingFailedYet: true
        case .unattainable, .void, .budgetSpent, .neverDrained: false
        }
    }
}
