/// Throughput at N operations under way: X = γN/(1 + α(N − 1) + βN(N − 1)).
///
/// α is the share that is serialised (one database writer, a lock), β the cost of crosstalk.
///
/// Source: Gunther, Guerrilla Capacity Planning, 2007 (universal scalability law).
package struct ScalabilityLaw: Equatable, Sendable {
    /// One load level of a run.
    package struct Level: Equatable, Sendable {
        /// What was offered, in any one unit: the same again is no other level.
        package let load: Double
        /// Operations under way, averaged over time: what the generator saw, not what it was told.
        package let inFlight: Double
        /// By second.
        package let throughput: Double
        /// Of ``throughput``; at least (0.1 % of it)² is taken.
        package let variance: Double

        /// - Parameter load: Nil: ``inFlight`` tells levels apart.
        package init(
            load: Double? = nil,
            inFlight: Double,
            throughput: Double,
            variance: Double
        ) {
            self.load = load ?? inFlight
            self.inFlight = inFlight
            self.throughput = throughput
            self.variance = variance
        }
    }

    /// Throughput of one operation alone.
    package let gamma: Double
    package let alpha: Double
    package let beta: Double

    package init(gamma: Double, alpha: Double, beta: Double) {
        self.gamma = gamma
        self.alpha = alpha
        self.beta = beta
    }

    package func throughput(at inFlight: Double) -> Double {
        let others = inFlight - 1
        return gamma * inFlight / (1 + alpha * others + beta * inFlight * others)
    }

    /// N* = √((1 − α)/β), at least 1; `nil` where throughput never falls.
    package var peakInFlight: Double? {
        guard beta > 0 else { return nil }
        return max(1, (max(0, 1 - alpha) / beta).squareRoot())
    }

    /// At the peak, or what is approached without one; `nil` where throughput grows for ever.
    package var peakThroughput: Double? {
        if let peakInFlight { return throughput(at: peakInFlight) }
        return alpha > 0 ? gamma / alpha : nil
    }

    /// Weighted least squares of N/X in 1, N − 1 and N(N − 1) with no coefficient below zero.
    ///
    /// Closed form: of the four sets of columns that may be in play, the best one without a
    /// negative coefficient. Weights are (X²/N)²/Var X.
    ///
    /// - Returns: `nil` with fewer than three usable levels. A level is usable when all its figures
    ///   are finite, something was under way and something got through.
    package init?(fitting levels: [Level]) {
        let usable = Self.usable(levels)
        guard usable.count >= 3 else { return nil }
        let columns = [
            usable.map { _ in 1.0 }, usable.map { $0.inFlight - 1 },
            usable.map { $0.inFlight * ($0.inFlight - 1) },
        ]
        let target = usable.map { $0.inFlight / $0.throughput }
        let weights = usable.map(\.weight)
        var best: (residual: Double, terms: [Double])?
        for set in [[0], [0, 1], [0, 2], [0, 1, 2]] {
            guard
                let fit = LeastSquares(
                    columns: set.map { columns[$0] },
                    target: target,
                    weights: weights
                ), fit.coefficients[0] > 0, fit.coefficients.allSatisfy({ $0 >= 0 }),
                fit.residual < best?.residual ?? .infinity
            else { continue }
            var terms = [0.0, 0, 0]
            for (place, coefficient) in zip(set, fit.coefficients) { terms[place] = coefficient }
            best = (fit.residual, terms)
        }
        guard let terms = best?.terms else { return nil }
        gamma = 1 / terms[0]
        alpha = terms[1] / terms[0]
        beta = terms[2] / terms[0]
    }

    /// Levels that a fit can use.
    static func usable(_ levels: [Level]) -> [Level] {
        levels.filter {
            $0.inFlight.isFinite && $0.inFlight > 0 && $0.throughput.isFinite && $0.throughput > 0
                && $0.variance.isFinite && $0.weight.isFinite
        }
    }
}

extension ScalabilityLaw.Level {
    /// What is taken for ``variance``.
    var usedVariance: Double { max(variance, 1e-6 * throughput * throughput) }

    fileprivate var weight: Double {
        let slope = throughput * throughput / inFlight
        return slope * slope / usedVariance
    }
}
