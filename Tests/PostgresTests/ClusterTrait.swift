import Basics
import EventLoop
import LocalServers
import Testing

@testable import Postgres

/// The cluster that a suite's tests share, with a database for whoever asks for one.
final class TestCluster: Sendable {
    @TaskLocal static var current: TestCluster?

    let server: PrivateCluster
    private let folder: TemporaryFolder
    private let made = Locked(0)

    init(onLoopback: Bool = false) throws {
        folder = try TemporaryFolder(named: "postgres-tests")
        var cluster = PrivateCluster.Settings(folder: folder.path + "/cluster")
        cluster.onLoopback = onLoopback
        server = try PrivateCluster(cluster)
    }

    static func shared() throws -> TestCluster { try #require(current) }

    func settings(database: String? = nil) throws -> ConnectionSettings {
        try ConnectionSettings(Secret(server.connectionString(database: database)))
    }

    /// An empty database of the caller's own.
    func freshDatabase() throws -> ConnectionSettings {
        let number = made.withLock { made in
            made += 1
            return made
        }
        try server.createDatabase("fresh\(number)")
        return try settings(database: "fresh\(number)")
    }
}

/// Gives a suite one running cluster, and takes it away after the last test.
struct ClusterTrait: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await TestCluster.$current.withValue(try TestCluster()) { try await function() }
    }
}

extension Trait where Self == ClusterTrait {
    static var cluster: Self { Self() }
}

/// Everything that needs a server.
@Suite(.cluster) struct ServerTests {}

/// Runs `body` on a loop of its own and waits for it.
func onLoop<Answer: Sendable>(
    _ body: @escaping @Sendable (EventLoop) async throws -> Answer
) async throws -> Answer {
    let loop = try EventLoop(name: "test")
    try loop.start()
    defer {
        loop.stop()
        loop.join()
    }
    return try await Task(executorPreference: loop) { try await body(loop) }.value
}

/// Runs what blocks away from the loop that awaits it.
func offLoop<Answer: Sendable>(
    _ body: @escaping @Sendable () throws -> Answer
) async throws -> Answer {
    try await Task.detached { try body() }.value
}

extension Deadline {
    static var soon: Self { .after(.seconds(20)) }
}

func reader(
    on loop: EventLoop,
    _ settings: ConnectionSettings,
    _ limits: ReaderConnection.Limits = .init()
) async throws -> ReaderConnection {
    let reader = ReaderConnection(loop: loop, settings: settings, limits: limits)
    reader.start()
    try await reader.waitUntilReady(by: .soon)
    return reader
}

func writers(
    on loop: EventLoop,
    _ settings: ConnectionSettings,
    _ limits: WriterPool.Limits = .init()
) async throws -> WriterPool {
    let pool = WriterPool(loop: loop, settings: settings, limits: limits)
    pool.start()
    try await pool.waitUntilReady(by: .soon)
    return pool
}

/// The error that `body` throws.
func failure<Ignored>(
    of body: () async throws -> Ignored,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    return try #require(nil as PostgresError?, "nothing was thrown", sourceLocation: sourceLocation)
}
