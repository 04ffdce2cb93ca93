import Basics
import Glibc
import LocalServers

/// One PostgreSQL for all tests of this process: each test takes a new database in it.
///
/// Starts with the first use and ends with the process. Without `fsync`, which only a power cut
/// would miss. For tests that stop or kill the server, make a `PrivateCluster` instead.
package enum SharedCluster {
    private final class Running: Sendable {
        let cluster: PrivateCluster
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            var settings = PrivateCluster.Settings(folder: "\(folder.path)/index")
            settings.server = ["fsync": "off", "max_connections": "300"]
            cluster = try PrivateCluster(settings)
        }
    }

    private struct State {
        var running: Running?
        var databases = 0
    }

    private static let state = Locked(State())

    /// The connection string of a new, empty database.
    package static func newDatabase() throws -> String {
        try state.withLock { state in
            let running = try state.running ?? Running()
            if state.running == nil {
                state.running = running
                atexit { SharedCluster.end() }
            }
            state.databases += 1
            let name = "test_\(state.databases)"
            try running.cluster.createDatabase(name)
            return running.cluster.connectionString(database: name)
        }
    }

    private static func end() {
        state.withLock { state in
            state.running?.cluster.stop(.immediate)
            state.running = nil
        }
    }
}
