import Basics
import GlobalIndex
import LocalServers
import Logging

/// The index's PostgreSQL: a cluster of our own, or somebody else's.
final class PrivateIndex {
    private let cluster: PrivateCluster?
    private let connection: String
    private let password: Secret?

    /// Starts the private cluster if the configuration wants one.
    init(_ settings: GatewaySettings) throws {
        switch settings.index {
        case .connection(let text, let secret):
            cluster = nil
            connection = text
            password = secret
        case .embedded:
            let folder = try DataFolder(settings.dataFolder, file: settings.file).path
            let started = try PrivateCluster(.init(folder: folder + "/index"))
            cluster = started
            connection = started.connectionString()
            password = nil
        }
    }

    func settings() throws -> IndexSettings { try IndexSettings(connection, password: password) }

    /// Starts the cluster again if it has died. Blocks; for the main thread.
    func revive(_ log: Logger) {
        guard let cluster, !cluster.isRunning else { return }
        log.error("the embedded index died; starting it again")
        do {
            try cluster.start()
        } catch {
            log.error("the embedded index does not start", metadata: ["error": "\(error)"])
        }
    }

    func stop() { cluster?.stop() }
}
