internal import Basics
internal import EventLoop

/// Tasks that wait on one loop for something to be handed to them, first come first served, each up
/// to its own deadline.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class WaitList<Gift>: @unchecked Sendable {
    private let loop: EventLoop
    private var waiters = FIFO<Waiter<Gift>>()
    private(set) var count = 0

    init(loop: EventLoop) { self.loop = loop }

    /// - Returns: nil when the deadline passed or the task was cancelled.
    func wait(by deadline: Deadline) async -> Gift? {
        loop.assertCurrent()
        let waiter = Waiter<Gift>()
        let patience = deadline.remaining(at: Instant.now)
        guard !Task.isCancelled, patience > .zero else { return nil }
        count += 1
        defer {
            count -= 1
            dropServed()
        }
        let gift = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                waiter.continuation = continuation
                waiter.timer = loop.schedule(after: patience, target: waiter)
                waiters.append(waiter)
            }
        } onCancel: {
            loop.post { waiter.end(with: nil) }
        }
        if let timer = waiter.timer { loop.cancel(timer) }
        return gift?.value
    }

    /// Hands `gift` to whoever has waited longest.
    ///
    /// - Returns: false when nobody waits.
    func wakeFirst(with gift: Gift) -> Bool {
        while let waiter = waiters.popFirst() {
            if waiter.end(with: Carried(value: gift)) { return true }
        }
        return false
    }

    func wakeAll(with gift: Gift) { while wakeFirst(with: gift) {} }

    /// Sends everybody away with nothing.
    func dismissAll() { while let waiter = waiters.popFirst() { waiter.end(with: nil) } }

    /// So that those who gave up do not pile up while nothing is handed out.
    private func dropServed() {
        while let waiter = waiters.first, waiter.continuation == nil { _ = waiters.popFirst() }
    }
}

/// Carries a loop-bound value through a continuation of the same loop.
private struct Carried<Value>: @unchecked Sendable {
    let value: Value
}

private final class Waiter<Gift>: TimerTarget, @unchecked Sendable {
    var continuation: UnsafeContinuation<Carried<Gift>?, Never>?
    var timer: TimerToken?

    func timerFired(tag: Int) { end(with: nil) }

    /// The one place that resumes.
    @discardableResult
    func end(with gift: Carried<Gift>?) -> Bool {
        guard let continuation else { return false }
        self.continuation = nil
        continuation.resume(returning: gift)
        return true
    }
}
