import Glibc

/// The clock that all machines have in common, as far as they keep it.
enum WallClock {
    /// Nanoseconds since 1970.
    static var now: Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Between two looks whether to go on waiting, in nanoseconds.
    private static let look: Int64 = 50_000_000

    /// Waits for a moment.
    ///
    /// - Returns: Nanoseconds that it was late.
    static func wait(until moment: Int64, isStopped: () -> Bool) -> Int64 {
        while !isStopped() {
            let left = moment - now
            guard left > 0 else { return -left }
            usleep(UInt32(min(left, look) / 1000 + 1))
        }
        return 0
    }
}
