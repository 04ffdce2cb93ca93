internal import Basics
internal import CLinux
internal import Glibc

/// Runs one loop's step on a thread of its own, bound to a core if one is named.
final class LoopThread: @unchecked Sendable {
    // @unchecked Sendable: `loop` is touched by the step's thread alone while one runs, and steps
    // follow each other.
    private let loop: LoadLoop
    private let core: Int?
    private let outcome = Locked<Result<LoopReport, LoadError>?>(nil)
    private var thread = pthread_t()

    /// - Parameters:
    ///   - core: The only core that its thread runs on.
    ///   - isStopped: Asked between any two operations; true ends the schedule, and what is under
    ///     way is waited for.
    init(
        targets: [TargetSettings],
        box: EndingBox,
        core: Int? = nil,
        isStopped: @escaping @Sendable () -> Bool
    ) throws(LoadError) {
        loop = try LoadLoop(targets: targets, box: box, isStopped: isStopped)
        self.core = core
        // A core that can't be had must show before other loops have worked for an hour.
        let own = CoreMask(ofThread: 0)
        try bind()
        _ = own?.give(toThread: 0)
    }

    /// Begins a step, at `start` of the monotonic clock in nanoseconds.
    func begin(_ plan: StepPlan, at start: Int64) throws(LoadError) {
        outcome.withLock { $0 = nil }
        let order = Unmanaged.passRetained(Order(thread: self, plan: plan, start: start))
        let code = pthread_create(&thread, nil, runStep, order.toOpaque())
        guard code == 0 else {
            order.release()
            throw LoadError(.resources, doing: "start a thread", String(cString: strerror(code)))
        }
    }

    /// Whether the step is over.
    var hasEnded: Bool { outcome.withLock { $0 != nil } }

    /// Waits for the step's end.
    func join() throws(LoadError) -> LoopReport {
        pthread_join(thread, nil)
        guard let result = outcome.withLock({ $0 }) else { preconditionFailure("no outcome") }
        return try result.get()
    }

    fileprivate func run(_ plan: StepPlan, from start: Int64) {
        _ = shim_name_thread("load-loop")
        // Wakes when asked, not within the 50 µs that the kernel may add to save power.
        _ = shim_sharpen_timers()
        let result: Result<LoopReport, LoadError>
        do {
            try bind()
            result = .success(try loop.run(plan, from: start))
        } catch {
            result = .failure(error)
        }
        outcome.withLock { $0 = result }
    }
}

extension LoopThread {
    /// - Throws: ``LoadError`` — `.resources` for a core that this process may not use.
    private func bind() throws(LoadError) {
        guard let core, !CoreMask([core]).give(toThread: 0) else { return }
        let cause = String(cString: strerror(errno))
        throw LoadError(.resources, doing: "bind a loop to core \(core)", cause)
    }
}

/// What a thread is started with.
private final class Order: Sendable {
    let thread: LoopThread
    let plan: StepPlan
    let start: Int64

    init(thread: LoopThread, plan: StepPlan, start: Int64) {
        self.thread = thread
        self.plan = plan
        self.start = start
    }
}

/// The thread's body.
private func runStep(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    let order = Unmanaged<Order>.fromOpaque(context).takeRetainedValue()
    order.thread.run(order.plan, from: order.start)
    return nil
}
