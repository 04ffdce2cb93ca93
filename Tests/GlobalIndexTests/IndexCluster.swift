import Basics
import EventLoop
import GlobalIndex
import LocalServers
import OrthancModel
import Postgres
import Testing

/// The cluster that all tests of the index share; each test has a database of its own.
final class IndexCluster: Sendable {
    @TaskLocal static var current: IndexCluster?

    private let server: PrivateCluster
    private let folder: TemporaryFolder
    private let made = Locked(0)

    init() throws {
        folder = try TemporaryFolder(named: "index-tests")
        var cluster = PrivateCluster.Settings(folder: folder.path + "/cluster")
        cluster.server = ["fsync": "off"]
        server = try PrivateCluster(cluster)
    }

    /// An empty database of the caller's own.
    func freshDatabase() throws -> ConnectionSettings {
        let number = made.withLock { made in
            made += 1
            return made
        }
        try server.createDatabase("index\(number)")
        return try ConnectionSettings(Secret(server.connectionString(database: "index\(number)")))
    }
}

struct IndexClusterTrait: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await IndexCluster.$current.withValue(try IndexCluster()) { try await function() }
    }
}

extension Trait where Self == IndexClusterTrait {
    static var indexCluster: Self { Self() }
}

/// Everything about the index that needs a server.
@Suite(.indexCluster) struct IndexTests {}

/// A migrated database with its connections, on one loop.
final class Bench: @unchecked Sendable {
    // @unchecked Sendable: confined to its loop's thread.
    let loop: EventLoop
    let settings: ConnectionSettings
    let pool: WriterPool
    let reader: IndexReader
    let bulk: BulkConnection
    let control: ControlConnection
    let stores: IndexStores
    private let connections: [ReaderConnection]

    init(_ loop: EventLoop, _ settings: ConnectionSettings) async throws {
        self.loop = loop
        self.settings = settings
        bulk = BulkConnection(loop: loop, settings: settings)
        bulk.start()
        try await bulk.waitUntilReady(by: .soon)
        _ = try await IndexSchema.migrate(bulk)
        var limits = WriterPool.Limits()
        limits.connections = 4
        pool = WriterPool(loop: loop, settings: settings, limits: limits)
        control = ControlConnection(loop: loop, settings: settings)
        connections = [
            ReaderConnection(loop: loop, settings: settings),
            ReaderConnection(loop: loop, settings: settings),
        ]
        reader = IndexReader(fast: connections[0], slow: connections[1])
        stores = IndexStores(pool)
        pool.start()
        control.start()
        for connection in connections { connection.start() }
        try await pool.waitUntilReady(by: .soon)
        try await control.waitUntilReady(by: .soon)
        for connection in connections { try await connection.waitUntilReady(by: .soon) }
    }

    func close() {
        for connection in connections { connection.close() }
        pool.close()
        bulk.close()
        control.close()
    }

    /// Runs `body` on a loop of its own, over an empty index with stores `a`, `b` and `c`.
    static func with<Answer: Sendable>(
        _ body: @escaping @Sendable (Bench) async throws -> Answer
    ) async throws -> Answer {
        let settings = try #require(IndexCluster.current).freshDatabase()
        let loop = try EventLoop(name: "index-test")
        try loop.start()
        defer { loop.stop() }
        return try await Task(executorPreference: loop) {
            let bench = try await Bench(loop, settings)
            defer { bench.close() }
            for name in ["a", "b", "c"] {
                _ = try await bench.stores.add(
                    try #require(StoreName(name)),
                    url: "http://127.0.0.1:1",
                    settings: Array("{}".utf8)
                )
            }
            return try await body(bench)
        }.value
    }

    // MARK: What tests do all the time

    @discardableResult
    func apply(_ batch: Batch) async throws -> AppliedBatch {
        try await IndexWriter.run(on: pool) { try await $0.applyAndCommit(batch) }
    }

    /// Feeds instances, with all their parents, as one page of a store's feed.
    @discardableResult
    func feed(
        _ store: StoreKey,
        _ instances: [Sample],
        isStable: Bool = false,
        stable: [(Level, OrthancID)] = []
    ) async throws -> AppliedBatch {
        var batch = Batch(store: store, epoch: 1, origin: .feed)
        batch.records = try Sample.records(instances, isStable: isStable)
        batch.stable = stable.map { ($0.0, $0.1) }
        return try await apply(batch)
    }

