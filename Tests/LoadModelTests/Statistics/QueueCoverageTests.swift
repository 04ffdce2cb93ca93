import LoadModel
import Testing

@Suite("Coverage of the printed intervals")
struct QueueCoverageTests {
    private let queue = QueueModel(arrivalRate: 5_000, serviceRate: 10_000)

    @Test("mean and p99 of a queue at half load lie in the printed intervals of 90 of 100 seeds")
    func queueCoverage() {
        var both = 0
        var widest = 0.0
        for seed in 1...100 as ClosedRange<UInt64> {
            var generator = SplitMixGenerator(seed: seed)
            let sections = queue.sections(using: &generator)
            let window = LatencyWindow(sections)
            let mean = MeanEstimate(of: window)
            let tail = QuantileEstimate(0.99, of: window)
            let holds =
                mean.value.contains(queue.meanResponse * 1e6)
                && tail.value.contains(queue.responseQuantile(0.99) * 1e6)
            both += holds ? 1 : 0
            for value in [mean.value, tail.value] {
                widest = max(widest, value.relativeHalfWidth ?? 1)
            }
        }
        #expect(both >= 90)
        #expect(widest <= 0.15)
    }
}
