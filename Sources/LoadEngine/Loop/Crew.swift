internal import LoadModel

/// The workers of a closed loop that work on one loop's thread.
struct ClosedLoopPlan: Sendable {
    var mix: ClosedLoopMix
    /// Of this loop; the others' are others'.
    var workers: [Int]
    /// Told how many operations the busiest worker has begun, whenever it begins one more.
    var began: @Sendable (UInt64) -> Void

    init(
        mix: ClosedLoopMix,
        workers: [Int],
        began: @escaping @Sendable (UInt64) -> Void = { _ in }
    ) {
        self.mix = mix
        self.workers = workers
        self.began = began
    }
}

/// Who of a loop's workers has nothing to do, and what each does next. Confined to its loop's
/// thread.
struct Crew {
    private let plan: ClosedLoopPlan
    /// When the work begins and ends, in ``Monotonic`` nanoseconds.
    let start: Int64
    let end: Int64
    /// How many operations each worker has begun; by its number, the other loops' none.
    private var counts: [UInt64]
    private var most: UInt64 = 0
    private(set) var idle: [Int]

    init(_ plan: ClosedLoopPlan, from start: Int64, to end: Int64) {
        self.plan = plan
        self.start = start
        self.end = end
        idle = plan.workers
        counts = [UInt64](repeating: 0, count: plan.mix.workers)
    }

    /// Operation `index` has ended: its worker has nothing to do.
    mutating func rest(after index: UInt64) { idle.append(plan.mix.worker(of: index)) }

    /// What a worker that has nothing to do does next: the stream, and the operation's number.
    mutating func next() -> (stream: Int, index: UInt64)? {
        guard let worker = idle.popLast() else { return nil }
        let count = counts[worker]
        counts[worker] = count + 1
        if count + 1 > most {
            most = count + 1
            plan.began(most)
        }
        let index = plan.mix.operation(count, of: worker)
        return (plan.mix.stream(of: index), index)
    }
}
