internal import LoadModel

/// Wakes a loop at even moments of an absolute schedule and counts how late it came to each.
///
/// Steps inside a session are due when the one before has ended, so nobody can say that they were
/// begun late; and where little arrives, the arrivals alone seldom look. A beat that was slept
/// through counts with its own moment, as an operation that was due then would.
struct Heartbeat {
    /// Between two beats, in nanoseconds. Our choice: what starves a loop lasts longer, and the
    /// beats take less than 0.5 % of a core.
    static let gap: Int64 = 10_000_000

    /// When the next beat is due, in ``Monotonic`` nanoseconds.
    private(set) var next: Int64
    private(set) var late = Latencies.times

    init(from start: Int64) { next = start + Self.gap }

    /// Counts the beats that are due at `now`.
    mutating func beat(at now: Int64) {
        while next <= now {
            late.record(nanoseconds: now - next)
            next += Self.gap
        }
    }
}
