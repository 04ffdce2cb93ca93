/// MD5 of whole bodies, off their loops: one after the other, on one thread for all loops.
///
/// libcrypto does 0.8 GB/s on a core. For Orthanc's own checksums, never for security.
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

    /// The 16 bytes of the digest of all that waits in `body`; none when libcrypto can't.
    ///
    /// - Parameter body: Has ended; nobody takes from it or abandons it until this returns.
    package func md5(of body: ByteChannel) async -> [UInt8] {
        precondition(body.end != nil, "more may come")
        return await withUnsafeContinuation { waiter in
            let job = Job(body: body, waiter: waiter)
            thread.post { job.waiter.resume(returning: Self.digest(of: job.body)) }
        }
    }

    private static func digest(of body: ByteChannel) -> [UInt8] {
        guard let digest = RunningMD5() else { return [] }
        digest.update(body, from: 0)
        return digest.finish()
    }
}
