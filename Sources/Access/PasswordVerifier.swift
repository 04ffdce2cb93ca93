internal import Basics
internal import Glibc

/// Verifies passwords one after the other on a thread of its own, which lives while there is work.
///
/// Requests with the same credentials at the same time share one verification, so one client's many
/// connections cost one hash.
package final class PasswordVerifier: Sendable {
    package typealias Answer = @Sendable (Doorkeeper.Verdict) -> Void

    private struct Job {
        let attempt: Doorkeeper.Attempt
        var answers: [Answer]
    }

    private struct Queue {
        var jobs: [CredentialDigest: Job] = [:]
        var order: [CredentialDigest] = []
        var isWorking = false
    }

    private let doorkeeper: Doorkeeper
    private let queue = Locked(Queue())

    package init(_ doorkeeper: Doorkeeper) { self.doorkeeper = doorkeeper }

    /// Verifies `attempt` and tells `answered` once, on the verifier's thread: admitted or
    /// challenged.
    ///
    /// - Returns: false when too many wait already; `answered` is never called then.
    package func verify(_ attempt: Doorkeeper.Attempt, answered: @escaping Answer) -> Bool {
        let limits = doorkeeper.limits
        let (isTaken, mustStart) = queue.withLock { queue in
            if let job = queue.jobs[attempt.digest] {
                guard job.answers.count < limits.waitersPerAttempt else { return (false, false) }
                queue.jobs[attempt.digest]?.answers.append(answered)
                return (true, false)
            }
            let own = queue.jobs.values.count { $0.attempt.address == attempt.address }
            guard queue.jobs.count < limits.queue, own < limits.queuePerAddress else {
                return (false, false)
            }
            queue.jobs[attempt.digest] = Job(attempt: attempt, answers: [answered])
            queue.order.append(attempt.digest)
            let mustStart = !queue.isWorking
            queue.isWorking = true
            return (true, mustStart)
        }
        guard mustStart, !startThread() else { return isTaken }
        refuseAll(but: attempt.digest)
        return false
    }

    fileprivate func work() {
        while let attempt = nextAttempt() {
            let isRight = doorkeeper.isRight(attempt)
            let verdict = doorkeeper.conclude(attempt, isRight: isRight, now: Instant.now)
            let answers = queue.withLock { $0.jobs.removeValue(forKey: attempt.digest)?.answers }
            for answer in answers ?? [] { answer(verdict) }
        }
    }

    /// The job stays in the queue until it is done, so that others can join it.
    private func nextAttempt() -> Doorkeeper.Attempt? {
        queue.withLock { queue in
            guard !queue.order.isEmpty else {
                queue.isWorking = false
                return nil
            }
            return queue.jobs[queue.order.removeFirst()]?.attempt
        }
    }

    private func startThread() -> Bool {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(&thread, nil, runVerifier, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// No thread could be had: whoever joined meanwhile is sent away, the caller by the result.
    private func refuseAll(but own: CredentialDigest) {
        let jobs = queue.withLock { queue in
            let jobs = queue.jobs
            queue = Queue()
            return jobs
        }
        for (digest, job) in jobs {
            for answer in job.answers.dropFirst(digest == own ? 1 : 0) { answer(.challenged) }
        }
    }
}

/// The thread's body.
private func runVerifier(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<PasswordVerifier>.fromOpaque(context).takeRetainedValue().work()
    return nil
}
