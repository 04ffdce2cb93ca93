/// How a capacity search goes about: rates, lengths, repetitions and the time it may take.
///
/// Rates are in the caller's unit; every length includes the trial's own warm-up.
package struct CapacityPlan: Equatable, Sendable {
    /// Unloaded: 1–5 % of what is expected.
    package var baselineRate: Double
    /// Of the ramp.
    package var firstRate: Double
    /// Never offered more.
    package var ceiling: Double
    /// What the target must carry, for the headroom.
    package var demand: Double?
    /// The search ends at an upper bound of this many times the lower one.
    package var precision: Double
    package var rampFactor = 1.5
    /// Whether a trial that stayed undecided is run again at double length before it counts as
    /// failed.
    package var repeatsUndecided = true

    package var baselineLength: Duration
    /// While the bounds are far apart or one is missing.
    package var coarseLength: Duration
    /// Below a ratio of ``middleRatio``.
    package var middleLength: Duration
    /// Below a ratio of ``fineRatio``.
    package var fineLength: Duration
    package var middleRatio = 1.3
    package var fineRatio = 1.12
    /// Arrivals at a rate of 1 of the rarest operation with a bound; `nil`: lengths stay as stated.
    /// Otherwise trials beyond the ramp are longer, until they see enough of it.
    package var rarest: Double?
    /// How many are enough, and the longest such trial. Our choice.
    static let enough = 20.0
    static let longestForEnough = Duration.seconds(60)

    /// Passes that the found rate needs.
    package var confirmations: Int
    package var confirmationLength: Duration
    /// At ``checkShare`` of the found rate.
    package var checkLength: Duration
    package var checkShare = 0.9
    /// At ``overloadShare`` of the found rate.
    package var overloadLength: Duration
    package var overloadShare = 1.2
    /// Within which the target must have recovered from it, with the load that it carried before.
    package var recoveryGrace: Duration
    /// What is judged after that.
    package var recoveryLength: Duration
    /// At ``saturationShare`` of the found rate, unless a trial came near that before: a promise may
    /// break long before anything is full.
    package var saturationLength: Duration
    package var saturationShare = 2.0
    /// What is recommended for every day, as a share of the found rate.
    package var operatingShare = 0.7

    /// At most, between two trials.
    package var drainLimit: Duration
    /// Of all trials and drains together; never passed if trials and drains keep to their lengths.
    package var budget: Duration

    /// Three confirmations of 5 min; 90 min in all.
    ///
    /// The lengths of trials grow as the bounds come together, which is the idea of MLRsearch
    /// (RFC 9971).
    package static func full(
        firstRate: Double,
        ceiling: Double,
        demand: Double? = nil
    ) -> CapacityPlan {
        CapacityPlan(
            baselineRate: firstRate / 20,
            firstRate: firstRate,
            ceiling: ceiling,
            demand: demand,
            precision: 1.05,
            baselineLength: .seconds(60),
            coarseLength: .seconds(25),
            middleLength: .seconds(60),
            fineLength: .seconds(120),
            confirmations: 3,
            confirmationLength: .seconds(300),
            checkLength: .seconds(300),
            overloadLength: .seconds(60),
            recoveryGrace: .seconds(60),
            recoveryLength: .seconds(60),
            saturationLength: .seconds(30),
            drainLimit: .seconds(60),
            budget: .seconds(90 * 60)
        )
    }

    /// One confirmation of 60 s, 10 % of precision and a ramp that doubles; 11.5 min in all, so
    /// that setting up and reporting stay within 12.
    package static func quick(
        firstRate: Double,
        ceiling: Double,
        demand: Double? = nil
    ) -> CapacityPlan {
        CapacityPlan(
            baselineRate: firstRate / 20,
            firstRate: firstRate,
            ceiling: ceiling,
            demand: demand,
            precision: 1.1,
            rampFactor: 2,
            repeatsUndecided: false,
            baselineLength: .seconds(15),
            coarseLength: .seconds(15),
            middleLength: .seconds(20),
            fineLength: .seconds(30),
            confirmations: 1,
            confirmationLength: .seconds(60),
            checkLength: .seconds(30),
            overloadLength: .seconds(20),
            recoveryGrace: .seconds(20),
            recoveryLength: .seconds(30),
            saturationLength: .seconds(15),
            drainLimit: .seconds(15),
            budget: .seconds(690)
        )
    }

    /// For bounds whose ratio is `ratio`.
    func length(at ratio: Double) -> Duration {
        guard ratio < middleRatio else { return coarseLength }
        return ratio < fineRatio ? fineLength : middleLength
    }

    /// `length`, or longer, until a trial at `rate` sees enough of what is rare.
    func seeing(_ length: Duration, at rate: Double) -> Duration {
        guard let rarest, rarest > 0 else { return length }
        return max(length, min(Self.longestForEnough, .seconds(Self.enough / rarest / rate)))
    }

    /// What confirming and checking a rate may take, drains included.
    var reserve: Duration {
        (confirmationLength + drainLimit) * confirmations + checkLength + overloadLength
            + recoveryTime + drainLimit * 2
    }

    /// What a look at the recovery may take, with another overload and the drain before it.
    var recoveryTime: Duration { drainLimit + overloadLength + recoveryGrace + recoveryLength }

    /// What only a bug can get wrong.
    func validate() {
        precondition(baselineRate > 0 && baselineRate <= firstRate, "a baseline is below the ramp")
        precondition(firstRate <= ceiling && ceiling.isFinite, "the ramp begins below the ceiling")
        precondition(precision > 1 && rampFactor > 1, "bounds come together, a ramp rises")
        precondition(budget >= baselineLength, "a baseline fits the budget")
        precondition(confirmations >= 1, "a capacity is confirmed")
        precondition(checkShare < 1 && overloadShare > 1, "checks lie on either side")
    }
}
