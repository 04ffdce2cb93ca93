import LoadModel
import Testing

@Suite struct ClosedLoopMixTests {
    private let mix = ClosedLoopMix(weights: [3, 0, 1], workers: 8, seed: 5, stream: 9)

    @Test("what a worker does next follows from the seed, its number and its count alone")
    func fixed() {
        let first = (0..<16).map { mix.stream(of: mix.operation($0, of: 3)) }
        let again = ClosedLoopMix(weights: [300, 0, 100], workers: 8, seed: 5, stream: 9)
        #expect((0..<16).reversed().map { again.stream(of: $0 * 8 + 3) } == first.reversed())
        let other = ClosedLoopMix(weights: [3, 0, 1], workers: 8, seed: 6, stream: 9)
        #expect((0..<16).map { other.stream(of: $0 * 8 + 3) } != first)
        #expect(first == [2, 0, 2, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("no two workers do the same operation, and all together do each")
    func apart() {
        var all: [UInt64] = []
        for worker in 0..<8 {
            for count in 0..<UInt64(50) {
                let operation = mix.operation(count, of: worker)
                #expect(mix.worker(of: operation) == worker)
                all.append(operation)
            }
        }
        #expect(all.sorted() == Array(0..<400))
    }

    @Test("streams are chosen by their weights; one of none is never chosen")
    func weights() {
        var counts = [0, 0, 0]
        for operation in 0..<UInt64(20_000) { counts[mix.stream(of: operation)] += 1 }
        #expect(counts[1] == 0)
        #expect(abs(counts[0] - 15_000) < 300, "\(counts)")
    }
}
