/// What the workers of a closed loop do: which stream an operation is of follows from its number
/// alone.
///
/// Of `workers` workers, worker w does the operations w, w + workers, w + 2 · workers and so on: no
/// two do the same one, and each worker's choices are its own, however fast the others are.
package struct ClosedLoopMix: Sendable {
    package let workers: Int
    /// Ascending to 1: an operation whose random number is below an entry, and not below the one
    /// before, is of that stream.
    private let bounds: [Double]
    private let random: CounterRandom

    /// - Parameters:
    ///   - weights: Of the streams, any scale; at least one is above zero.
    ///   - workers: At least one.
    ///   - stream: Tells these random numbers from others'.
    package init(weights: [Double], workers: Int, seed: UInt64, stream: UInt64) {
        let total = weights.reduce(0, +)
        precondition(workers > 0 && total > 0, "nobody works, or on nothing")
        self.workers = workers
        var passed = 0.0
        bounds = weights.map { weight in
            passed += weight / total
            return passed
        }
        random = CounterRandom(seed: seed, stream: stream)
    }

    /// The number of what a worker does after `count` others.
    package func operation(_ count: UInt64, of worker: Int) -> UInt64 {
        count * UInt64(workers) + UInt64(worker)
    }

    package func worker(of operation: UInt64) -> Int { Int(operation % UInt64(workers)) }

    /// Position of the stream that an operation is of.
    package func stream(of operation: UInt64) -> Int {
        let drawn = random.uniform(operation)
        return bounds.firstIndex { drawn < $0 } ?? bounds.count - 1
    }
}
