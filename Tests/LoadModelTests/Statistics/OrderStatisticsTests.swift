import LoadModel
import Testing

@Suite("Order statistics")
struct OrderStatisticsTests {
    @Test(
        "an upper limit needs as many samples as the binomial ranks say",
        arguments: [(0.5, 4), (0.95, 73), (0.99, 381), (0.999, 3_838), (0.01, 381)]
            as [(Double, UInt64)]
    )
    func fewest(share: Double, expected: UInt64) {
        #expect(OrderStatistics.fewestSamples(for: share) == expected)
    }

    @Test("of so many samples the upper rank exists, of one less it doesn't")
    func upperRank() {
        let share = 0.99
        let upper = { (count: Double) in
            count * share + 1.959964 * (count * share * (1 - share)).squareRoot()
        }
        #expect(upper(381) <= 381)
        #expect(upper(380) > 380)
    }

    @Test(
        "a rank is the product rounded up, and rounding errors don't lift it",
        arguments: [
            (0.99, 100, 99), (0.99, 101, 100), (0.07, 100, 7), (0.5, 3, 2), (0.999, 1, 1),
            (0.01, 10, 1), (0.9999, 10_000, 9_999), (0.5, 0, 1),
        ] as [(Double, UInt64, UInt64)]
    )
    func rank(share: Double, count: UInt64, expected: UInt64) {
        #expect(OrderStatistics.rank(share, of: count) == expected)
    }

    @Test("a median is the middle one or between two; NaN is left out; of nothing there is none")
    func median() {
        #expect(OrderStatistics.median([3, 1, 2]) == 2)
        #expect(OrderStatistics.median([4, 1, .nan, 2, 3]) == 2.5)
        #expect(OrderStatistics.median([7]) == 7)
        #expect(OrderStatistics.median([]) == nil)
        #expect(OrderStatistics.median([.nan]) == nil)
        #expect(OrderStatistics.median([1, .infinity]) == .infinity)
    }

    @Test("the ranks of an interval lie on either side by 1.96 deviations, within the samples")
    func rankLimits() {
        // 10 000·0.99 ± 1.96·9.95
        #expect(OrderStatistics.rankLimits(0.99, of: 10_000) == 9_880...9_920)
        #expect(OrderStatistics.rankLimits(0.999, of: 100) == 99...100)
        #expect(OrderStatistics.rankLimits(0.5, of: 1) == 1...1)
        #expect(OrderStatistics.rankLimits(0.5, of: 0) == 1...1)
    }

    @Test("an interval holds its ends and nothing beyond them")
    func contains() {
        let interval = ConfidenceInterval(low: 2, high: 4)
        #expect([2, 3, 4].allSatisfy(interval.contains))
        #expect(!interval.contains(1.999) && !interval.contains(4.001) && !interval.contains(.nan))
        let open = ConfidenceInterval(low: 2, high: nil)
        #expect(open.contains(1e300) && !open.contains(1))
    }

    @Test("half a width is a share of the figure; around zero or without a limit there is none")
    func relativeHalfWidth() {
        #expect(ConfidenceInterval(low: 70, high: 130).relativeHalfWidth(around: -100) == 0.3)
        #expect(ConfidenceInterval(low: -1, high: 1).relativeHalfWidth(around: 0) == nil)
        #expect(ConfidenceInterval(low: 2, high: nil).relativeHalfWidth(around: 3) == nil)
    }

    @Test("likeness counts only when it is positive and significant")
    func inflation() {
        let up = (0..<40).map { Double($0 / 5) }
        #expect(Autocorrelation.inflation(of: up) > 5)
        #expect(Autocorrelation.inflation(of: (0..<40).map { Double($0 % 2) }) == 1)
        // Lag 1 is 0.3 here, and of ten values 0.62 would be significant.
        let weak = [0, 0, 1, 1, 1, 0, 0, 0, 1, 1].map(Double.init)
        let first = Autocorrelation.coefficients(of: weak, lags: 1)
        #expect(first.count == 1 && first[0] > 0.1 && first[0] < 0.6)
        #expect(Autocorrelation.inflation(of: weak) == 1)
        #expect(Autocorrelation.inflation(of: []) == 1)
        #expect(Autocorrelation.coefficients(of: [1, 1, 1], lags: 9) == [0, 0])
        #expect(Autocorrelation.coefficients(of: [.nan, 1], lags: 1) == [0])
    }

    @Test("ties are counted by value")
    func ties() {
        #expect(OrderStatistics.ties([2, 1, 2, 3, 3, 3]) == [2, 3])
        #expect(OrderStatistics.ties([1, 2]) == [])
        #expect(OrderStatistics.ties([]) == [])
    }
}
