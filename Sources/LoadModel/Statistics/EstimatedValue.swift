/// A figure with its interval, or why there is none.
package enum EstimatedValue: Equatable, Sendable {
    case number(Double, ConfidenceInterval)
    /// It lies among time-outs and failures: this much or more.
    case atLeast(Double)
    /// Too few samples for an upper limit to exist.
    case insufficient(needed: UInt64)

    /// The figure itself, where there is one.
    package var centre: Double? {
        if case .number(let centre, _) = self { centre } else { nil }
    }

    package var interval: ConfidenceInterval? {
        if case .number(_, let interval) = self { interval } else { nil }
    }

    /// Half the interval's width as a share of the figure; `nil` where that says nothing.
    package var relativeHalfWidth: Double? {
        guard case .number(let centre, let interval) = self else { return nil }
        return interval.relativeHalfWidth(around: centre)
    }

    /// Whether the value could be `truth`.
    package func contains(_ truth: Double) -> Bool {
        switch self {
        case .number(_, let interval): interval.contains(truth)
        case .atLeast(let bound): truth >= bound
        case .insufficient: true
        }
    }

    /// How many times as long the window must be for the relative half-width to become `target`;
    /// `nil` where length is not what is missing. At least 1.
    ///
    /// Widths shrink with the root of the length.
    package func lengthening(to target: Double) -> Double? {
        guard let width = relativeHalfWidth, target > 0 else { return nil }
        return max(1, (width / target) * (width / target))
    }
}
