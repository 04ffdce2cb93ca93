/// What one part of a steady window recorded; all parts of a window last equally long.
package struct LatencySection: Sendable {
    /// Response times in microseconds of what was answered. In the layout of ``Latencies/times``:
    /// others can't be added up and stop the program.
    package var recorded: Latencies
    /// What failed, timed out or was never sent: it stays in the denominator, above every value.
    package var unanswered: UInt64

    package init(recorded: Latencies = .times, unanswered: UInt64 = 0) {
        self.recorded = recorded
        self.unanswered = unanswered
    }
}
