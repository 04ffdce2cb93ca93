/// Whether a step came to rest, and from when on its samples count.
package struct SteadyState: Equatable, Sendable {
    /// What is watched after the warm-up.
    package enum Series: String, Sendable {
        case inFlight
        case tail
    }

    package enum Verdict: Equatable, Sendable {
        /// The values from this one on belong to the steady state.
        case steady(from: Int)
        /// Significant, and more than ``SteadyState/driftLimit``; the share by minute, with sign.
        case drifting(Series, sharePerMinute: Double)
        /// Still warming up after half of the series.
        case unsettled
        case tooShort
    }

    package let verdict: Verdict
    /// After the warm-up; absent where it is too short for a trend.
    package let inFlight: Trend?
    package let tail: Trend?

    /// A slope by minute below this share of the level is no drift.
    package static let driftLimit = 0.02
    /// Of no trend.
    package static let significance = 0.01

    /// - Parameters:
    ///   - meanService: Mean service time of each interval, which tells the warm-up; NaN where
    ///     nothing was answered.
    ///   - inFlight: Operations under way, of the same intervals.
    ///   - tail: p95 of the same intervals; NaN where nothing was answered.
    ///   - interval: Between two values, greater than zero; a second as a rule.
    package init(
        meanService: [Double],
        inFlight: [Double],
        tail: [Double],
        interval: Duration = .seconds(1)
    ) {
        precondition(interval > .zero, "an interval lasts")
        guard case .cut(let start) = WarmUp(of: meanService) else {
            self.inFlight = nil
            self.tail = nil
            verdict = WarmUp(of: meanService) == .unsettled ? .unsettled : .tooShort
            return
        }
        let trends = (
            Trend(of: Array(inFlight.dropFirst(start))), Trend(of: Array(tail.dropFirst(start)))
        )
        self.inFlight = trends.0
        self.tail = trends.1
        guard let first = trends.0, let second = trends.1 else {
            verdict = .tooShort
            return
        }
        let drift =
            Self.drift(first, interval).map { Verdict.drifting(.inFlight, sharePerMinute: $0) }
            ?? Self.drift(second, interval).map { Verdict.drifting(.tail, sharePerMinute: $0) }
        verdict = drift ?? .steady(from: start)
    }

    private static func drift(_ trend: Trend, _ interval: Duration) -> Double? {
        let share = trend.sharePerMinute(interval: interval)
        return trend.probability < significance && share.magnitude > driftLimit ? share : nil
    }
}