    @discardableResult
    func remove(
        _ store: StoreKey,
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws -> RemovedCopies {
        try await IndexWriter.run(on: pool) { try await $0.removeCopies(store, level, ids) }
    }

    /// Type and level of every row of the change log, such as `NewStudy`.
    func log(since: Int64 = 0) async throws -> [String] {
        try await reader.changes(ChangeQuestion(since: since, limit: 10_000)).changes
            .map(\.type.rawValue)
    }

    /// One number from the database.
    func number(_ sql: String) async throws -> Int64 {
        try await pool.query(.once(sql)).int(0, 0) ?? 0
    }

    /// That every derived number agrees with the copies it stands for.
    func checkInvariants(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        for (name, sql) in Self.invariants {
            let broken = try await number(sql)
            #expect(broken == 0, "\(name)", sourceLocation: sourceLocation)
        }
    }

    private static let invariants = [
        "series totals": """
        SELECT count(*) FROM series e LEFT JOIN series_total t ON t.id = e.id
        WHERE NOT coalesce((t.instances, t.bytes) = (
            SELECT count(*), sum(size) FROM instance i WHERE i.series = e.id), false)
        """,
        "totals without series":
            """
        SELECT count(*) FROM series_total t
        WHERE NOT EXISTS (SELECT FROM series WHERE id = t.id)
        """,
        "series copies": """
        SELECT count(*) FROM copy_series s WHERE NOT coalesce((s.instances, s.bytes) = (
            SELECT count(*), sum(size) FROM copy_instance c
            WHERE c.series = s.id AND c.store = s.store), false)
        """,
        "instances without copies": """
        SELECT count(*) FROM instance i WHERE NOT EXISTS (
            SELECT FROM copy_instance c WHERE c.id = i.id)
        """,
        "copies without instances": """
        SELECT count(*) FROM copy_instance c WHERE NOT EXISTS (
            SELECT FROM instance i WHERE i.id = c.id)
            OR NOT EXISTS (SELECT FROM copy_series s WHERE s.id = c.series AND s.store = c.store)
        """,
        "parents": """
        SELECT (SELECT count(*) FROM instance w WHERE NOT EXISTS (
                    SELECT FROM series WHERE id = w.series))
            + (SELECT count(*) FROM series w WHERE NOT EXISTS (
                    SELECT FROM study WHERE id = w.study))
            + (SELECT count(*) FROM study w WHERE NOT EXISTS (
                    SELECT FROM patient WHERE id = w.patient))
            + (SELECT count(*) FROM patient w WHERE NOT EXISTS (
                    SELECT FROM study WHERE patient = w.id))
            + (SELECT count(*) FROM study w WHERE NOT EXISTS (
                    SELECT FROM series WHERE study = w.id))
            + (SELECT count(*) FROM series w WHERE NOT EXISTS (
                    SELECT FROM instance WHERE series = w.id))
        """,
        "study copies": """
        SELECT count(*) FROM (SELECT DISTINCT e.study, c.store FROM series e
            JOIN copy_series c ON c.id = e.id) w
            FULL JOIN copy_study k ON k.id = w.study AND k.store = w.store
        WHERE k.id IS NULL OR w.study IS NULL
        """,
        "patient copies": """
        SELECT count(*) FROM (SELECT DISTINCT s.patient, c.store FROM study s
            JOIN copy_study c ON c.id = s.id) w
            FULL JOIN copy_patient k ON k.id = w.patient AND k.store = w.store
        WHERE k.id IS NULL OR w.patient IS NULL
        """,
        "kept studies": """
        SELECT count(*) FROM study s WHERE kept_stores IS NOT NULL AND NOT coalesce(
            EXISTS (SELECT FROM copy_study c WHERE c.id = s.id HAVING bool_and(c.stable))
            AND (kept_children, kept_stores, kept_last_update) = (
                (SELECT string_agg(e.id, '' ORDER BY e.id) FROM series e WHERE e.study = s.id),
                (SELECT string_agg(int2send(c.store), '' ORDER BY c.store)
                    FROM copy_study c WHERE c.id = s.id),
                (SELECT max(c.last_update) FROM copy_study c WHERE c.id = s.id))
            AND kept_differ = (SELECT bit_or(c.identity) # bit_and(c.identity)
                FROM copy_study c WHERE c.id = s.id), false)
        """,
        "forgotten studies": """
        SELECT count(*) FROM study WHERE kept_stores IS NULL
            AND num_nulls(kept_children, kept_last_update, kept_differ) < 3
        """,
        "ledger": """
        SELECT count(*) FROM ledger l WHERE (l.patients, l.studies, l.series, l.instances, l.bytes)
            IS DISTINCT FROM ((SELECT count(*) FROM patient), (SELECT count(*) FROM study),
            (SELECT count(*) FROM series), (SELECT count(*) FROM instance),
            (SELECT coalesce(sum(size), 0)::bigint FROM instance))
        """,
        "changes of nothing": """
        SELECT count(*) FROM change c WHERE NOT EXISTS (
            SELECT FROM patient WHERE id = c.id UNION ALL SELECT FROM study WHERE id = c.id
            UNION ALL SELECT FROM series WHERE id = c.id
            UNION ALL SELECT FROM instance WHERE id = c.id)
        """,
    ]
}

extension Deadline {
    static var soon: Self { .after(.seconds(20)) }
}

extension StoreKey {
    static let a = StoreKey(1)
    static let b = StoreKey(2)
    static let c = StoreKey(3)
}
