package import Histogram

/// A distribution of times in whole microseconds, 1 µs to 1 h, to three digits.
package typealias Latencies = Histogram<UInt64>

extension Histogram where Count == UInt64 {
    /// An empty distribution of times.
    package static var times: Latencies {
        Latencies(
            lowestDiscernibleValue: 1,
            highestTrackableValue: longest,
            numberOfSignificantValueDigits: .three
        )
    }

    /// Microseconds of an hour: longer times are counted as this.
    package static var longest: UInt64 { 3_600_000_000 }

    /// Counts one time, in nanoseconds; a negative one counts as none.
    package mutating func record(nanoseconds: Int64) {
        record(Swift.min(UInt64(Swift.max(0, nanoseconds)) / 1000, Self.longest))
    }

    /// Counts what `counts` holds.
    package mutating func add(_ counts: SparseCounts) {
        for entry in counts.entries { record(UInt64(entry.value), count: UInt64(entry.count)) }
    }
}
