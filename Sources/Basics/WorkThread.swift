internal import Glibc

/// Does what would hold a loop up, one piece after the other, on a thread that lives while there is
/// work.
///
/// Whoever gives it work waits for that, so the queue is no longer than there are tasks.
package final class WorkThread: Sendable {
    private struct Queue {
        var pieces: [@Sendable () -> Void] = []
        var isWorking = false
    }

    private let queue = Locked(Queue())

    package init() {}

    /// Runs `body` on the thread and waits for it without holding up the caller's.
    package func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withUnsafeContinuation { (waiter: UnsafeContinuation<Result, Never>) in
            post { waiter.resume(returning: body()) }
        }
    }

    /// Has `piece` run on the thread, behind all that was given before.
    func post(_ piece: @escaping @Sendable () -> Void) {
        let mustStart = queue.withLock { queue in
            queue.pieces.append(piece)
            defer { queue.isWorking = true }
            return !queue.isWorking
        }
        guard mustStart, !startThread() else { return }
        // No thread could be had: late is better than never.
        work()
    }

    fileprivate func work() {
        while let piece = next() { piece() }
    }

    private func next() -> (@Sendable () -> Void)? {
        queue.withLock { queue in
            guard !queue.pieces.isEmpty else {
                queue.isWorking = false
                return nil
            }
            return queue.pieces.removeFirst()
        }
    }

    private func startThread() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        guard pthread_create(&thread, nil, runWork, context.toOpaque()) == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}

/// The thread's body.
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<WorkThread>.fromOpaque(context).takeRetainedValue().work()
    return nil
}
