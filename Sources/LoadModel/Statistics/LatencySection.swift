package import Histogram

/// What one part of a steady window recorded; all parts of a window last equally long.
package struct LatencySection: Sendable {
    /// Response times in microseconds of what was answered, and the time-outs at the time-out
    /// value. In the layout of ``emptyHistogram``: others can't be added up and stop the program.
    package var recorded: Histogram<UInt64>
    /// How many of ``recorded`` timed out: their true values are that long or longer.
    package var censored: UInt64
    /// What failed or was never sent: it stays in the denominator, above every value.
    package var unanswered: UInt64

    package init(
        recorded: Histogram<UInt64> = LatencySection.emptyHistogram,
        censored: UInt64 = 0,
        unanswered: UInt64 = 0
    ) {
        self.recorded = recorded
        self.censored = censored
        self.unanswered = unanswered
    }

    /// 1 µs … 1 h with three digits.
    package static var emptyHistogram: Histogram<UInt64> {
        Histogram(
            lowestDiscernibleValue: 1,
            highestTrackableValue: 3_600_000_000,
            numberOfSignificantValueDigits: .three
        )
    }
}
