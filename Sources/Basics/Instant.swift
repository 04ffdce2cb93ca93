import Glibc

/// A point of monotonic time; it goes on while the machine sleeps.
///
/// Means what `ContinuousClock.Instant` means. That one's layout is known at run time only, so
/// whatever holds one is copied, compared and destroyed through calls into the runtime; requests
/// hold dozens.
package struct Instant: Hashable, Comparable, Sendable {
    /// Since the machine started.
    private let nanoseconds: Int64

    private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Stops at the ends of what can be told, 292 years away.
    package func advanced(by duration: Duration) -> Instant {
        let (sum, isBeyond) = nanoseconds.addingReportingOverflow(duration.nanoseconds)
        guard isBeyond else { return Instant(nanoseconds: sum) }
        return Instant(nanoseconds: duration < .zero ? .min : .max)
    }

    package func duration(to other: Instant) -> Duration {
        let (difference, isBeyond) = other.nanoseconds.subtractingReportingOverflow(nanoseconds)
        guard isBeyond else { return .nanoseconds(difference) }
        return .nanoseconds(other < self ? Int64.min : Int64.max)
    }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        instant.advanced(by: duration)
    }

    package static func += (instant: inout Instant, duration: Duration) {
        instant = instant.advanced(by: duration)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Duration {
    /// Whole nanoseconds, rounded towards zero, as far as they can be told.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isBeyond) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !isBeyond else { return seconds < 0 ? .min : .max }
        let (sum, isSumBeyond) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard !isSumBeyond else { return seconds < 0 ? .min : .max }
        return sum
    }
}
