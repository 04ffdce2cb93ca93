package import Basics

/// How a pool was used since it was made: two integrals over time, so that the difference of any
/// two looks gives exact means between them.
package struct PoolUsage: Sendable, Hashable {
    /// Requests under way, times the seconds they took.
    package private(set) var busySeconds = 0.0
    /// Requests that waited for a connection, times the seconds they waited.
    package private(set) var queuedSeconds = 0.0
    private var latest: Instant

    package init(from start: Instant) { latest = start }

    /// Counts the time since the last call, in which so many were under way and waited.
    mutating func advance(to now: Instant, inFlight: Int, queued: Int) {
        let seconds = latest.duration(to: now).seconds
        guard seconds > 0 else { return }
        latest = now
        busySeconds += seconds * Double(inFlight)
        queuedSeconds += seconds * Double(queued)
    }
}
