/// Whether the operations under way fit throughput and response time: N = X·R.
///
/// It holds for every system, so a difference is a fault of the harness or lost completions, and
/// the step is void.
///
/// Source: Little, 1961.
package struct LittlesLaw: Equatable, Sendable {
    /// What was checked: a step, an operation.
    package let name: String
    /// N, from integrating the operations under way over the window.
    package let measured: Double
    /// X·R, from completions and their response times.
    package let expected: Double
    /// What operations that reach over the window's ends may explain, as a share.
    package let edges: Double

    /// Beyond the edges, a greater difference breaks the law.
    package static let tolerance = 0.02

    /// - Parameters:
    ///   - inFlight: Averaged over time.
    ///   - completions: Within the window.
    ///   - meanResponse: Of these, in seconds.
    ///   - window: Greater than zero.
    ///   - crossing: Operations under way at the window's start plus those at its end.
    package init(
        _ name: String,
        inFlight: Double,
        completions: UInt64,
        meanResponse: Double,
        window: Duration,
        crossing: UInt64 = 0
    ) {
        precondition(window > .zero, "a window lasts")
        let seconds = window / .seconds(1)
        self.name = name
        measured = inFlight
        expected = completions == 0 ? 0 : Double(completions) * meanResponse / seconds
        let share = Double(crossing) * meanResponse / seconds / max(measured, expected)
        edges = share.isFinite ? share : 0
    }

    /// |N − X·R| as a share of the greater; 0 when both are zero, 1 when a figure is no number.
    package var difference: Double {
        guard measured.isFinite, expected.isFinite else { return 1 }
        let greater = max(measured.magnitude, expected.magnitude)
        return greater == 0 ? 0 : (measured - expected).magnitude / greater
    }

    package var holds: Bool { difference <= Self.tolerance + edges }
}
