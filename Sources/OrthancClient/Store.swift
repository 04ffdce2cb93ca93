internal import Basics
package import EventLoop
package import HTTPClient
package import OrthancModel

/// One store, as one loop talks to it.
///
/// Its answers are hostile input: every one has a limit, JSON is checked before it is used, and a
/// cut body never counts as whole.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class Store: @unchecked Sendable {
    /// Headers of a store's answer that a caller gets to see.
    ///
    /// Source: reliability-security 5.2.
    package static let relayedHeaders = [
        "Content-Type", "Content-Disposition", "Content-Range", "Accept-Ranges", "ETag",
        "Last-Modified", "Location", "Content-Location", "Allow",
    ]

    package let configuration: StoreConfiguration
    package let loop: EventLoop
    private let pool: ConnectionPool
    /// For what may take minutes by its nature, so that a few of them keep nobody waiting.
    private let patientPool: ConnectionPool
    private let prefix: String
    private var breaker = CircuitBreaker()

    package var name: StoreName { configuration.name }

    /// - Parameter loops: How many loops share the store's connections; each gets one at least.
    /// - Throws: `.malformed` when the URL is not usable.
    package init(
        _ configuration: StoreConfiguration,
        on transport: Transport,
        loop: EventLoop,
        loops: Int
    ) throws(StoreError) {
        guard let (origin, prefix) = configuration.origin else {
            throw StoreError(.malformed, doing: "read URL of \(configuration.name)")
        }
        self.configuration = configuration
        self.loop = loop
        self.prefix = prefix
        let share = max(1, configuration.maximumConnections / max(1, loops))
        do {
            pool = try transport.pool(origin, limits: PoolLimits(maxConnections: share))
            patientPool = try transport.pool(origin, limits: PoolLimits(maxConnections: share))
        } catch {
            throw StoreError(error)
        }
    }

    package func close() {
        pool.close()
        patientPool.close()
    }

    /// Most requests under way at a time from this loop.
    package var maximumRequests: Int {
        pool.limits.maxConnections + patientPool.limits.maxConnections
    }

    /// Requests under way so far, times their seconds, and those that waited for a connection.
    package func usage() -> (busySeconds: Double, queuedSeconds: Double) {
        let (one, other) = (pool.usage(), patientPool.usage())
        return (
            one.busySeconds + other.busySeconds, one.queuedSeconds + other.queuedSeconds
        )
    }

    /// Whether the circuit would let a question pass now.
    package var admits: Bool { breaker.isAdmitting(at: loop.now) }

    /// Whether it failed of late, so that one question has to show first that it is back.
    package var isOnProbation: Bool { !breaker.isClosed }

    /// Its health was bad and is good again, as probed elsewhere.
    package func foundUp() { breaker.foundUp(at: loop.now) }

    /// Asks, and returns as soon as the head of the answer is there, whatever its status.
    package func open(_ request: StoreRequest) async throws(StoreError) -> StoreStream {
        try enter(request)
        do {
            let stream = try await pool(for: request).open(wire(request))
            note(status: stream.head.status)
            return StoreStream(
                status: stream.head.status,
                headers: stream.head.headers.select(Self.relayedHeaders),
                length: stream.head.length,
                body: stream.body
            )
        } catch {
            throw noted(StoreError(error))
        }
    }

    /// Asks, and collects the whole answer, whatever its status.
    func send(
        _ request: StoreRequest,
        limitBytes: Int = 64 << 20
    ) async throws(StoreError) -> (status: Int, body: [UInt8]) {
        try enter(request)
        do {
            let response = try await pool(for: request).send(wire(request), limitBytes: limitBytes)
            note(status: response.head.status)
            return (response.head.status, response.body)
        } catch {
            throw noted(StoreError(error))
        }
    }

    /// Asks, and collects the body of a 200.
    ///
    /// - Throws: `.status` for any other answer.
    func fetch(
        _ request: StoreRequest,
        limitBytes: Int = 64 << 20
    ) async throws(StoreError) -> [UInt8] {
        let (status, body) = try await send(request, limitBytes: limitBytes)
        guard status == 200 else { throw refusal(request, status, body) }
        return body
    }

    /// An answer that is not the one asked for.
    func refusal(_ request: StoreRequest, _ status: Int, _ body: [UInt8] = []) -> StoreError {
        StoreError(
            .status(status),
            doing: "\(request.method.rawValue) \(name)",
            cause: "status \(status)",
            bytesSent: true,
            body: Array(body.prefix(64 * 1024))
        )
    }

    // MARK: One request

    private func enter(_ request: StoreRequest) throws(StoreError) {
        loop.assertCurrent()
        guard request.isSafe else {
            throw StoreError(.malformed, doing: "ask \(name)", cause: "path with dot segments")
        }
        guard breaker.admit(at: loop.now) else {
            throw StoreError(.suspended, doing: "\(request.method.rawValue) \(name)")
        }
    }

    private func pool(for request: StoreRequest) -> ConnectionPool {
        request.firstByte.map { $0 > .seconds(60) } ?? false ? patientPool : pool
    }

    private func wire(_ request: StoreRequest) -> ClientRequest {
        let body: ClientBody =
            switch request.body {
            case .none: .none
            case .bytes(let bytes): .bytes(bytes)
            case .channel(let channel, let length): .channel(channel, length: length)
            }
        return ClientRequest(
            method(request.method),
            request.target(after: prefix),
            headers: request.headers,
            body: body,
            deadlines: TransferDeadlines(
                connect: configuration.connect,
                firstByte: request.firstByte ?? configuration.firstByte,
                stall: configuration.stall,
                total: request.within.map { .after($0, from: loop.now) }
            )
        )
    }

    private func method(_ method: StoreRequest.Method) -> ClientRequest.Method {
        switch method {
        case .get: .get
        case .post: .post
        case .put: .put
        case .delete: .delete
        }
    }

    private func note(status: Int) {
        if status >= 500, status != 507 {
            // A 500 may be the question's fault; the store is alive.
            breaker.undecided(at: loop.now)
        } else {
            breaker.succeeded()
        }
    }

    func noted(_ error: StoreError) -> StoreError {
        if error.countsAgainstHealth {
            breaker.failed(at: loop.now, isRefused: error.kind == .unreachable)
        } else {
            breaker.undecided(at: loop.now)
        }
        return error
    }
}
