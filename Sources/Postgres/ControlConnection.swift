package import Basics
package import EventLoop

/// The process's one connection for notifications and small exclusive work such as leases.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class ControlConnection: @unchecked Sendable {
    package typealias Limits = WriterPool.Limits

    /// Called after the connection was opened again and listens again: notifications may have been
    /// missed.
    package var onReconnect: (() -> Void)?

    private let pool: WriterPool
    private var listeners: [String: (String) -> Void] = [:]

    /// Call on the loop's thread, or before the loop starts. `limits.connections` is 1 here.
    package init(loop: EventLoop, settings: ConnectionSettings, limits: Limits = Limits()) {
        var limits = limits
        limits.connections = 1
        pool = WriterPool(loop: loop, roleSettings: settings.role("control"), limits: limits)
        let connection = pool.connections[0]
        let poolOpened = connection.onOpen
        connection.onOpen = { [weak self, weak connection] in
            poolOpened?()
            if let connection, connection.session.opened > 1 { self?.onReconnect?() }
        }
        connection.onNotification = { [weak self] channel, payload in
            self?.listeners[channel]?(payload)
        }
    }

    /// Has `heard` called on the loop with the payload of each notification; one listener a channel.
    ///
    /// Before ``start()``: LISTEN belongs to the setting up of every connection.
    package func listen(_ channel: String, _ heard: @escaping (String) -> Void) {
        let session = pool.connections[0].session
        precondition(session.opened == 0, "LISTEN is arranged before the start")
        if listeners.updateValue(heard, forKey: channel) == nil {
            session.setUpScript += "LISTEN \(quoted(channel));"
        }
    }

    package func start() { pool.start() }

    package var isReady: Bool { pool.isReady }

    /// - Throws: `.unreachable` with the last cause when the deadline passes first.
    package func waitUntilReady(by deadline: Deadline) async throws(PostgresError) {
        try await pool.waitUntilReady(by: deadline)
    }

    /// As ``WriterPool/query(_:_:)``.
    package func query(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(PostgresError) -> Rows {
        try await pool.query(statement, values)
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
