/// Whether a series goes up or down, and how fast: the Theil–Sen slope and the Mann–Kendall test.
///
/// Neither minds outliers or the shape of the distribution. Neighbouring values of a queue are
/// alike, which makes the plain test find trends that aren't there; its variance is therefore
/// widened by the autocorrelation of what the slope leaves over.
///
/// Sources: Sen, 1968; Mann, 1945; Kendall, 1975; Yue & Wang, 2004 (effective sample size).
package struct Trend: Equatable, Sendable {
    /// By value of the series.
    package let slope: Double
    /// Median of the series.
    package let level: Double
    /// Of no trend, two-sided.
    package let probability: Double

    /// Fewest finite values that are judged. Our choice.
    package static let fewestValues = 8
    /// Longer series are averaged in equal groups: the work grows with the square. Our choice.
    private static let mostValues = 200

    /// `nil` with too few finite values. Those that are not finite are left out.
    package init?(of series: [Double]) {
        let points = Self.thinned(series)
        guard points.count >= Self.fewestValues else { return nil }
        let values = points.map(\.value)
        let pairs = Self.pairs(points)
        let slope = OrderStatistics.median(pairs.slopes) ?? 0
        let rest = points.map { $0.value - slope * $0.position }
        let variance = Self.variance(values) * Autocorrelation.inflation(of: rest)
        self.slope = slope
        level = OrderStatistics.median(values) ?? 0
        guard variance > 0, pairs.score != 0 else {
            probability = 1
            return
        }
        // One towards zero: the score moves in steps of two.
        let distance = (pairs.score.magnitude - 1) / variance.squareRoot()
        probability = min(1, 2 * NormalDistribution.share(below: -distance))
    }

    /// The slope by minute as a share of the series' level; 0 for a series around zero.
    ///
    /// - Parameter interval: Between two values of the series.
    package func sharePerMinute(interval: Duration) -> Double {
        let share = slope * (.seconds(60) / interval) / level.magnitude
        return share.isFinite ? share : 0
    }

    private static func thinned(_ series: [Double]) -> [(position: Double, value: Double)] {
        let points = series.enumerated().filter { $0.element.isFinite }
            .map { (position: Double($0.offset), value: $0.element) }
        let group = (points.count + mostValues - 1) / mostValues
        guard group > 1 else { return points }
        return stride(from: 0, to: points.count - group + 1, by: group).map { start in
            let part = points[start..<start + group]
            let positions = part.reduce(0) { $0 + $1.position }
            let values = part.reduce(0) { $0 + $1.value }
            return (positions / Double(group), values / Double(group))
        }
    }

    /// Slopes of all pairs, and how many rise more than fall.
    private static func pairs(
        _ points: [(position: Double, value: Double)]
    ) -> (slopes: [Double], score: Double) {
        var slopes: [Double] = []
        slopes.reserveCapacity(points.count * (points.count - 1) / 2)
        var score = 0.0
        for later in points.indices.dropFirst() {
            for earlier in 0..<later {
                let rise = points[later].value - points[earlier].value
                slopes.append(rise / (points[later].position - points[earlier].position))
                if rise > 0 { score += 1 } else if rise < 0 { score -= 1 }
            }
        }
        return (slopes, score)
    }

    /// Of the score of independent values, less what ties take away.
    private static func variance(_ values: [Double]) -> Double {
        let count = Double(values.count)
        var sum = count * (count - 1) * (2 * count + 5)
        for tie in OrderStatistics.ties(values) { sum -= tie * (tie - 1) * (2 * tie + 5) }
        return sum / 18
    }
}
