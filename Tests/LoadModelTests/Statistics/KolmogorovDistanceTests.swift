import Histogram
import LoadModel
import Testing

@Suite("Distance of two histograms")
struct KolmogorovDistanceTests {
    private func histogram(_ values: some Sequence<UInt64>) -> Histogram<UInt64> {
        var histogram = Latencies.times
        for value in values { histogram.record(value) }
        return histogram
    }

    @Test("it is the greatest difference of the shares")
    func distance() throws {
        let first = histogram(1...100)
        #expect(KolmogorovDistance(first, first)?.distance == 0)
        let shifted = try #require(KolmogorovDistance(first, histogram(31...130)))
        #expect((shifted.distance - 0.3).magnitude < 1e-12)
        #expect(KolmogorovDistance(first, histogram(1_000...1_100))?.distance == 1)
        let sizes = try #require(KolmogorovDistance(histogram([5, 5, 5, 9]), histogram([5, 9])))
        #expect(sizes.distance == 0.25)
    }

    @Test("its limit is Smirnov's at 1 %")
    func limit() throws {
        let hundred = try #require(KolmogorovDistance(histogram(1...100), histogram(1...100)))
        #expect((hundred.limit - 1.628 * (0.02).squareRoot()).magnitude < 1e-12)
        let one = try #require(KolmogorovDistance(histogram([1]), histogram([9])))
        #expect(one.distance == 1 && !one.isOutlier)
    }

    @Test("an empty histogram is at no distance")
    func empty() {
        #expect(KolmogorovDistance(histogram([]), histogram([1])) == nil)
        #expect(KolmogorovDistance(histogram([1]), histogram([])) == nil)
    }
}
