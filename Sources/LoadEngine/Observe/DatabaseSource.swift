internal import Basics
internal import CPostgres
internal import Glibc
internal import LoadModel

/// The sessions of one PostgreSQL, as `pg_stat_activity` shows them.
///
/// How many work of how many there may be, and how many of them wait for a lock, a disk or a
/// buffer. The connection string is never in an error, nor is what the server says of it.
final class DatabaseSource: ResourceSource {
    let name: String
    let every: Duration
    private let connectionString: Secret
    private var connection: OpaquePointer?

    init(_ connectionString: Secret, name: String, every: Duration) {
        self.connectionString = connectionString
        self.name = "PostgreSQL of \(name)"
        self.every = every
    }

    deinit { PQfinish(connection) }

    /// Without this connection. Wait events of these types hold work up; those of the types Client,
    /// Activity and Timeout wait for somebody outside.
    ///
    /// Source: PostgreSQL 15, 28.2.3, tables 28.3 and 28.4.
    private static let question = """
        SELECT count(*) FILTER (WHERE state IN ('active', 'fastpath function call')),
            count(*) FILTER (WHERE state = 'active'
                AND wait_event_type IN ('Lock', 'LWLock', 'BufferPin', 'IO', 'IPC')),
            current_setting('max_connections')
        FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
        """

    func look() throws(LookError) -> [Sighting] {
        let connection = try connected()
        let result = try ask(connection)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK, PQntuples(result) == 1,
            let active = number(result, 0), let waiting = number(result, 1),
            let most = number(result, 2), most >= 1
        else {
            let state = shim_sql_state(result).map { " (SQLSTATE \(String(cString: $0)))" } ?? ""
            disconnect()
            throw LookError("does not answer\(state)")
        }
        return [
            Sighting(
                "PostgreSQL connections",
                used: .level(active),
                of: most,
                limit: "\(Int(most)) connections",
                wait: .level(waiting)
            )
        ]
    }

    /// `PQexec` would wait for as long as a server that hangs says nothing.
    private func ask(_ connection: OpaquePointer) throws(LookError) -> OpaquePointer? {
        let deadline = Monotonic.now + Observatory.patience.nanoseconds
        guard PQsendQuery(connection, Self.question) == 1 else {
            disconnect()
            throw LookError("the connection broke")
        }
        var result: OpaquePointer?
        while true {
            while PQisBusy(connection) == 1 { try receive(connection, until: deadline, result) }
            guard let next = PQgetResult(connection) else { return result }
            PQclear(result)
            result = next
        }
    }

    /// Takes in what comes; on failure `result` is freed.
    private func receive(
        _ connection: OpaquePointer,
        until deadline: Int64,
        _ result: OpaquePointer?
    ) throws(LookError) {
        var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        let left = (deadline - Monotonic.now) / 1_000_000
        let isReady = left > 0 && poll(&socket, 1, Int32(left)) > 0
        guard isReady, PQconsumeInput(connection) == 1 else {
            PQclear(result)
            disconnect()
            throw LookError(
                isReady ? "the connection broke" : "no answer within \(Observatory.patience)"
            )
        }
    }

    private func number(_ result: OpaquePointer?, _ column: Int32) -> Double? {
        guard let text = PQgetvalue(result, 0, column) else { return nil }
        return Double(String(cString: text)).flatMap { (0...1e6).contains($0) ? $0 : nil }
    }

    /// - Throws: ``LookError`` without the server's words, which may repeat what is secret.
    private func connected() throws(LookError) -> OpaquePointer {
        if let connection, PQstatus(connection) == CONNECTION_OK { return connection }
        disconnect()
        guard let made = connect(), PQstatus(made) == CONNECTION_OK else {
            disconnect()
            throw LookError("can't connect")
        }
        return made
    }

    /// The settings given last win over those of the connection string.
    private func connect() -> OpaquePointer? {
        // libpq counts whole seconds, 2 at least.
        let settings = [
            ("dbname", connectionString.reveal), ("connect_timeout", "2"),
            ("application_name", "isengard-load"),
            ("options", "-c statement_timeout=1000 -c default_transaction_read_only=on"),
            ("tcp_user_timeout", "2000"),
        ]
        connection = Self.withStrings(settings.map(\.0)) { keys in
            Self.withStrings(settings.map(\.1)) { PQconnectdbParams(keys, $0, 1) }
        }
        // Otherwise libpq prints what the server remarks.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        return connection
    }

    private func disconnect() {
        PQfinish(connection)
        connection = nil
    }

    /// Calls `body` with `texts` as a list of C strings that ends with none.
    private static func withStrings<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = texts.map { text in
            let bytes = Array(text.utf8CString)
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
            copy.initialize(from: bytes, count: bytes.count)
            return copy
        }
        defer { for copy in copies { copy.deallocate() } }
        var list = copies.map { Optional(UnsafePointer($0)) }
        list.append(nil)
        return list.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}
