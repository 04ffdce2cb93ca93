/// What one part of a steady window recorded; all parts of a window last equally long.
package struct LatencySection: Sendable {
    /// Response times in microseconds of what was answered, and the time-outs at the time-out
    /// value. In the layout of ``Latencies/times``: others can't be added up and stop the program.
    package var recorded: Latencies
    /// How many of ``recorded`` timed out: their true values are that long or longer.
    package var censored: UInt64
    /// What failed or was never sent: it stays in the denominator, above every value.
    package var unanswered: UInt64

    package init(
        recorded: Latencies = .times,
        censored: UInt64 = 0,
        unanswered: UInt64 = 0
    ) {
        self.recorded = recorded
        self.censored = censored
        self.unanswered = unanswered
    }
}
