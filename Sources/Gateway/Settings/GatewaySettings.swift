package import Basics
package import Placement
import Yams

/// Everything that a configuration file says, checked.
///
/// Reference: docs/configuration.md, which lists every key that is read here.
package struct GatewaySettings: Sendable {
    package struct Listen: Sendable {
        package var address = "127.0.0.1"
        package var port = 8042
        package var tls: TLS?
    }

    package struct TLS: Sendable {
        /// PEM texts, read at start.
        package var certificate: String
        package var key: Secret
    }

    package enum Index: Sendable {
        /// A cluster of our own below ``GatewaySettings/dataFolder``.
        case embedded
        /// A libpq connection string without password.
        case connection(String, password: Secret?)
    }

    package struct Store: Sendable {
        package var name: String
        package var url: String
        package var username: String?
        package var password: Secret?
        /// The reference behind `password`; what PostgreSQL may hold.
        package var passwordReference: String?
        package var certificateAuthority: String?
        package var priority = 0
        package var weight = 1
        package var maximumConnections = 16
        package var quotaBytes: Int?
    }

    package struct User: Sendable {
        package var name: String
        package var passwordHash: Secret
        package var isAdmin: Bool
    }

    package struct Limits: Sendable {
        package var connections = 12_000
        package var connectionsPerAddress = 0
        package var uploadBytes = 4 << 30
        package var questionBytes = 4 << 20
        package var stagedBytes = 4 << 30
        package var keptArchives = 10
        package var keptArchiveBytes = 16 << 30
        package var header: Duration = .seconds(10)
        package var idle: Duration = .seconds(60)
        package var answer: Duration = .seconds(30)
        package var shutdown: Duration = .seconds(10)
        package var staleAfter: Duration = .seconds(5)
        package var connect: Duration = .seconds(1)
        package var firstByte: Duration = .seconds(15)
        package var stall: Duration = .seconds(15)
    }

    package var name = "Isengard"
    package var listen = Listen()
    package var index = Index.embedded
    package var dataFolder = "isengard-data"
    /// The only folder whose files `PUT /stores` may name as passwords.
    package var storeSecrets = "/etc/isengard/stores"
    package var shards: Int?
    package var stores: [Store] = []
    package var users: [User] = []
    package var placement = PlacementRules()
    package var limits = Limits()
    package var logLevel = "info"
    /// The store whose Orthanc Explorer is shown; nil: any of ``stores``.
    package var interfaceStore: String?
    /// The store that deals with modalities and peers for all; nil: the first by priority and name.
    package var delegateStore: String?
    /// The file all this came from; for error messages.
    package var file = ""
}

extension GatewaySettings {
    /// Reads and checks the configuration file at `path`.
    ///
    /// - Throws: ``ConfigurationError``, one line that names file, line, key and problem.
    package static func load(_ path: String) throws(ConfigurationError) -> GatewaySettings {
        guard let text = TextFile.read(path, limitBytes: 4 << 20) else {
            throw ConfigurationError(
                file: path,
                line: nil,
                key: "",
                problem: "cannot be read (missing, not readable, not UTF-8 or over 4 MiB)"
            )
        }
        return try parse(text, file: path)
    }

    /// Checks the text of a configuration.
    package static func parse(
        _ text: String,
        file: String
    ) throws(ConfigurationError) -> GatewaySettings {
        var settings = GatewaySettings()
        settings.file = file
        guard let node = try compose(text, file: file) else { return settings }
        var map = try ConfigurationMap(node, path: "", file: file)
        try settings.read(&map)
        try map.finish()
        return settings
    }

