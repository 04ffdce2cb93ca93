import Foundation

/// A store that speaks Orthanc's REST on 127.0.0.1 and holds everything in memory.
///
/// Deterministic: ids are Orthanc's, dates advance by one second with each change, nothing becomes
/// stable before `settle`. Kept honest by the contract suite, which asks it and a real Orthanc the
/// same. It knows no `/tools/find`, no jobs and no peers.
package final class StoreSimulator: @unchecked Sendable {
    // @unchecked Sendable: the mutable fields are touched only while `lock` is held.
    private let lock = NSLock()
    private var routes: SimulatedRoutes
    private var log: [String] = []
    private var intercept: (@Sendable (SimulatedRequest) -> SimulatedReply?)?
    private let credentials: String?
    private var listener: Listener?
    /// Orthanc closes a connection that has been idle for one second.
    private static let idle = Duration.seconds(1)
    private static let logLimit = 10_000

    /// - Parameters:
    ///   - version: The Orthanc to pretend to be.
    ///   - credentials: `user:password` that every request must bring; nil asks for none.
    package init(
        _ version: SimulatedVersion = .v1_10_1,
        name: String = "simulated",
        credentials: String? = nil
    ) throws {
        self.credentials = credentials
        routes = SimulatedRoutes(model: SimulatedModel(version: version), name: name, port: 0)
        let owner = Owner()
        let listener = try Listener { owner.simulator?.serve($0) }
        self.listener = listener
        routes = SimulatedRoutes(
            model: SimulatedModel(version: version),
            name: name,
            port: Int(listener.port)
        )
        owner.simulator = self
    }

    deinit { listener?.close() }

    package var port: UInt16 { listener?.port ?? 0 }
    package var url: String { "http://127.0.0.1:\(port)" }

    // MARK: What a test does behind the gateway's back

    /// Stores a file as an upload does; nil if it isn't DICOM.
    @discardableResult
    package func store(_ bytes: [UInt8]) -> String? {
        SimulatedFile(bytes).map { file in locked { routes.model.store(file, bytes).id } }
    }

    /// Whether there was such a resource.
    @discardableResult
    package func delete(_ id: String) -> Bool {
        locked {
            let known = routes.model.resource(id) != nil
            _ = routes.model.delete(id)
            return known
        }
    }

    /// Lets StableAge pass: what changed becomes stable, and the log says so.
    package func settle() { locked { routes.model.settle() } }

    /// A new, empty database: sequences start at 1 again. Also changes the version, if given.
    package func wipe(as version: SimulatedVersion? = nil) {
        locked { routes.model = SimulatedModel(version: version ?? routes.model.version) }
    }

    /// Whether a file that is there already is stored anew (`OverwriteInstances`).
    package func setOverwriting(_ value: Bool) {
        locked { routes.model.overwritesInstances = value }
    }

    /// Ids of one level, in the order of the lists.
    package func ids(_ level: SimulatedLevel) -> [String] {
        locked { routes.model.list(level).map(\.id) }
    }

    package var lastSequence: Int { locked { routes.model.lastSequence } }

    /// Answers in the simulator's place where it gives a reply; nil ends that.
    package func answerInstead(_ reply: (@Sendable (SimulatedRequest) -> SimulatedReply?)?) {
        locked { intercept = reply }
    }

    /// `GET /system` and so on, in order; at most the first 10,000.
    package var requests: [String] { locked { log } }

    package func forgetRequests() { locked { log = [] } }

    /// Refuses connections, as a dead store does, and ends none; `start` ends that.
    package func stop() { listener?.close() }

    package func start() throws { try listener?.open() }

    // MARK: Serving

    private func serve(_ connection: Connection) {
        let reader = MessageReader(connection)
        while let request = try? nextRequest(on: connection, reader) {
            let keeps = request.header("Connection")?.lowercased() != "close"
            let reply = answer(request)
            if reply.breaksOff { break }
            guard (try? connection.send(reply.bytes(keepingAlive: keeps))) != nil, keeps else {
                break
            }
        }
        connection.close()
    }

    /// Nil when the client has ended, or was idle for too long.
    private func nextRequest(
        on connection: Connection,
        _ reader: MessageReader
    ) throws -> SimulatedRequest? {
        connection.setPatience(Self.idle)
        guard try reader.fill() else { return nil }
        connection.setPatience(.seconds(60))
        return try SimulatedRequest(from: reader)
    }

    private func answer(_ request: SimulatedRequest) -> SimulatedReply {
        let hook = locked { () -> (@Sendable (SimulatedRequest) -> SimulatedReply?)? in
            if log.count < Self.logLimit { log.append("\(request.method) \(request.target)") }
            return intercept
        }
        if let reply = hook?(request) { return reply }
        if let credentials {
            let token = "Basic " + Data(credentials.utf8).base64EncodedString()
            guard request.header("Authorization") == token else {
                return SimulatedReply(
                    status: 401,
                    headers: [("WWW-Authenticate", #"Basic realm="Orthanc Secure Area""#)]
                )
            }
        }
        return locked { routes.answer(request) }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return body()
    }
}

/// Lets the listener's threads reach the simulator without keeping it alive.
private final class Owner: @unchecked Sendable {
    // @unchecked Sendable: set once, before the port is known to anyone.
    weak var simulator: StoreSimulator?
}
