package import Basics
package import EventLoop

/// One connection for long work: COPY, imports, migrations. Nobody else waits behind it.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class BulkConnection: @unchecked Sendable {
    private let pool: WriterPool

    /// Call on the loop's thread, or before the loop starts.
    package init(
        loop: EventLoop,
        settings: ConnectionSettings,
        statementTimeout: Duration = .seconds(600),
        patience: Duration = .seconds(60)
    ) {
        var limits = WriterPool.Limits()
        limits.connections = 1
        limits.statementTimeout = statementTimeout
        limits.patience = patience
        pool = WriterPool(loop: loop, roleSettings: settings.role("bulk"), limits: limits)
    }

    package func start() { pool.start() }

    package var isReady: Bool { pool.isReady }

    /// - Throws: `.unreachable` with the last cause when the deadline passes first.
    package func waitUntilReady(by deadline: Deadline) async throws(PostgresError) {
        try await pool.waitUntilReady(by: deadline)
    }

    /// As ``WriterPool/transaction(isolation:_:)``.
    package func transaction<Answer>(
        isolation: Isolation = .readCommitted,
        _ body: (Transaction) async throws -> Answer
    ) async throws -> Answer {
        try await pool.transaction(isolation: isolation, body)
    }

    package func drain(by deadline: Deadline) async { await pool.drain(by: deadline) }

    package func close() { pool.close() }

    package var counters: Counters { pool.counters }
}
