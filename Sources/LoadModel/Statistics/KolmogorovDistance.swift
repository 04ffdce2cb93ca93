package import Histogram

/// How far two recorded distributions lie apart: the greatest difference of their shares.
package struct KolmogorovDistance: Equatable, Sendable {
    /// 0…1.
    package let distance: Double
    /// What independent samples of one distribution exceed once in 100 times. Answers of one queue
    /// are not independent and exceed it more often.
    package let limit: Double

    /// A worker this far from the others measures something else. Our choice.
    package static let outlierDistance = 0.1

    /// `nil` when one of them is empty.
    ///
    /// Source: Smirnov, 1948 (limit 1.628·√((n + m)/(n·m)) at 1 %).
    package init?(_ first: Histogram<UInt64>, _ second: Histogram<UInt64>) {
        guard first.totalCount > 0, second.totalCount > 0 else { return nil }
        let one = Double(first.totalCount)
        let other = Double(second.totalCount)
        distance = Self.greatestGap(LatencyTable(first), LatencyTable(second))
        limit = min(1, 1.628 * ((one + other) / (one * other)).squareRoot())
    }

    package var isOutlier: Bool { distance > max(limit, Self.outlierDistance) }

    private static func greatestGap(_ first: LatencyTable, _ second: LatencyTable) -> Double {
        var greatest = 0.0
        var (left, right) = (0, 0)
        while left < first.values.count || right < second.values.count {
            let leftValue = left < first.values.count ? first.values[left] : .max
            let rightValue = right < second.values.count ? second.values[right] : .max
            if leftValue <= rightValue { left += 1 }
            if rightValue <= leftValue { right += 1 }
            let gap = first.share(before: left) - second.share(before: right)
            greatest = max(greatest, gap.magnitude)
        }
        return greatest
    }
}

extension LatencyTable {
    /// Of the recorded values, how many lie at the indices below `index`.
    fileprivate func share(before index: Int) -> Double {
        index == 0 ? 0 : Double(cumulative[index - 1]) / Double(recorded)
    }
}
