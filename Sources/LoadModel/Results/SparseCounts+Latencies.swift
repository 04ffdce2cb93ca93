internal import Histogram

extension SparseCounts {
    /// Counts beyond 32 bits are cut.
    init(_ times: Latencies) {
        var entries: [Entry] = []
        var left = times.totalCount
        var value = times.lowestEquivalentForValue(times.min)
        while left > 0, value <= times.maxRecorded {
            let count = times.countForValue(value)
            if count > 0 {
                left -= min(left, count)
                entries.append(
                    Entry(value: UInt32(clamping: value), count: UInt32(clamping: count))
                )
            }
            value = times.nextNonEquivalentForValue(value)
        }
        self.init(entries)
    }
}
