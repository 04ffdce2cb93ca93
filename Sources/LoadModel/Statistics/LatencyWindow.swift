internal import Histogram

/// The sections of one steady window, ready to be asked for means and quantiles.
package struct LatencyWindow: Sendable {
    /// The sections in which anything was scheduled.
    let parts: [LatencyTable]
    let whole: LatencyTable
    /// From here on a recorded value may be a time-out; `nil` when there are none.
    let censoring: UInt64?
    /// What is unanswered took this long at least.
    let ceiling: UInt64
    /// The target's load as a share of what it can take, if known.
    let utilisation: Double?

    /// - Parameters:
    ///   - sections: Ten as a rule, of equal length. Any number is taken; with fewer than five that
    ///     hold something every estimate is `.insufficient`.
    ///   - timeout: At which time-outs were recorded, in microseconds; without it the greatest
    ///     recorded value.
    ///   - utilisation: The target's, as a share of what it can take; `nil` if not known.
    package init(_ sections: [LatencySection], timeout: UInt64? = nil, utilisation: Double? = nil) {
        var sum = Latencies.times
        var censored: UInt64 = 0
        var unanswered: UInt64 = 0
        for section in sections {
            sum.add(section.recorded)
            censored += section.censored
            unanswered += section.unanswered
        }
        parts = sections.map { LatencyTable($0.recorded, unanswered: $0.unanswered) }
            .filter { $0.total > 0 }
        whole = LatencyTable(sum, unanswered: unanswered)
        censoring = censored > 0 ? timeout ?? sum.maxRecorded : nil
        ceiling = max(timeout ?? 0, sum.maxRecorded)
        self.utilisation = utilisation
    }

    /// Everything that was scheduled: answered, timed out and unanswered.
    package var scheduled: UInt64 { whole.total }

    /// Answered and timed out.
    package var recorded: UInt64 { whole.recorded }

    /// A rank's value, or the least that it can be.
    func look(_ table: LatencyTable, atRank rank: UInt64) -> (value: Double, isKnown: Bool) {
        guard let value = table.value(atRank: rank) else { return (Double(ceiling), false) }
        guard let censoring, value >= censoring else { return (Double(value), true) }
        return (Double(censoring), false)
    }
}
