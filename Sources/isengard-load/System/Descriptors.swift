import Glibc
import LoadEngine

/// How many files and sockets this process may have open.
enum Descriptors {
    /// For all that is no connection.
    private static let others = 64

    /// Raises the limit as far as the system lets us, so that it is not the generator's shortage
    /// that shows as a target's failure.
    ///
    /// - Throws: ``LoadError`` — `.resources` if so many connections can't be had.
    static func raise(to connections: Int) throws(LoadError) {
        let wanted = rlim_t(connections + others)
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return
        }
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(limit.rlim_max, wanted)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur >= wanted
        else {
            throw LoadError(
                .resources,
                doing: "open \(connections) connections",
                "the system allows \(limit.rlim_max) open files; lower limits.connections"
            )
        }
    }
}
