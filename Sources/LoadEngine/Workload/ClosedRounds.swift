internal import Basics

/// How often the busiest worker of a closed loop began an operation, in each step: so much may have
/// been uploaded, and is to be deleted.
///
/// Shared by all loops.
final class ClosedRounds: Sendable {
    private let rounds = Locked<[Int: UInt64]>([:])

    /// A worker has begun `count` operations in a step.
    func note(_ count: UInt64, step: Int) {
        rounds.withLock { $0[step] = max($0[step] ?? 0, count) }
    }

    func most(step: Int) -> UInt64 { rounds.withLock { $0[step] ?? 0 } }
}
