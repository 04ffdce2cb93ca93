import Glibc

/// The Swift executor of a loop: tasks that prefer it run on its thread, between its events.
final class TaskQueue {
    private var jobs: [UnownedJob] = []
    private var running: [UnownedJob] = []

    var isEmpty: Bool { jobs.isEmpty }

    func append(_ job: UnownedJob) { jobs.append(job) }

    func append(contentsOf more: [UnownedJob]) { jobs.append(contentsOf: more) }

    /// Runs what is queued, and what that queues in turn.
    func drain(on loop: EventLoop) {
        let serial = loop.asUnownedSerialExecutor()
        let task = loop.asUnownedTaskExecutor()
        while !jobs.isEmpty {
            swap(&jobs, &running)
            for job in running { job.runSynchronously(isolatedTo: serial, taskExecutor: task) }
            running.removeAll(keepingCapacity: true)
        }
    }
}

extension EventLoop: TaskExecutor, SerialExecutor {
    package nonisolated func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            tasks.append(job)
        } else {
            mail { $0.jobs.append(job) }
        }
    }

    package nonisolated func checkIsolated() {
        precondition(isCurrent, "not on the loop's thread")
    }

    /// Starts `body` on this loop at once and runs it up to its first suspension.
    ///
    /// Call on the loop's thread.
    @discardableResult
    package func spawn(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        assertCurrent()
        return Task.immediate(executorPreference: self) { await body() }
    }

    /// Runs `body` on this loop for a task of another, which waits without holding its thread.
    package func ask<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withUnsafeThrowingContinuation { waiter in
            post { [self] in
                spawn {
                    do {
                        waiter.resume(returning: try await body())
                    } catch {
                        waiter.resume(throwing: error)
                    }
                }
            }
        }
    }

    /// Waits without holding the thread.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func sleep(for duration: Duration) async throws {
        let nap = Nap(loop: self)
        await withTaskCancellationHandler {
            await withUnsafeContinuation { nap.begin(duration, $0) }
        } onCancel: {
            post { nap.timerFired(tag: 0) }
        }
        try Task.checkCancellation()
    }
}

/// One sleeping task. Confined to its loop's thread.
private final class Nap: TimerTarget, @unchecked Sendable {
    private let loop: EventLoop
    private var waiter: UnsafeContinuation<Void, Never>?
    private var timer: TimerToken?
    private var isOver = false

    init(loop: EventLoop) { self.loop = loop }

    func begin(_ duration: Duration, _ continuation: UnsafeContinuation<Void, Never>) {
        loop.assertCurrent()
        guard !isOver, !Task.isCancelled else { return continuation.resume() }
        waiter = continuation
        timer = loop.schedule(after: duration, target: self, tag: 0)
    }

    func timerFired(tag: Int) {
        isOver = true
        if let timer { loop.cancel(timer) }
        waiter?.resume()
        waiter = nil
    }
}
