internal import Histogram
internal import LoadModel

/// A distribution of times as the buckets that hold any.
///
/// All figures of a report are taken from here and say nothing that a stored histogram doesn't
/// keep, so that a report made of a file is the same as the one made of the run. What is read of
/// files is held by a ``HistogramBudget``: sums don't overflow.
struct BucketCounts: Sendable, Equatable {
    struct Bucket: Sendable, Equatable {
        /// A ``TimeBucket``.
        var index: Int
        var count: UInt64
    }

    /// Ascending, none of them empty.
    private(set) var buckets: [Bucket] = []
    private(set) var total: UInt64 = 0

    init() {}

    init(_ times: Latencies) {
        guard times.totalCount > 0 else { return }
        let last = TimeBucket.index(of: times.maxRecorded)
        for index in TimeBucket.index(of: times.min)...last {
            append(index, times.countForValue(TimeBucket.lowest(index)))
        }
    }

    init(_ counts: SparseCounts) {
        var counts = counts
        counts.compact()
        let entries = counts.entries
        buckets.reserveCapacity(entries.count)
        for entry in entries {
            append(TimeBucket.index(of: UInt64(entry.value)), UInt64(entry.count))
        }
    }

    /// - Parameter index: Above all before it, below ``TimeBucket/count``.
    mutating func append(_ index: Int, _ count: UInt64) {
        guard count > 0 else { return }
        buckets.append(Bucket(index: index, count: count))
        total += count
    }

    static func += (left: inout Self, right: Self) {
        guard !left.buckets.isEmpty else { return left = right }
        var sum = BucketCounts()
        sum.buckets.reserveCapacity(max(left.buckets.count, right.buckets.count))
        var place = 0
        for bucket in left.buckets {
            while place < right.buckets.count, right.buckets[place].index < bucket.index {
                sum.append(right.buckets[place].index, right.buckets[place].count)
                place += 1
            }
            var count = bucket.count
            if place < right.buckets.count, right.buckets[place].index == bucket.index {
                count += right.buckets[place].count
                place += 1
            }
            sum.append(bucket.index, count)
        }
        for bucket in right.buckets[place...] { sum.append(bucket.index, bucket.count) }
        left = sum
    }

    /// What `self` has beyond an earlier look at the same distribution.
    func since(_ earlier: Self) -> Self {
        var rest = BucketCounts()
        var place = 0
        for bucket in buckets {
            while place < earlier.buckets.count, earlier.buckets[place].index < bucket.index {
                place += 1
            }
            let isKnown =
                place < earlier.buckets.count && earlier.buckets[place].index == bucket.index
            let known = isKnown ? earlier.buckets[place].count : 0
            rest.append(bucket.index, bucket.count - min(known, bucket.count))
        }
        return rest
    }

    // MARK: Figures

    /// The smallest time within which the share has ended: the highest of the bucket in which the
    /// ⌈`share`·n⌉-th lies. Microseconds; nil when there are none.
    func time(at share: Double) -> UInt64? {
        let rank = OrderStatistics.rank(share, of: total)
        var seen: UInt64 = 0
        for bucket in buckets {
            seen += bucket.count
            if seen >= rank { return TimeBucket.highest(bucket.index) }
        }
        return nil
    }

    /// As ``time(at:)``, but nil where there are too few for a quantile to have an interval.
    func supportedTime(at share: Double) -> UInt64? {
        total >= OrderStatistics.fewestSamples(for: share) ? time(at: share) : nil
    }

    /// Microseconds; the end of the highest bucket.
    var longest: UInt64? { buckets.last.map { TimeBucket.highest($0.index) } }

    /// Microseconds, taken from the middle of each bucket.
    var sum: Double {
        var sum = 0.0
        for bucket in buckets {
            let ends = TimeBucket.lowest(bucket.index) + TimeBucket.highest(bucket.index)
            sum += Double(ends) / 2 * Double(bucket.count)
        }
        return sum
    }

    // MARK: Other forms

    var latencies: Latencies {
        guard total > 0 else { return Self.none }
        var times = Latencies.times
        for bucket in buckets {
            times.record(TimeBucket.lowest(bucket.index), count: bucket.count)
        }
        return times
    }

    /// Shared by all that are empty: one takes 188 kB.
    private static let none = Latencies.times

    /// Counts beyond 32 bits are cut.
    var sparse: SparseCounts {
        SparseCounts(
            buckets.map {
                SparseCounts.Entry(
                    value: UInt32(truncatingIfNeeded: TimeBucket.lowest($0.index)),
                    count: UInt32(clamping: $0.count)
                )
            }
        )
    }
}
