/// How much a series resembles itself some steps later.
package enum Autocorrelation {
    /// Correlation at the lags 1…`lags`; all zero for a series that is constant or not finite.
    ///
    /// Shape: at most one less than there are values.
    package static func coefficients(of values: [Double], lags: Int) -> [Double] {
        let count = min(lags, values.count - 1)
        guard count > 0 else { return [] }
        let mean = values.reduce(0, +) / Double(values.count)
        let deviations = values.map { $0 - mean }
        let power = deviations.reduce(0) { $0 + $1 * $1 }
        // What rounding leaves of a constant is no series.
        let least = 1e-24 * mean * mean * Double(values.count)
        guard power > least, power.isFinite else { return Array(repeating: 0, count: count) }
        return (1...count).map { lag in
            var sum = 0.0
            for index in lag..<values.count { sum += deviations[index] * deviations[index - lag] }
            return sum / power
        }
    }

    /// By what the variance of the series' mean exceeds that of independent values: 1 + 2·Σρ.
    ///
    /// 1 unless the first lag is positive and significant (ρ > 1.96/√n). The sum ends before the
    /// first lag that is not positive, and at half the length at the latest.
    ///
    /// Sources: Bartlett, 1946 (significance); Geyer, 1992 (initial positive sequence).
    package static func inflation(of values: [Double]) -> Double {
        guard values.count >= 4 else { return 1 }
        let lags = coefficients(of: values, lags: min(values.count / 2, 100))
        guard let first = lags.first, first > 1.96 / Double(values.count).squareRoot() else {
            return 1
        }
        return 1 + 2 * lags.prefix { $0 > 0 }.reduce(0, +)
    }
}
