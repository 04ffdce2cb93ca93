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

    /// Whether the value could be `truth`.
    package func contains(_ truth: Double) -> Bool {
        switch self {
        case .number(_, let interval): interval.contains(truth)
        case .atLeast(let bound): truth >= bound
        case .insufficient: true
        }
    }
}
