import Glibc

/// Civil time as Orthanc writes it: `YYYYMMDDTHHMMSS`, second resolution.
package enum WallClock {
    /// Seconds since 1970-01-01T00:00:00Z.
    package static func unixSeconds() -> Int { time(nil) }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    package static func unixMilliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// The time in UTC.
    package static func utc(_ seconds: Int = unixSeconds()) -> String {
        var parts = tm()
        var seconds = seconds
        gmtime_r(&seconds, &parts)
        return text(parts)
    }

    /// The time in the zone of this machine.
    package static func local(_ seconds: Int = unixSeconds()) -> String {
        var parts = tm()
        var seconds = seconds
        localtime_r(&seconds, &parts)
        return text(parts)
    }

    private static func text(_ parts: tm) -> String {
        let date = pad(parts.tm_year + 1900, 4) + pad(parts.tm_mon + 1, 2) + pad(parts.tm_mday, 2)
        return date + "T" + pad(parts.tm_hour, 2) + pad(parts.tm_min, 2) + pad(parts.tm_sec, 2)
    }

    private static func pad(_ value: Int32, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
