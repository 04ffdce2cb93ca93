internal import Basics
import Glibc

extension EventLoop {
    /// Runs `body` on the loop and holds the calling thread until it has ended.
    ///
    /// For start-up and shutdown on the main thread; never on a loop's thread.
    package func runAndWait<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) throws -> Result {
        precondition(!isCurrent, "a loop can't wait for itself")
        let outcome = Locked<Swift.Result<Result, any Error>?>(nil)
        let bell = ThreadBell()
        post { [self] in
            spawn {
                let result: Swift.Result<Result, any Error>
                do { result = .success(try await body()) } catch { result = .failure(error) }
                outcome.withLock { $0 = result }
                bell.ring()
            }
        }
        bell.wait()
        guard let result = outcome.withLock({ $0 }) else {
            preconditionFailure("rang without a result")
        }
        return try result.get()
    }
}

/// Holds one thread until another rings, once.
///
/// `@unchecked Sendable`: `isRung` is touched under the mutex only.
private final class ThreadBell: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isRung = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func ring() {
        pthread_mutex_lock(mutex)
        isRung = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    func wait() {
        pthread_mutex_lock(mutex)
        while !isRung { pthread_cond_wait(condition, mutex) }
        pthread_mutex_unlock(mutex)
    }
}
