import Glibc

/// How many files and sockets this process may have open.
enum DescriptorLimit {
    /// Kept for stores, PostgreSQL, logs and spool files.
    static let reserve = 512

    /// Raises the soft limit to the hard one; the usual soft limit of 1,024 is meant for select(2).
    ///
    /// - Returns: The limit in force.
    static func raise() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1024
        }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
