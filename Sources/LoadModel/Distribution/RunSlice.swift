/// Which part of a run that several generators share one of them does.
///
/// Every loop of every worker has a slice of its own: with N workers of L loops, worker k has the
/// slices k·L to k·L + L − 1 of N·L. So all workers must have the same number of loops.
package struct RunSlice: Sendable, Equatable {
    package let worker: WorkerSlice
    /// Of every worker.
    package let loops: Int
    /// The run's number, the same for all: uploads follow from it and from their place in the
    /// schedule, so no two workers upload the same study.
    package let run: UInt64
    /// When the first step begins everywhere, in seconds since 1970.
    package let start: Int

    /// Most slices of one run. Our choice.
    package static let most = 1024

    /// nil for no loops, or too many slices.
    package init?(_ worker: WorkerSlice, loops: Int, run: UInt64, start: Int) {
        guard loops > 0, loops <= Self.most / worker.count else { return nil }
        self.worker = worker
        self.loops = loops
        self.run = run
        self.start = start
    }

    /// A run's number made of all that its workers have in common.
    ///
    /// Source: Fowler, Noll and Vo, FNV-1a, 64 bits.
    package static func number(scenario: String, seed: UInt64, start: Int, workers: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in scenario.utf8 { mix(byte) }
        for value in [seed, UInt64(bitPattern: Int64(start)), UInt64(workers)] {
            for place in 0..<8 { mix(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
        }
        return hash
    }
}

extension WorkerSlice {
    /// What one of so many loops of this worker has of the whole.
    package func part(_ loop: Int, of loops: Int) -> WorkerSlice {
        WorkerSlice(index: index * loops + loop, of: count * loops)
    }
}
