/// The buckets into which ``Latencies`` counts times, by number.
///
/// 2,048 of 1 µs, then 1,024 for each doubling, each twice as wide as those before; the same for
/// every distribution of times. Source: HdrHistogram, `countsArrayIndex` with three digits and
/// a lowest discernible value of 1.
package enum TimeBucket {
    /// As many as it takes to cover an hour; they end at 2³² µs.
    package static let count = 23_552

    /// Microseconds.
    package static func lowest(_ index: Int) -> UInt64 {
        guard index >= 2048 else { return UInt64(index) }
        return UInt64(index & 1023 | 1024) << UInt64(index >> 10 - 1)
    }

    /// Microseconds, still inside: what is said of whatever lies in the bucket.
    package static func highest(_ index: Int) -> UInt64 { lowest(index + 1) - 1 }

    /// Where `microseconds` is counted.
    package static func index(of microseconds: UInt64) -> Int {
        let shift = max(0, UInt64.bitWidth - microseconds.leadingZeroBitCount - 11)
        return shift << 10 + Int(microseconds >> UInt64(shift))
    }
}
