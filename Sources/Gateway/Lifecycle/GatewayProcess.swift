import Access
import Basics
import EventLoop
import GlobalIndex
import Glibc
import HTTPServer
import LocalServers
import Logging
import Packing
import Telemetry

/// The whole gateway, from settings to exit.
package enum GatewayProcess {
    /// Starts everything, serves until SIGTERM or SIGINT, and ends cleanly. On the main thread.
    ///
    /// Nothing listens before the index stands; what fails on the way takes down what had begun.
    ///
    /// - Throws: One-line errors that name what could not be had.
    package static func run(_ settings: GatewaySettings) throws {
        let signals = StopSignals()
        try checkPort(settings)
        let threshold = LogThreshold(Logger.Level(rawValue: settings.logLevel) ?? .info)
        let log = Logger(label: "gateway") { JSONLogHandler(label: $0, threshold: threshold) }
        let descriptors = DescriptorLimit.raise()
        if descriptors < settings.limits.connections + DescriptorLimit.reserve {
            log.warning(
                "fewer open files are allowed than limits.connections may need",
                metadata: ["allowed": "\(descriptors)"]
            )
        }
        let users = try Self.users(settings)
        let data = try DataFolder(settings.dataFolder, file: settings.file)
        let spool = try data.folder("spool")
        let shelf = ArchiveShelf(
            try data.folder("archives"),
            mostFiles: settings.limits.keptArchives,
            mostBytes: Int64(settings.limits.keptArchiveBytes)
        )
        shelf.clear()
        let cluster = try StartError.naming("index", in: settings) { try PrivateIndex(settings) }
        let index = try StartError.naming("index", in: settings) { try cluster.settings() }
        let shardCount = settings.shards ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let engineLoop = try EventLoop(name: "engine")
        try engineLoop.start()
        let engine = try StartError.naming("index", in: settings) {
            try engineLoop.runAndWait {
                let engine = try Engine(
                    loop: engineLoop,
                    loops: shardCount,
                    settings: settings,
                    indexSettings: index,
                    spoolFolder: spool,
                    shelf: shelf,
                    log: log,
                    switches: Switches(threshold)
                )
                try await engine.start()
                return engine
            }
        }
        let shards = try StartError.naming("listen", in: settings) {
            try startShards(shardCount, engine, Gatekeeper(users: users))
        }
        try engineLoop.runAndWait { engine.attach(shards) }
        announce(settings, shards[0].port)
        log.info("serving", metadata: ["stores": "\(settings.stores.count)"])
        signals.wait { cluster.revive(log) }
        log.info("stopping")
        for shard in shards { try? shard.loop.runAndWait { shard.stopAccepting() } }
        let deadline = Deadline.after(settings.limits.shutdown)
        for shard in shards { try? shard.loop.runAndWait { await shard.drain(until: deadline) } }
        try? engineLoop.runAndWait { await engine.stop() }
        for loop in shards.map(\.loop) + [engineLoop] {
            loop.stop()
            loop.join()
        }
        cluster.stop()
    }

    private static func startShards(
        _ count: Int,
        _ engine: Engine,
        _ gatekeeper: Gatekeeper
    ) throws -> [Shard] {
        let routes = RouteTree(RouteTable.all)
        var shards: [Shard] = []
        var port = UInt16(engine.settings.listen.port)
        for number in 0..<count {
            let loop = try EventLoop(name: "shard-\(number)")
            try loop.start()
            let wanted = port
            let shard = try loop.runAndWait {
                let shard = try Shard(
                    loop: loop,
                    loops: count,
                    engine: engine,
                    gatekeeper: gatekeeper
                )
                _ = try shard.serve(port: wanted, routes: routes)
                return shard
            }
            port = shard.port
            shards.append(shard)
        }
        return shards
    }

    private static func announce(_ settings: GatewaySettings, _ port: UInt16) {
        let scheme = settings.listen.tls == nil ? "http" : "https"
        let line = Array("listening on \(scheme)://\(settings.listen.address):\(port)\n".utf8)
        _ = unsafe line.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    private static func checkPort(_ settings: GatewaySettings) throws {
        guard settings.listen.port != 0 else { return }
        do {
            try HTTPServer.requireFree(
                address: settings.listen.address,
                port: UInt16(settings.listen.port)
            )
        } catch {
            throw StartError("\(settings.file): listen.port: \(error)")
        }
    }

    private static func users(_ settings: GatewaySettings) throws -> [User] {
        try settings.users.map { user in
            do {
                let hash = try PasswordHash(encoded: user.passwordHash)
                return User(name: user.name, hash: hash, role: user.isAdmin ? .admin : .user)
            } catch {
                throw ConfigurationError(
                    file: settings.file,
                    line: nil,
                    key: "users.\(user.name).password-hash",
                    problem: "is no Argon2id hash (isengard hash-password makes one)"
                )
            }
        }
    }
}
