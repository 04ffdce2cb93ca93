/// The mean response time over one steady window, with the interval of its sections' means.
///
/// Of what was answered: failures and time-outs have no response time.
package struct MeanEstimate: Equatable, Sendable {
    /// Answered.
    package let samples: UInt64
    /// Failed, timed out or never sent, and thus in no mean.
    package let leftOut: UInt64
    /// In microseconds.
    package let value: EstimatedValue
    /// What the interval promises for this figure alone.
    package let confidence: Double

    /// Fewest samples for which a mean is printed. Our choice.
    package static let fewestSamples: UInt64 = 30

    /// - Parameter confidence: Between 0 and 1, both excluded.
    package init(of window: LatencyWindow, confidence: Double = Sectioning.confidence) {
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        samples = window.recorded
        leftOut = window.scheduled - window.recorded
        self.confidence = confidence
        value = Self.estimate(window, confidence)
    }

    private static func estimate(_ window: LatencyWindow, _ confidence: Double) -> EstimatedValue {
        let parts = window.parts.filter { $0.recorded > 0 }
        guard let mean = window.whole.mean, window.recorded >= fewestSamples else {
            return .insufficient(needed: fewestSamples)
        }
        guard parts.count >= Sectioning.fewest else {
            return .insufficient(needed: window.recorded * 2)
        }
        let share = Double(window.recorded) / Double(parts.count)
        let half = Sectioning.halfWidth(
            around: mean,
            figures: parts.map { $0.sum / Double($0.recorded) },
            weights: parts.map { Double($0.recorded) / share },
            confidence: confidence
        )
        return .number(mean, ConfidenceInterval(low: max(0, mean - half), high: mean + half))
    }
}
