import Basics
import EventLoop
import HTTPClient
import Testing

/// Runs each test of a suite over plain connections of our own and again over libcurl, which serves
/// TLS: whoever uses a pool can't tell.
struct BothWays: SuiteTrait, TestTrait, TestScoping {
    @TaskLocal static var isPlain = true
    let isRecursive = true

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        for isPlain in [true, false] {
            try await Self.$isPlain.withValue(isPlain) { try await function() }
        }
    }
}

extension Trait where Self == BothWays {
    static var bothWays: Self { Self() }
}

/// A loop with a transport on it, and a peer to talk to.
struct Bench: Sendable {
    let loop: EventLoop
    let transport: Transport
    let peer: RawPeer

    func origin(_ credentials: Credentials? = nil) -> Origin {
        Origin(host: "127.0.0.1", port: peer.port, credentials: credentials)
    }

    func pool(_ limits: PoolLimits = .init()) throws -> ConnectionPool {
        try transport.pool(origin(), limits: limits)
    }

    /// Runs `body` on the loop, against a peer that runs `script` per connection.
    static func run(
        peer script: @escaping @Sendable (Line) throws -> Void,
        _ body: @escaping @Sendable (Bench) async throws -> Void
    ) async throws {
        let peer = try RawPeer(script)
        defer { peer.stop() }
        let loop = try EventLoop(name: "test")
        try loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        let configuration = TransportConfiguration(usesPlainConnections: BothWays.isPlain)
        let outcome = await withUnsafeContinuation { continuation in
            loop.post {
                loop.spawn {
                    let outcome = await attempt(loop, configuration, peer, body)
                    continuation.resume(returning: outcome)
                }
            }
        }
        try outcome.get()
    }

    private static func attempt(
        _ loop: EventLoop,
        _ configuration: TransportConfiguration,
        _ peer: RawPeer,
        _ body: @Sendable (Bench) async throws -> Void
    ) async -> Result<Void, any Error> {
        do {
            let transport = try Transport(loop: loop, configuration: configuration)
            defer { transport.close() }
            return .success(try await body(Bench(loop: loop, transport: transport, peer: peer)))
        } catch {
            return .failure(error)
        }
    }
}

extension Bench {
    /// Lets the loop run until `condition` holds.
    ///
    /// - Throws: after ten seconds.
    func until(_ condition: () -> Bool) async throws {
        for _ in 0..<10_000 {
            if condition() { return }
            try await loop.sleep(for: .milliseconds(1))
        }
        throw PeerFault("it never happened")
    }
}

/// What the failing call threw; a success is recorded as an issue.
func failure<Value>(
    of call: () async throws(TransferError) -> Value
) async throws -> TransferError {
    do {
        _ = try await call()
    } catch {
        return error
    }
    throw PeerFault("the call succeeded")
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
