internal import CLinux
internal import Glibc

/// Nanoseconds of the monotonic clock; all moments of a run are read from it.
enum Monotonic {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