    private static func compose(
        _ text: String,
        file: String
    ) throws(ConfigurationError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            throw ConfigurationError(
                file: file,
                line: mark.line,
                key: "",
                problem: "not YAML: \(problem)"
            )
        } catch YamlError.duplicatedKeysInMapping(let duplicates, _) {
            throw ConfigurationError(
                file: file,
                line: nil,
                key: duplicates.first ?? "",
                problem: "stands twice"
            )
        } catch {
            let line = "\(error)".split(separator: "\n").first ?? ""
            throw ConfigurationError(file: file, line: nil, key: "", problem: "not YAML: \(line)")
        }
    }

    private mutating func read(_ map: inout ConfigurationMap) throws(ConfigurationError) {
        name = try map.text("name") ?? name
        dataFolder = try map.text("data") ?? dataFolder
        storeSecrets = try map.text("store-secrets") ?? storeSecrets
        shards = try map.integer("shards", in: 1...64)
        logLevel = try map.text("log-level") ?? logLevel
        guard ["debug", "info", "notice", "warning", "error"].contains(logLevel) else {
            throw map.fault("log-level", "must be debug, info, notice, warning or error")
        }
        if var inner = try map.map("listen") { try readListen(&inner) }
        try readIndex(&map)
        if var inner = try map.map("limits") { try readLimits(&inner) }
        try readStores(&map)
        if let inner = try map.map("placement") { placement = try inner.placement() }
        interfaceStore = try map.text("interface-store")
        if let interfaceStore, !stores.contains(where: { $0.name == interfaceStore }) {
            throw map.fault("interface-store", "must be the name of one of `stores`")
        }
        delegateStore = try map.text("delegate-store")
        if let delegateStore, !stores.contains(where: { $0.name == delegateStore }) {
            throw map.fault("delegate-store", "must be the name of one of `stores`")
        }
        try readUsers(&map)
        guard !users.isEmpty || isLoopback(listen.address) else {
            throw map.fault(
                "listen",
                "an address beyond this machine needs users (see docs/configuration.md)"
            )
        }
    }

    private mutating func readListen(
        _ map: inout ConfigurationMap
    ) throws(ConfigurationError) {
        listen.address = try map.text("address") ?? listen.address
        listen.port = try map.integer("port", in: 0...65535) ?? listen.port
        if var inner = try map.map("tls") {
            let certificate = try inner.requiredText("certificate")
            guard let text = TextFile.read(certificate, limitBytes: 1 << 20) else {
                throw inner.fault("certificate", "cannot read \(certificate)")
            }
            let key = try inner.requiredText("key")
            guard let secret = TextFile.read(key, limitBytes: 1 << 20) else {
                throw inner.fault("key", "cannot read \(key)")
            }
            listen.tls = TLS(certificate: text, key: Secret(secret))
            try inner.finish()
        }
        try map.finish()
    }

    private mutating func readIndex(_ map: inout ConfigurationMap) throws(ConfigurationError) {
        if map.isText("index") {
            guard try map.text("index") == "embedded" else {
                throw map.fault("index", "must be `embedded` or a mapping with `connection`")
            }
        } else if var inner = try map.map("index") {
            let connection = try inner.requiredText("connection")
            guard !connection.contains("password") else {
                throw inner.fault("connection", "must hold no password; use `password: env:NAME`")
            }
            index = .connection(connection, password: try inner.secret("password"))
            try inner.finish()
        }
    }

    private mutating func readLimits(_ map: inout ConfigurationMap) throws(ConfigurationError) {
        limits.connections =
            try map.integer("connections", in: 16...1_000_000) ?? limits.connections
        limits.connectionsPerAddress =
            try map.integer("connections-per-address", in: 0...1_000_000)
            ?? limits.connectionsPerAddress
        limits.uploadBytes =
            try map.integer("upload-bytes", in: 1...(1 << 45)) ?? limits.uploadBytes
        limits.questionBytes =
            try map.integer("question-bytes", in: 1024...(64 << 20)) ?? limits.questionBytes
        limits.stagedBytes =
            try map.integer("staged-bytes", in: 0...(1 << 45)) ?? limits.stagedBytes
        limits.keptArchives =
            try map.integer("kept-archives", in: 1...10_000) ?? limits.keptArchives
        limits.keptArchiveBytes =
            try map.integer("kept-archive-bytes", in: 1...(1 << 45)) ?? limits.keptArchiveBytes
        limits.header = try map.seconds("header-seconds") ?? limits.header
        limits.idle = try map.seconds("idle-seconds") ?? limits.idle
        limits.answer = try map.seconds("answer-seconds") ?? limits.answer
        limits.shutdown = try map.seconds("shutdown-seconds") ?? limits.shutdown
        limits.staleAfter = try map.seconds("stale-after-seconds") ?? limits.staleAfter
        limits.connect = try map.seconds("store-connect-seconds") ?? limits.connect
        limits.firstByte = try map.seconds("store-first-byte-seconds") ?? limits.firstByte
        limits.stall = try map.seconds("store-stall-seconds") ?? limits.stall
        try map.finish()
    }

    private mutating func readStores(_ map: inout ConfigurationMap) throws(ConfigurationError) {
        for var inner in try map.maps("stores") {
            let store = try Self.store(&inner)
            guard !stores.contains(where: { $0.name == store.name }) else {
                throw inner.fault("name", "another store has this name")
            }
            stores.append(store)
        }
    }

    private static func store(
        _ map: inout ConfigurationMap
    ) throws(ConfigurationError) -> Store {
        let name = try map.requiredText("name")
        guard (1...40).contains(name.utf8.count),
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 })
        else { throw map.fault("name", "must be 1 to 40 of a-z, 0-9 and -") }
        let url = try map.requiredText("url")
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw map.fault("url", "must begin with http:// or https://")
        }
        guard !url.contains("@") else {
            throw map.fault("url", "must hold no user or password; use `username` and `password`")
        }
        var store = Store(name: name, url: url)
        store.username = try map.text("username")
        store.passwordReference = try map.text("password")
        if let reference = store.passwordReference {
            store.password = try map.resolve(reference, for: "password")
        }
        store.certificateAuthority = try map.text("certificate-authority")
        store.priority = try map.integer("priority", in: -1000...1000) ?? store.priority
        store.weight = try map.integer("weight", in: 0...1000) ?? store.weight
        store.maximumConnections =
            try map.integer("max-connections", in: 1...1000) ?? store.maximumConnections
        store.quotaBytes = try map.integer("quota-bytes", in: 1...(1 << 50))
        try map.finish()
        return store
    }

    private mutating func readUsers(_ map: inout ConfigurationMap) throws(ConfigurationError) {
        for var inner in try map.maps("users") {
            let name = try inner.requiredText("name")
            guard !name.isEmpty, !name.contains(":"), !users.contains(where: { $0.name == name })
            else { throw inner.fault("name", "must be unique, not empty and without a colon") }
            let role = try inner.text("role") ?? "user"
            guard role == "user" || role == "admin" else {
                throw inner.fault("role", "must be user or admin")
            }
            let hash = try inner.requiredText("password-hash")
            guard hash.hasPrefix("$argon2id$") else {
                throw inner.fault(
                    "password-hash",
                    "must be an Argon2id hash (isengard hash-password)"
                )
            }
            users.append(User(name: name, passwordHash: Secret(hash), isAdmin: role == "admin"))
            try inner.finish()
        }
    }

    private func isLoopback(_ address: String) -> Bool {
        address.hasPrefix("127.") || address == "::1" || address == "localhost"
    }
}
