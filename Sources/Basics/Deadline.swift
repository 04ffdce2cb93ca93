/// A point in time after which work is no longer wanted.
///
/// Carried from the front door to the last socket, so that a slow store cannot outlive the request
/// that asked it. Monotonic: wall clock jumps do not move it.
package struct Deadline: Sendable, Comparable {
    package let instant: Instant

    package init(_ instant: Instant) { self.instant = instant }

    /// `duration` from `now`.
    package static func after(
        _ duration: Duration,
        from now: Instant = Instant.now
    ) -> Self {
        Self(now.advanced(by: duration))
    }

    /// What is left at `now`; never negative.
    package func remaining(at now: Instant) -> Duration {
        max(.zero, now.duration(to: instant))
    }

    /// The earlier of this deadline and `duration` from `now`.
    package func capped(to duration: Duration, from now: Instant) -> Self {
        min(self, .after(duration, from: now))
    }

    package static func < (left: Self, right: Self) -> Bool { left.instant < right.instant }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    package var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// Seconds with fraction; for metrics and texts, not for arithmetic.
    package var seconds: Double {
        let (whole, attoseconds) = components
        return Double(whole) + Double(attoseconds) / 1e18
    }
}
