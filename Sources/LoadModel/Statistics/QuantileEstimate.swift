/// A quantile of response times over one steady window, with an interval that holds although
/// neighbouring answers are alike.
///
/// Independent-sample limits are not valid in a queue. The centre is the quantile of the whole
/// window, the standard error comes from the sections' quantiles, Student's t has one degree of
/// freedom less than there are sections, and significant likeness of neighbouring sections widens.
/// The interval is never narrower than the order statistics' own of 95 %.
package struct QuantileEstimate: Equatable, Sendable {
    /// 0.99 for p99.
    package let quantile: Double
    /// Everything that was scheduled, answered or not.
    package let samples: UInt64
    /// In microseconds.
    package let value: EstimatedValue
    /// What the interval promises for this figure alone.
    package let confidence: Double

    /// - Parameters:
    ///   - quantile: Between 0 and 1, both excluded.
    ///   - confidence: Between 0 and 1, both excluded.
    package init(
        _ quantile: Double,
        of window: LatencyWindow,
        confidence: Double = Sectioning.confidence
    ) {
        precondition(quantile > 0 && quantile < 1, "a quantile lies between 0 and 1")
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        self.quantile = quantile
        self.confidence = confidence
        samples = window.scheduled
        value = Self.estimate(quantile, window, confidence)
    }

    /// Fewest samples for which a quantile is printed.
    package static func fewestSamples(for quantile: Double) -> UInt64 {
        OrderStatistics.fewestSamples(for: quantile)
    }

    private static func estimate(
        _ quantile: Double,
        _ window: LatencyWindow,
        _ confidence: Double
    ) -> EstimatedValue {
        let count = window.scheduled
        let needed = fewestSamples(for: quantile)
        guard count >= needed else { return .insufficient(needed: needed) }
        guard window.parts.count >= Sectioning.fewest else {
            return .insufficient(needed: count * 2)
        }
        let centre = window.look(window.whole, atRank: OrderStatistics.rank(quantile, of: count))
        guard centre.isKnown else { return .atLeast(centre.value) }
        return .number(centre.value, interval(around: centre.value, quantile, window, confidence))
    }

    private static func interval(
        around centre: Double,
        _ quantile: Double,
        _ window: LatencyWindow,
        _ confidence: Double
    ) -> ConfidenceInterval {
        let figures = window.parts.map {
            window.look($0, atRank: OrderStatistics.rank(quantile, of: $0.total))
        }
        let half = Sectioning.halfWidth(
            around: centre,
            figures: figures.map(\.value),
            weights: Array(repeating: 1, count: figures.count),
            confidence: confidence
        )
        let ranks = OrderStatistics.rankLimits(quantile, of: window.scheduled)
        let low = window.look(window.whole, atRank: ranks.lowerBound)
        let high = window.look(window.whole, atRank: ranks.upperBound)
        let isBounded = high.isKnown && figures.allSatisfy(\.isKnown)
        return ConfidenceInterval(
            low: max(0, min(low.value, centre - half)),
            high: isBounded ? max(high.value, centre + half) : nil
        )
    }
}
