/// How much of a resource one operation takes, and at what rate there is none left.
///
/// The utilisation law U = X·D: over the steps that passed, utilisation is regressed on throughput,
/// with an intercept for what the resource does without load.
///
/// Sources: Denning & Buzen, 1978 (utilisation law); Fieller, 1954 (limits of a ratio).
package struct ServiceDemand: Equatable, Sendable {
    /// One step's figures.
    package struct Observation: Equatable, Sendable {
        /// Operations by second.
        package let throughput: Double
        package let utilisation: Double
        /// As much as the step counts: its length, as a rule. Greater than zero.
        package let weight: Double

        package init(throughput: Double, utilisation: Double, weight: Double = 1) {
            self.throughput = throughput
            self.utilisation = utilisation
            self.weight = weight
        }
    }

    /// Utilisation without load.
    package let idle: Double
    /// Utilisation by operation a second: seconds of the resource that one operation takes.
    package let demand: Double
    package let demandInterval: ConfidenceInterval
    /// (limit − idle)/demand, operations by second; `nil` where utilisation doesn't grow.
    package let saturation: Double?
    /// At 95 %. Without an upper limit where the demand may be zero.
    package let saturationInterval: ConfidenceInterval

    /// Fewest steps of a regression. Our choice.
    package static let fewestSteps = 4
    private static let confidence = 0.95

    /// `nil` with fewer than four usable steps, or all at one throughput. A step is usable when its
    /// figures are finite.
    package init?(_ observations: [Observation], limit: Double) {
        let usable = observations.filter {
            $0.throughput.isFinite && $0.utilisation.isFinite && $0.weight.isFinite && $0.weight > 0
        }
        let throughputs = usable.map(\.throughput)
        guard usable.count >= Self.fewestSteps,
            let fit = LeastSquares(
                columns: [usable.map { _ in 1 }, throughputs],
                target: usable.map(\.utilisation),
                weights: usable.map(\.weight)
            ), let dispersion = fit.dispersion
        else { return nil }
        let factor = ReferenceDistributions.studentFactor(
            confidence: Self.confidence,
            degreesOfFreedom: fit.degreesOfFreedom
        )
        // Figures without any scatter are rounded ones, not exact ones.
        let least = (1e-6 * limit) * (1e-6 * limit) * (usable.map(\.weight).min() ?? 1)
        let variance = fit.covariance.map { $0.map { $0 * max(dispersion, least) } }
        idle = fit.coefficients[0]
        demand = fit.coefficients[1]
        let half = factor * max(0, variance[1][1]).squareRoot()
        demandInterval = ConfidenceInterval(low: demand - half, high: demand + half)
        saturation = demand > 0 ? max(0, limit - idle) / demand : nil
        saturationInterval = Self.crossing(
            limit - idle,
            demand,
            variance,
            factor * factor,
            from: throughputs.max() ?? 0
        )
    }

    /// Whether the demand is surely greater than zero.
    package var dependsOnLoad: Bool { demandInterval.low > 0 }

    /// The throughputs at which the line may reach the limit: (room − D·x)² ≤ t²·Var(idle + D·x).
    ///
    /// - Parameter highest: Throughput that was seen: the lower limit where the band never gets
    ///   there.
    private static func crossing(
        _ room: Double,
        _ demand: Double,
        _ variance: [[Double]],
        _ square: Double,
        from highest: Double
    ) -> ConfidenceInterval {
        let quadratic = demand * demand - square * variance[1][1]
        let half = demand * room + square * variance[0][1]
        let constant = room * room - square * variance[0][0]
        // half² − quadratic·constant, written so that close figures don't cancel.
        let determinant = variance[0][1] * variance[0][1] - variance[1][1] * variance[0][0]
        let spread =
            demand * demand * variance[0][0] + 2 * demand * room * variance[0][1]
            + room * room * variance[1][1] + square * determinant
        let discriminant = square * spread
        guard constant > 0, quadratic > 0 || discriminant >= 0 else {
            return ConfidenceInterval(low: 0, high: nil)
        }
        let root = max(0, discriminant).squareRoot()
        guard quadratic > 0, demand > 0 else {
            // The demand may be zero: the band's upper edge reaches the limit, or nothing does.
            let reached = [half - root, half + root].map { $0 / quadratic }
                .filter { $0 > 0 && $0.isFinite }.min()
            return ConfidenceInterval(low: reached ?? highest, high: nil)
        }
        return ConfidenceInterval(
            low: max(0, (half - root) / quadratic),
            high: max(0, (half + root) / quadratic)
        )
    }
}
