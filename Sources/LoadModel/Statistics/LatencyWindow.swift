internal import Histogram

/// The sections of one steady window, ready to be asked for means and quantiles.
package struct LatencyWindow: Sendable {
    /// The sections in which anything was scheduled.
    let parts: [LatencyTable]
    let whole: LatencyTable
    /// What is unanswered took this long at least.
    let ceiling: UInt64

    /// - Parameters:
    ///   - sections: Ten as a rule, of equal length. Any number is taken; with fewer than five that
    ///     hold something every estimate is `.insufficient`.
    ///   - timeout: What timed out took this many microseconds at least; nil when nothing did.
    package init(_ sections: [LatencySection], timeout: UInt64? = nil) {
        var sum = Latencies.times
        var unanswered: UInt64 = 0
        for section in sections {
            sum.add(section.recorded)
            unanswered += section.unanswered
        }
        parts = sections.map { LatencyTable($0.recorded, unanswered: $0.unanswered) }
            .filter { $0.total > 0 }
        whole = LatencyTable(sum, unanswered: unanswered)
        ceiling = max(timeout ?? 0, sum.maxRecorded)
    }

    /// Everything that was scheduled, answered or not.
    package var scheduled: UInt64 { whole.total }

    /// Answered.
    package var recorded: UInt64 { whole.recorded }

    /// A rank's value, or the least that it can be.
    func look(_ table: LatencyTable, atRank rank: UInt64) -> (value: Double, isKnown: Bool) {
        guard let value = table.value(atRank: rank) else { return (Double(ceiling), false) }
        return (Double(value), true)
    }
}
