internal import Glibc

/// MD5 of whole bodies, off their loops: as many side by side as wait.
///
/// Measured: 0.8 GB/s alone, 3.4 GB/s eight at a time; so a few wait a moment for more. One thread
/// for all loops.
package final class ChecksumThread: Sendable {
    package static let shared = ChecksumThread()

    /// A body that waits.
    ///
    /// `@unchecked Sendable`: read by the thread only while its owner waits.
    private struct Job: @unchecked Sendable {
        let body: ByteChannel
        let waiter: UnsafeContinuation<[UInt8], Never>
    }

    private let thread = WorkThread()
    private let waiting = Locked<[Job]>([])

    /// The 16 bytes of the digest of all that waits in `body`.
    ///
    /// - Parameter body: Has ended; nobody takes from it or abandons it until this returns.
    package func md5(of body: ByteChannel) async -> [UInt8] {
        precondition(body.end != nil, "more may come")
        return await withUnsafeContinuation { waiter in
            let job = Job(body: body, waiter: waiter)
            waiting.withLock { $0.append(job) }
            thread.post { self.work() }
        }
    }

    /// Does what waits, at most as many as go side by side. Later pieces of work may find nothing.
    private func work() {
        let count = waiting.withLock { $0.count }
        if 1..<Self.enough ~= count { usleep(Self.patience) }
        let jobs = waiting.withLock { waiting in
            let jobs = Array(waiting.prefix(SideBySideMD5.lanes))
            waiting.removeFirst(jobs.count)
            return jobs
        }
        guard !jobs.isEmpty else { return }
        let digests = digests(of: jobs.map(\.body))
        for (job, digest) in zip(jobs, digests) { job.waiter.resume(returning: digest) }
    }

    /// One or two are done sooner one after the other.
    private func digests(of bodies: [ByteChannel]) -> [[UInt8]] {
        guard bodies.count > 2 else {
            return bodies.map { body in
                guard let digest = RunningMD5() else { return SideBySideMD5.digests(of: [body])[0] }
                digest.update(body, from: 0)
                return digest.finish()
            }
        }
        return SideBySideMD5.digests(of: bodies)
    }

    /// So many begin at once.
    private static let enough = 6
    /// How long fewer wait for more, in microseconds.
    private static let patience: UInt32 = 1000
}
