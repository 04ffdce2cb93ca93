import LoadModel
import Testing

@Suite("Comparison of repeated runs")
struct ComparisonTests {
    @Test("the exact probability is that of the tables")
    func exact() {
        // U = 0 of 4 and 4: 2/70; U = 2 of 5 and 5: 8/252.
        let apart = Comparison([1, 2, 3, 4], [5, 6, 7, 8])
        #expect(apart.statistic == 16)
        #expect((apart.probability - 2.0 / 70).magnitude < 1e-12)
        let near = Comparison([1, 2, 3, 4, 7], [5, 6, 8, 9, 10])
        #expect(near.statistic == 23)
        #expect((near.probability - 8.0 / 252).magnitude < 1e-12)
    }

    @Test("the shift is the median of all differences, with the interval that belongs to it")
    func shift() {
        let comparison = Comparison([10, 11, 12, 13], [21, 20, 23, 22])
        #expect(comparison.shift == 10)
        #expect(comparison.interval == ConfidenceInterval(low: 7, high: 13))
        #expect(comparison.relativeShift == 10 / 11.5)
        #expect(comparison.verdict == .greater)
        let back = Comparison([21, 20, 23, 22], [10, 11, 12, 13])
        #expect(back.verdict == .smaller)
        #expect(back.shift == -10)
    }

    @Test("of three and three runs no difference could show")
    func tooFew() {
        #expect(Comparison([1, 2, 3], [7, 8, 9]).verdict == .tooFewRuns)
        #expect(Comparison([], []).verdict == .tooFewRuns)
        #expect(Comparison([], []).shift == nil)
        #expect(Comparison([1], [2]).verdict == .tooFewRuns)
        #expect(Comparison([.nan, 1, 2, 3], [4, 5, 6, .infinity]).verdict == .tooFewRuns)
    }

    @Test("equal runs show no difference, and ties correct the normal form")
    func ties() {
        let same = Comparison(Array(repeating: 5, count: 6), Array(repeating: 5, count: 6))
        #expect(same.probability == 1 && same.shift == 0 && same.verdict == .noDifferenceShown)
        let many = Comparison(Array(repeating: 5, count: 40), Array(repeating: 5, count: 40))
        #expect(many.probability == 1 && many.verdict == .noDifferenceShown)
        // 20 values of 1 and 2 each: variance 400/12·(41 − Σ(t³ − t)/1 560) with t = 17, 23.
        let left = Array(repeating: 1.0, count: 12) + Array(repeating: 2.0, count: 8)
        let right = Array(repeating: 1.0, count: 5) + Array(repeating: 2.0, count: 15)
        #expect((Comparison(left, right).probability - 0.0281657).magnitude < 1e-6)
    }

    @Test("the interval holds the true shift in 95 % of comparisons", arguments: [5, 20])
    func coverage(runs: Int) {
        var (held, shown) = (0, 0)
        for seed in 1...100 as ClosedRange<UInt64> {
            var generator = SplitMixGenerator(seed: seed)
            let first = (0..<runs).map { _ in RandomDeviate.exponential(&generator) }
            let second = (0..<runs).map { _ in RandomDeviate.exponential(&generator) }
            let comparison = Comparison(first, second)
            held += comparison.interval?.contains(0) ?? false ? 1 : 0
            shown += comparison.verdict == .noDifferenceShown ? 0 : 1
        }
        #expect(held >= 90)
        #expect(shown <= 10)
    }
}
