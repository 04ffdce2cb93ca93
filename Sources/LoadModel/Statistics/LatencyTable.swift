internal import Histogram

/// A histogram as sorted values, for looking up ranks.
struct LatencyTable {
    /// Each the highest of its bucket, ascending.
    private(set) var values: [UInt64] = []
    /// How many are at most the value of the same index.
    private(set) var cumulative: [UInt64] = []
    /// Of the bucket centres.
    private(set) var sum = 0.0
    /// What was recorded, and what lies above every value.
    let recorded: UInt64
    let total: UInt64

    init(_ histogram: Histogram<UInt64>, unanswered: UInt64 = 0) {
        var count: UInt64 = 0
        var bucket = histogram.lowestEquivalentForValue(histogram.min)
        // The histogram's own iterator copies the histogram at every step of a debug build.
        while count < histogram.totalCount, bucket <= histogram.maxRecorded {
            let next = histogram.nextNonEquivalentForValue(bucket)
            let inside = histogram.countForValue(bucket)
            if inside > 0 {
                count += inside
                values.append(next - 1)
                cumulative.append(count)
                sum += (Double(bucket) + Double(next - 1)) / 2 * Double(inside)
            }
            bucket = next
        }
        recorded = count
        total = count + unanswered
    }

    /// Of the recorded values; `nil` without any.
    var mean: Double? { recorded == 0 ? nil : sum / Double(recorded) }

    /// The value of the rank, from 1; `nil` above what was recorded.
    func value(atRank rank: UInt64) -> UInt64? {
        guard rank <= recorded, recorded > 0 else { return nil }
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] >= rank { high = middle } else { low = middle + 1 }
        }
        return values[low]
    }

    /// How many were recorded with at most `value`.
    func count(atMost value: UInt64) -> UInt64 {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? cumulative[low - 1] : 0
    }

    /// The smallest value whose cumulative count reaches the share of ``total``.
    func value(at share: Double) -> UInt64? {
        value(atRank: OrderStatistics.rank(share, of: total))
    }
}
