import Basics

/// Which deadline of a transfer comes next, and which has passed. A value: driven by whoever knows
/// the time.
struct TransferClock {
    enum Phase { case queued, connecting, sending, waiting, receiving }

    enum Verdict: Equatable {
        case expired(TransferError.Kind)
        /// Nothing can expire before then; nil if nothing ever will.
        case check(at: Instant?)
    }

    let deadlines: TransferDeadlines
    private(set) var phase = Phase.queued
    /// Our own side is not ready for the next piece, so its absence is not the peer's fault.
    private(set) var isHeldBack = false
    private var since: Instant

    init(_ deadlines: TransferDeadlines, now: Instant) {
        self.deadlines = deadlines
        since = now
    }

    mutating func enter(_ phase: Phase, at now: Instant) {
        self.phase = phase
        since = now
        isHeldBack = false
    }

    /// A piece of a body went through.
    mutating func moved(at now: Instant) { since = now }

    mutating func hold(_ isHeld: Bool, at now: Instant) {
        guard isHeld != isHeldBack else { return }
        isHeldBack = isHeld
        since = now
    }

    func verdict(at now: Instant) -> Verdict {
        if let total = deadlines.total, total.instant <= now { return .expired(.deadline) }
        guard let (limit, kind) = limit else { return .check(at: deadlines.total?.instant) }
        let due = since.advanced(by: limit)
        if due <= now { return .expired(kind) }
        return .check(at: min(due, deadlines.total?.instant ?? due))
    }

    private var limit: (Duration, TransferError.Kind)? {
        switch phase {
        case .queued: (deadlines.firstByte, .poolQueueTimeout)
        case .connecting: (deadlines.connect, .connectTimeout)
        case .waiting: (deadlines.firstByte, .firstByteTimeout)
        case .sending, .receiving: isHeldBack ? nil : (deadlines.stall, .stalled)
        }
    }
}
