/// Ranks of sorted samples.
package enum OrderStatistics {
    /// Half-way value; `nil` without values. NaN is left out.
    package static func median(_ values: [Double]) -> Double? {
        quantile(0.5, of: values)
    }

    /// Interpolated between neighbours; `nil` without values. NaN is left out, infinity sorts last.
    ///
    /// Source: Hyndman & Fan, 1996, definition 7.
    package static func quantile(_ share: Double, of values: [Double]) -> Double? {
        let sorted = values.filter { !$0.isNaN }.sorted()
        guard !sorted.isEmpty else { return nil }
        let position = min(max(share, 0), 1) * Double(sorted.count - 1)
        let below = Int(position)
        let part = position - Double(below)
        guard part > 0, sorted[below] != sorted[below + 1] else { return sorted[below] }
        return sorted[below] + part * (sorted[below + 1] - sorted[below])
    }

    /// How often each value occurs that occurs more than once.
    package static func ties(_ values: [Double]) -> [Double] {
        var ties: [Double] = []
        var run = 1.0
        let sorted = values.sorted()
        for (before, value) in zip(sorted, sorted.dropFirst()) {
            if before == value {
                run += 1
            } else {
                if run > 1 { ties.append(run) }
                run = 1
            }
        }
        return run > 1 ? ties + [run] : ties
    }

    /// The rank of the smallest value whose cumulative count reaches ⌈`share`·`count`⌉; from 1.
    ///
    /// A product that rounding alone lifts over a whole number stays there.
    package static func rank(_ share: Double, of count: UInt64) -> UInt64 {
        let exact = share * Double(count)
        let rank = UInt64(max(1, (exact - exact * 1e-12).rounded(.up)))
        return min(rank, max(count, 1))
    }

    /// Fewest samples for which both limits of a quantile's interval of 95 % exist: 381 for 0.99,
    /// 3 838 for 0.999.
    ///
    /// The limits are the order statistics of the ranks n·q ± 1.96·√(n·q·(1 − q)), and those must
    /// lie within 1…n.
    ///
    /// Source: Conover, Practical Nonparametric Statistics, 3.2 (normal form of the binomial
    /// limits).
    package static func fewestSamples(for share: Double) -> UInt64 {
        let odds = max(share / (1 - share), (1 - share) / share)
        return UInt64((deviate * deviate * odds).rounded(.up))
    }

    /// The ranks of ``fewestSamples(for:)``, cut to 1…`count`.
    package static func rankLimits(_ share: Double, of count: UInt64) -> ClosedRange<UInt64> {
        let centre = share * Double(count)
        let spread = deviate * (centre * (1 - share)).squareRoot()
        let low = UInt64(max(1, (centre - spread).rounded(.down)))
        let high = min(max(count, 1), UInt64(max(1, (centre + spread).rounded(.up))))
        return min(low, high)...high
    }

    /// 97.5 % of the standard normal distribution.
    private static let deviate = 1.959964
}
