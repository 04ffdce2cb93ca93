internal import Glibc

/// Whether two builds differ, from repeated runs A/B/A/B; never from two single runs.
///
/// The Mann–Whitney test with midranks, exact for up to 30 runs, and the Hodges–Lehmann shift B − A
/// with the interval that belongs to it.
///
/// Sources: Mann & Whitney, 1947; Hodges & Lehmann, 1963; Hollander, Wolfe & Chicken, 3rd ed., 4.1
/// to 4.3 (ties, interval).
package struct Comparison: Equatable, Sendable {
    package enum Verdict: Equatable, Sendable {
        /// B's figure is the greater.
        case greater
        case smaller
        /// Not the same as "they are equal".
        case noDifferenceShown
        /// With so few runs a side no difference could ever show.
        case tooFewRuns
    }

    /// How many pairs have B above A; half for equals.
    package let statistic: Double
    /// Of a statistic so far off when nothing differs, two-sided.
    package let probability: Double
    /// Median of all differences B − A, in the runs' unit; `nil` without runs.
    package let shift: Double?
    /// At 95 % or what was asked for; `nil` where so few runs allow none.
    package let interval: ConfidenceInterval?
    /// ``shift`` as a share of A's median; `nil` around zero.
    package let relativeShift: Double?
    package let verdict: Verdict

    private static let mostExactRuns = 30

    /// Figures that are not finite are left out.
    ///
    /// - Parameter significance: Share of comparisons of equals that may show a difference; above
    ///   0, below 1.
    package init(_ first: [Double], _ second: [Double], significance: Double = 0.05) {
        let (left, right) = (first.filter(\.isFinite), second.filter(\.isFinite))
        let ranks = DoubledRanks(left, right)
        statistic = ranks.statistic
        probability = left.isEmpty || right.isEmpty ? 1 : ranks.probability(Self.mostExactRuns)
        let differences = right.flatMap { value in left.map { value - $0 } }.sorted()
        let middle = OrderStatistics.median(differences)
        shift = middle
        let base = OrderStatistics.median(left) ?? 0
        relativeShift = base == 0 ? nil : middle.map { $0 / base.magnitude }
        interval = Self.interval(differences, left.count, right.count, significance)
        guard interval != nil else {
            verdict = .tooFewRuns
            return
        }
        let isShown = probability <= significance + Self.rounding && middle != 0
        verdict = isShown ? ((middle ?? 0) > 0 ? .greater : .smaller) : .noDifferenceShown
    }

    /// Shares are sums of some thousand parts.
    private static let rounding = 1e-9

    /// Fewest runs a side with which a difference can show.
    package static func fewestRuns(significance: Double) -> Int {
        let counts = 2...mostExactRuns / 2
        return counts.first { count in
            let left = (0..<count).map(Double.init)
            let right = (count..<2 * count).map(Double.init)
            let share = significance / 2 + rounding
            return DoubledRanks(left, right).lowerCritical(share, mostExactRuns) != nil
        } ?? counts.upperBound
    }

    /// Between the k-th differences from either end, for the greatest k that leaves half of
    /// `significance` outside.
    private static func interval(
        _ differences: [Double],
        _ first: Int,
        _ second: Int,
        _ significance: Double
    ) -> ConfidenceInterval? {
        guard !differences.isEmpty else { return nil }
        let left = (0..<first).map(Double.init)
        let right = (first..<first + second).map(Double.init)
        let share = significance / 2 + rounding
        let outside = DoubledRanks(left, right).lowerCritical(share, mostExactRuns)
        guard let outside, outside < differences.count - 1 - outside else { return nil }
        return ConfidenceInterval(
            low: differences[outside],
            high: differences[differences.count - 1 - outside]
        )
    }
}

/// Midranks of two groups together, doubled to whole numbers.
private struct DoubledRanks {
    private let first: Int
    private let second: Int
    private let ranks: [Int]
    /// Of the second group.
    private let sum: Int

    init(_ left: [Double], _ right: [Double]) {
        var sorted: [(value: Double, isSecond: Bool)] = []
        for value in left { sorted.append((value, false)) }
        for value in right { sorted.append((value, true)) }
        sorted.sort { $0.value < $1.value }
        var ranks: [Int] = []
        var sum = 0
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].value == sorted[start].value { end += 1 }
            for place in start..<end {
                ranks.append(start + 1 + end)
                if sorted[place].isSecond { sum += start + 1 + end }
            }
            start = end
        }
        first = left.count
        second = right.count
        self.ranks = ranks
        self.sum = sum
    }

    var statistic: Double { Double(sum - second * (second + 1)) / 2 }

    func probability(_ mostExactRuns: Int) -> Double {
        let centre = Double(first * second) / 2
        guard first + second <= mostExactRuns else {
            guard deviation > 0 else { return 1 }
            let distance = max(0, (statistic - centre).magnitude - 0.5) / deviation
            return min(1, 2 * NormalDistribution.share(below: -distance))
        }
        let shares = distribution
        let off = (sum - second * (first + second + 1)).magnitude
        var tail = 0.0
        for (value, share) in shares.enumerated()
        where (value - second * (first + second + 1)).magnitude >= off { tail += share }
        return min(1, tail)
    }

    /// The greatest count of pairs that is exceeded downwards with at most `share`; `nil` where
    /// even none is likelier.
    func lowerCritical(_ share: Double, _ mostExactRuns: Int) -> Int? {
        guard first + second <= mostExactRuns else {
            let centre = Double(first * second) / 2
            let value = centre + NormalDistribution.quantile(share) * deviation - 0.5
            return value < 0 ? nil : Int(value)
        }
        let shares = distribution
        let lowest = second * (second + 1)
        var tail = 0.0
        var critical: Int?
        for pairs in 0...(first * second) {
            tail += shares[lowest + 2 * pairs]
            guard tail <= share else { break }
            critical = pairs
        }
        return critical
    }

    /// Of the statistic, less what ties take away.
    private var deviation: Double {
        let count = Double(first + second)
        guard count > 1 else { return 0 }
        let ties = OrderStatistics.ties(ranks.map(Double.init))
        let excess = ties.reduce(0) { $0 + $1 * $1 * $1 - $1 }
        let variance =
            Double(first * second) / 12 * (count + 1 - excess / (count * (count - 1)))
        return max(0, variance).squareRoot()
    }

    /// The share of all ways to choose the second group that give each doubled rank sum.
    private var distribution: [Double] {
        let most = ranks.reduce(0, +)
        var ways = Array(
            repeating: Array(repeating: 0.0, count: most + 1),
            count: second + 1
        )
        ways[0][0] = 1
        for rank in ranks {
            for chosen in stride(from: second, to: 0, by: -1) {
                for total in stride(from: most, through: rank, by: -1) {
                    ways[chosen][total] += ways[chosen - 1][total - rank]
                }
            }
        }
        let all = ways[second].reduce(0, +)
        return ways[second].map { $0 / all }
    }
}
