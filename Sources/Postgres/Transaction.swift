internal import Basics

/// How much of others' work a transaction sees. Source: PostgreSQL, "Transaction Isolation".
package enum Isolation: Sendable {
    case readCommitted
    case repeatableRead
    case serializable

    var begin: ExclusiveConnection.Command {
        switch self {
        case .readCommitted: .init(.once("BEGIN"))
        case .repeatableRead: .init(.once("BEGIN ISOLATION LEVEL REPEATABLE READ"))
        case .serializable: .init(.once("BEGIN ISOLATION LEVEL SERIALIZABLE"))
        }
    }
}

/// One transaction, valid inside the body that it was given to.
///
/// BEGIN leaves together with the first statement, and what was ``enqueue(_:_:)``d with the next
/// awaited call, so that enqueueing all but the last statement and ending by
/// ``commit(after:_:)`` takes one round trip.
///
/// A cancelled task gets `.cancelled` at its next statement; one under way is awaited.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class Transaction: @unchecked Sendable {
    private typealias Command = ExclusiveConnection.Command
    private enum Stage { case fresh, open, ended }

    /// Most statements enqueued at a time.
    package static let queueLimit = 256

    private let connection: ExclusiveConnection
    private let isolation: Isolation
    private var stage = Stage.fresh
    private var queue: [Command] = []

    init(_ connection: ExclusiveConnection, _ isolation: Isolation) {
        self.connection = connection
        self.isolation = isolation
    }

    package func query(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(PostgresError) -> Rows {
        try await send([Command(statement, values)])[0]
    }

    /// - Returns: Number of rows affected.
    @discardableResult
    package func execute(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(PostgresError) -> Int {
        try await query(statement, values).affected
    }

    /// Has `statement` sent before the next awaited one. Its rows are dropped; its error surfaces
    /// there.
    ///
    /// - Throws: `.overloaded` when ``queueLimit`` wait already.
    package func enqueue(
        _ statement: Statement,
        _ values: [Value] = []
    ) throws(PostgresError) {
        guard queue.count < Self.queueLimit else { throw .overloaded(statement.label) }
        queue.append(Command(statement, values))
    }

    /// Runs statements in order in one round trip.
    package func run(
        _ batch: [(statement: Statement, values: [Value])]
    ) async throws(PostgresError) -> [Rows] {
        try await send(batch.map { Command($0.statement, $0.values) })
    }

    /// Runs the last statement and commits, in one write. Nothing may follow in the body.
    ///
    /// - Throws: Among others `.commitUnknown` when the connection broke before COMMIT was answered.
    package func commit(
        after statement: Statement,
        _ values: [Value] = []
    ) async throws(PostgresError) -> Rows {
        try await send([Command(statement, values)], isLast: true)[0]
    }

    /// Runs statements separated by semicolons, such as a migration's.
    package func script(_ sql: String) async throws(PostgresError) {
        _ = try await send([])
        try await connection.script(sql, doing: "run script")
    }

    /// Stores `rows` by COPY.
    ///
    /// - Parameters:
    ///   - table: Its name, unquoted; with a schema before a period if need be.
    ///   - rows: Cells in the order of `columns`; taken bit by bit as the server takes them.
    /// - Returns: Number of rows stored.
    package func copyIn(
        _ table: String,
        columns: [String],
        rows: some Sequence<[Value]>
    ) async throws(PostgresError) -> Int {
        let name = table.split(separator: ".").map { quoted(String($0)) }.joined(separator: ".")
        let list = columns.map(quoted).joined(separator: ", ")
        _ = try await send([])
        return try await connection.copyIn("COPY \(name) (\(list)) FROM STDIN", rows)
    }

    // MARK: The end

    /// Commits what the body did, unless it did so itself.
    func finish() async throws(PostgresError) {
        guard stage == .open || stage == .fresh && !queue.isEmpty else { return }
        _ = try await send([], isLast: true)
    }

    /// Takes back what was not committed.
    func abandon() async {
        guard stage == .open, connection.isOpen else { return }
        stage = .ended
        do {
            _ = try await connection.run([Command(.once("ROLLBACK"))], settles: false)
        } catch {
            connection.session.fail(error.with(kind: .connectionLost))
        }
    }

    private func send(
        _ commands: [Command],
        isLast: Bool = false
    ) async throws(PostgresError) -> [Rows] {
        precondition(stage != .ended, "statement after the end of its transaction")
        if Task.isCancelled { throw .cancelled("query") }
        let before = (stage == .fresh ? [isolation.begin] : []) + queue
        let batch = before + commands + (isLast ? [Command(.once("COMMIT"))] : [])
        guard !batch.isEmpty else { return [] }
        stage = .open
        queue = []
        let rows = try await connection.run(batch, settles: isLast)
        if isLast {
            stage = .ended
            // COMMIT of a failed transaction succeeds, as a ROLLBACK.
            guard rows.last?.commandTag == "COMMIT" else {
                throw PostgresError(.other, "commit", "rolled back, as a statement had failed")
            }
        }
        return Array(rows[before.count..<before.count + commands.count])
    }
}

/// An SQL identifier in quotes.
func quoted(_ identifier: String) -> String {
    "\""
        + identifier.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
}
