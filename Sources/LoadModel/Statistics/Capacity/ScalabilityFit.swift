/// A scalability law fitted to the levels of one run, with what may be said about its peak.
///
/// Extrapolation is honest near the peak only: a peak is printed when there are six levels, one of
/// them went to 0.7·N*, and the interval of X* is narrower than ± 25 %. R² is not asked.
package struct ScalabilityFit: Equatable, Sendable {
    package enum Peak: Equatable, Sendable {
        /// Throughput first, then the operations under way that give it.
        case identified(Figure, at: Figure)
        /// The greatest throughput that was seen, and what was missing.
        case notIdentified(atLeast: Double, because: [Doubt])
    }

    /// With the interval from 5 to 95 % of the bootstrap.
    package struct Figure: Equatable, Sendable {
        package let value: Double
        package let interval: ConfidenceInterval
    }

    package enum Doubt: Equatable, Sendable {
        case fewLevels(Int, needed: Int)
        /// Throughput doesn't fall within what a law without crosstalk explains.
        case noPeak
        /// The most operations under way, and how many were needed.
        case stoppedShort(at: Double, needed: Double)
        /// The half-width of X* as a share of it; `nil` when it has no upper limit.
        case wideInterval(Double?)
    }

    package let law: ScalabilityLaw
    package let peak: Peak
    package let alpha: ConfidenceInterval
    package let beta: ConfidenceInterval
    /// The levels scatter far more about the law than their variances explain (p < 0.001): another
    /// shape, like the cliff of a thread pool's limit.
    package let isOtherShape: Bool

    package static let fewestLevels = 6
    package static let neededReach = 0.7
    package static let widestHalf = 0.25

    /// - Parameter resamples: Of the bootstrap, at least 20.
    /// - Returns: `nil` where no law can be fitted (fewer than three usable levels).
    package init?(
        _ levels: [ScalabilityLaw.Level],
        resamples: Int = 200,
        using generator: inout some RandomNumberGenerator
    ) {
        precondition(resamples >= 20, "quantiles of a bootstrap need resamples")
        let usable = ScalabilityLaw.usable(levels)
        guard let law = ScalabilityLaw(fitting: usable) else { return nil }
        var squares = 0.0
        for level in usable {
            let off = level.throughput - law.throughput(at: level.inFlight)
            squares += off * off / level.usedVariance
        }
        let freedom = usable.count - 3
        let tail = ReferenceDistributions.chiSquareTail(squares, degreesOfFreedom: freedom)
        let spread = freedom > 0 ? max(1, (squares / Double(freedom)).squareRoot()) : 1
        let band = ScalabilityBand(law, usable, spread, resamples, &generator)
        self.law = law
        alpha = band.interval(\.alpha)
        beta = band.interval(\.beta)
        isOtherShape = freedom > 0 && tail < 0.001
        peak = Self.peak(law, usable, band)
    }

    private static func peak(
        _ law: ScalabilityLaw,
        _ levels: [ScalabilityLaw.Level],
        _ band: ScalabilityBand
    ) -> Peak {
        let highest = levels.map(\.throughput).max() ?? 0
        let reach = levels.map(\.inFlight).max() ?? 0
        let count = Set(levels.map(\.load)).count
        var doubts: [Doubt] = []
        if count < fewestLevels { doubts.append(.fewLevels(count, needed: fewestLevels)) }
        guard let inFlight = law.peakInFlight, let throughput = law.peakThroughput else {
            return .notIdentified(atLeast: highest, because: doubts + [.noPeak])
        }
        if reach < neededReach * inFlight {
            doubts.append(.stoppedShort(at: reach, needed: neededReach * inFlight))
        }
        let interval = band.interval { $0.peakThroughput ?? .infinity }
        let half = interval.high.map {
            max($0 - throughput, throughput - interval.low) / throughput
        }
        if !(half.map { $0 < widestHalf } ?? false) { doubts.append(.wideInterval(half)) }
        guard doubts.isEmpty else { return .notIdentified(atLeast: highest, because: doubts) }
        return .identified(
            Figure(value: throughput, interval: interval),
            at: Figure(value: inFlight, interval: band.interval { $0.peakInFlight ?? .infinity })
        )
    }
}

/// Laws fitted to levels that were drawn anew about the first law.
private struct ScalabilityBand {
    private var laws: [ScalabilityLaw] = []

    /// - Parameter spread: By how much the levels scatter more than their variances say.
    ///
    /// Source: Efron & Tibshirani, 1993, 9.5 (parametric bootstrap of a regression).
    init(
        _ law: ScalabilityLaw,
        _ levels: [ScalabilityLaw.Level],
        _ spread: Double,
        _ resamples: Int,
        _ generator: inout some RandomNumberGenerator
    ) {
        for _ in 0..<resamples {
            var drawn: [ScalabilityLaw.Level] = []
            for level in levels {
                let deviation = spread * level.usedVariance.squareRoot()
                let off = deviation * RandomDeviate.normal(&generator)
                drawn.append(
                    ScalabilityLaw.Level(
                        inFlight: level.inFlight,
                        throughput: law.throughput(at: level.inFlight) + off,
                        variance: level.variance
                    )
                )
            }
            if let law = ScalabilityLaw(fitting: drawn) { laws.append(law) }
        }
    }

    /// From 5 to 95 %; without an upper limit where that one is infinite.
    func interval(_ figure: (ScalabilityLaw) -> Double) -> ConfidenceInterval {
        let figures = laws.map(figure)
        let low = OrderStatistics.quantile(0.05, of: figures) ?? 0
        let high = OrderStatistics.quantile(0.95, of: figures) ?? .infinity
        return ConfidenceInterval(low: low.isFinite ? low : 0, high: high.isFinite ? high : nil)
    }
}
