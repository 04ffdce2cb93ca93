internal import CPostgres

/// libpq's pipeline mode on one live connection: what was sent, and what comes back for it.
///
/// Statements are prepared on first use, in the same write. Dies with its connection.
///
/// Source: libpq, "Pipeline Mode".
final class Pipeline<Token> {
    enum Event {
        case answer(Token, Result<Rows, PostgresError>)
        /// Not run, because something before it in the same group failed.
        case skipped(Token)
        case synced
    }

    private enum Expected {
        case preparation(Statement)
        case answer(Token, Statement)
        case sync
    }

    private enum Outcome {
        case rows(Rows)
        case failed(PostgresError)
        case skipped
    }

    let handle: ConnectionHandle
    private var expected = FIFO<Expected>()
    private var outcome: Outcome?
    private var preparationFailure: PostgresError?
    private var parameters = ParameterBuffer()
    /// Name of a statement → its text, and its name on this connection.
    private var prepared: [String: (sql: String, name: String)] = [:]
    private var generation = 0

    init(_ handle: ConnectionHandle) throws(PostgresError) {
        self.handle = handle
        try enter()
    }

    /// Nothing is on its way.
    var isIdle: Bool { expected.isEmpty }

    /// Puts one question into libpq's output buffer.
    ///
    /// - Throws: `.invalidValue`, and nothing was sent; `.connectionLost`, and the connection is of
    ///   no further use.
    func send(_ statement: Statement, _ values: [Value], _ token: Token) throws(PostgresError) {
        guard values.count <= Int(PQ_QUERY_PARAM_MAX_LIMIT) else {
            throw PostgresError(.invalidValue, statement.label, "\(values.count) parameters")
        }
        try parameters.fill(values, for: statement)
        let name = statement.isPrepared ? try prepare(statement) : nil
        let raw = handle.raw
        let code = parameters.withPointers { count, values, lengths, formats in
            if let name {
                PQsendQueryPrepared(raw, name, count, values, lengths, formats, 1)
            } else {
                PQsendQueryParams(raw, statement.sql, count, nil, values, lengths, formats, 1)
            }
        }
        guard code == 1 else { throw handle.error(.connectionLost, doing: statement.label) }
        expected.append(.answer(token, statement))
    }

    /// Ends the group: an error skips the rest of its own group only.
    ///
    /// In libpq before 17 this is also a send.
    func sync() throws(PostgresError) {
        guard PQpipelineSync(handle.raw) == 1 else {
            throw handle.error(.connectionLost, doing: "send")
        }
        expected.append(.sync)
    }

    /// The next thing that came back; nil when nothing more has arrived. Never blocks.
    func next() -> Event? {
        while !expected.isEmpty, PQisBusy(handle.raw) == 0 {
            guard let result = PQgetResult(handle.raw) else {
                // libpq ends each command's results with a null.
                guard let outcome else { return nil }
                self.outcome = nil
                guard let event = finishCommand(outcome) else { continue }
                return event
            }
            guard PQresultStatus(result) != PGRES_PIPELINE_SYNC else {
                PQclear(result)
                _ = expected.popFirst()
                return .synced
            }
            outcome = outcome(of: result)
        }
        return nil
    }

    /// Everybody who still waits, in order.
    func abandon() -> [Token] {
        expected.removeAll().compactMap { entry in
            guard case .answer(let token, _) = entry else { return nil }
            return token
        }
    }

    /// Prepares `statement` anew at its next use, because the server knows it no longer or has
    /// changed beneath it.
    func forget(_ statement: Statement) {
        prepared[statement.name] = nil
        generation += 1
    }

    /// Leaves pipeline mode for COPY and scripts. Only while idle.
    func leave() throws(PostgresError) {
        precondition(isIdle, "pipeline left with \(expected.count) answers open")
        guard PQexitPipelineMode(handle.raw) == 1 else {
            throw handle.error(.connectionLost, doing: "leave pipeline mode")
        }
    }

    func enter() throws(PostgresError) {
        guard PQenterPipelineMode(handle.raw) == 1 else {
            throw handle.error(.connectionLost, doing: "enter pipeline mode")
        }
    }

    private func prepare(_ statement: Statement) throws(PostgresError) -> String {
        if let known = prepared[statement.name] {
            precondition(known.sql == statement.sql, "two statements named \(statement.name)")
            return known.name
        }
        let name = generation == 0 ? statement.name : "\(statement.name).\(generation)"
        guard PQsendPrepare(handle.raw, name, statement.sql, 0, nil) == 1 else {
            throw handle.error(.connectionLost, doing: "prepare \(statement.name)")
        }
        prepared[statement.name] = (statement.sql, name)
        expected.append(.preparation(statement))
        return name
    }

    private func outcome(of result: OpaquePointer) -> Outcome {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return .rows(Rows(owning: result))
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            return .skipped
        default:
            defer { PQclear(result) }
            return .failed(PostgresError(result: result, doing: label))
        }
    }

    private func finishCommand(_ outcome: Outcome) -> Event? {
        if case .sync = expected.first, case .failed = outcome {
            // The server's last words, or libpq's about a connection that broke after the answer:
            // it has ended, which its socket tells.
            return nil
        }
        switch expected.popFirst() {
        case .preparation(let statement):
            if case .rows = outcome { return nil }
            prepared[statement.name] = nil
            if case .failed(let error) = outcome { preparationFailure = error }
            return nil
        case .answer(let token, _): return event(token, outcome)
        case .sync, nil: preconditionFailure("a result where a Sync was expected")
        }
    }

    private func event(_ token: Token, _ outcome: Outcome) -> Event {
        switch outcome {
        case .rows(let rows): return .answer(token, .success(rows))
        case .failed(let error): return .answer(token, .failure(error))
        case .skipped:
            guard let error = preparationFailure else { return .skipped(token) }
            preparationFailure = nil
            return .answer(token, .failure(error))
        }
    }

    private var label: String {
        switch expected.first {
        case .preparation(let statement), .answer(_, let statement): statement.label
        case .sync, nil: "receive"
        }
    }
}

extension PostgresError {
    /// The prepared statement is gone (26000), or its plan no longer fits the tables (0A000).
    var isStaleStatement: Bool {
        sqlState == "26000" || sqlState == "0A000" && message.hasPrefix("cached plan")
    }
}
