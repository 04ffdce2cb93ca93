package import Basics
package import EventLoop

/// A few connections, each lent to one transaction at a time.
///
/// Transactions that find all of them lent wait in line, bounded in number and time.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class WriterPool: @unchecked Sendable {
    package struct Limits: Sendable {
        package var connections = 2
        /// Most transactions waiting for a connection; the next is refused.
        package var waiters = 256
        /// How long a transaction waits for a connection.
        package var patience: Duration = .seconds(2)
        /// The server gives up on a statement, or on a lock, after this. Zero is never.
        package var statementTimeout: Duration = .seconds(30)

        package init() {}
    }

    private static let longOutage: Duration = .seconds(2)

    let connections: [ExclusiveConnection]
    private let loop: EventLoop
    private let limits: Limits
    private let waiters: WaitList<ExclusiveConnection>
    private let readiness: WaitList<Void>
    private let idleness: WaitList<Void>
    private var isClosed = false

    /// Call on the loop's thread, or before the loop starts.
    package convenience init(
        loop: EventLoop,
        settings: ConnectionSettings,
        limits: Limits = Limits()
    ) {
        self.init(loop: loop, roleSettings: settings.role("writer"), limits: limits)
    }

    init(loop: EventLoop, roleSettings settings: ConnectionSettings, limits: Limits) {
        precondition(limits.connections > 0, "a pool needs a connection")
        self.loop = loop
        self.limits = limits
        waiters = WaitList(loop: loop)
        readiness = WaitList(loop: loop)
        idleness = WaitList(loop: loop)
        connections = (0..<limits.connections).map { _ in
            ExclusiveConnection(
                loop: loop,
                settings: settings,
                statementTimeout: limits.statementTimeout
            )
        }
        for connection in connections {
            connection.onOpen = { [weak self, weak connection] in
                guard let self, let connection else { return }
                readiness.wakeAll(with: ())
                offer(connection)
            }
        }
    }

    // MARK: Working

    /// Runs `body` in a transaction of its own: COMMIT when it returns, ROLLBACK when it throws.
    ///
    /// - Throws: What `body` throws; ``PostgresError`` otherwise, of which `.commitUnknown` means that
    ///   the work may have been done, and `.serialization` that all of it may be tried again.
    package func transaction<Answer>(
        isolation: Isolation = .readCommitted,
        _ body: (Transaction) async throws -> Answer
    ) async throws -> Answer {
        let connection = try await take(for: "begin")
        let transaction = Transaction(connection, isolation)
        do {
            let answer = try await body(transaction)
            try await transaction.finish()
            giveBack(connection)
            return answer
        } catch {
            await transaction.abandon()
            giveBack(connection)
            throw error
        }
    }

    /// Runs one statement that commits by itself.
    ///
    /// - Throws: `.commitUnknown` when the connection broke before the answer.
    package func query(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(PostgresError) -> Rows {
        let connection = try await take(for: statement.label)
        defer { giveBack(connection) }
        return try await connection.run([.init(statement, values)], settles: true)[0]
    }

    // MARK: Life

    package func start() {
        loop.assertCurrent()
        for connection in connections { connection.session.start() }
    }

    /// At least one connection is there.
    package var isReady: Bool { connections.contains(where: \.isOpen) }

    /// - Throws: `.unreachable` or `.authentication` with the last cause when the deadline passes
    ///   first.
    package func waitUntilReady(by deadline: Deadline) async throws(PostgresError) {
        if isReady { return }
        guard await readiness.wait(by: deadline) != nil, isReady else {
            throw connections[0].session.notOpened()
        }
    }

    /// Refuses newcomers, waits for the transactions under way at most until `deadline`, and closes.
    package func drain(by deadline: Deadline) async {
        isClosed = true
        waiters.dismissAll()
        if connections.contains(where: \.isTaken) { _ = await idleness.wait(by: deadline) }
        close()
    }

    /// Closes at once; what is under way is rolled back by the server. Needed before the last
    /// reference goes.
    package func close() {
        isClosed = true
        for connection in connections { connection.close() }
        waiters.dismissAll()
        readiness.dismissAll()
    }

    package var counters: Counters {
        connections.reduce(into: Counters()) { sum, connection in
            sum.queries += connection.counters.queries
            sum.failures += connection.counters.failures
            sum.reconnects += connection.counters.reconnects
            sum.roundTrips += connection.counters.roundTrips
            sum.inFlight += connection.counters.inFlight
        }
    }

    // MARK: Lending

    private func take(for action: String) async throws(PostgresError) -> ExclusiveConnection {
        loop.assertCurrent()
        guard !isClosed else { throw PostgresError(.closed, action, "connection was closed") }
        guard !Task.isCancelled else { throw .cancelled(action) }
        if let connection = connections.first(where: { $0.isOpen && !$0.isTaken }) {
            connection.isTaken = true
            return connection
        }
        guard waiters.count < limits.waiters else { throw .overloaded(action) }
        guard isReady || !isLongGone else { throw unreachable(doing: action) }
        if let connection = await waiters.wait(by: .after(limits.patience)) { return connection }
        if Task.isCancelled { throw .cancelled(action) }
        throw isReady && !isClosed ? .overloaded(action) : unreachable(doing: action)
    }

    private func giveBack(_ connection: ExclusiveConnection) {
        connection.isTaken = false
        offer(connection)
        if !connections.contains(where: \.isTaken) { idleness.wakeAll(with: ()) }
    }

    private func offer(_ connection: ExclusiveConnection) {
        guard connection.isOpen, !connection.isTaken, !isClosed else { return }
        connection.isTaken = true
        if !waiters.wakeFirst(with: connection) { connection.isTaken = false }
    }

    private func unreachable(doing action: String) -> PostgresError {
        connections[0].session.unreachable(doing: action)
    }

    private var isLongGone: Bool {
        connections.allSatisfy { connection in
            guard let since = connection.session.downSince else { return false }
            return since.duration(to: loop.now) > Self.longOutage
        }
    }
}
