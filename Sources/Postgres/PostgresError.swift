internal import CPostgres

/// Why PostgreSQL did not do what it was asked.
///
/// Carries no parameter value, no row, no DETAIL and no password: it may be logged as it is.
package struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// No connection, and none came within the patience.
        case unreachable
        /// The connection broke while the question was out. A statement may have run, but its
        /// transaction was not committed.
        case connectionLost
        /// The connection broke after COMMIT was sent: it may have happened or not.
        case commitUnknown
        /// 40001 or 40P01: the whole transaction may be tried again.
        case serialization
        case uniqueViolation
        /// Another integrity constraint (class 23).
        case constraintViolation
        /// The statement ran longer than its limit (57014).
        case timeout
        /// A lock was not had in time (55P03).
        case lockTimeout
        /// Too many questions or waiters here; nothing was sent.
        case overloaded
        /// The asking task was cancelled.
        case cancelled
        /// This end was closed.
        case closed
        /// The connection string is wrong.
        case configuration
        case authentication
        case unsupportedServer
        /// Encoding, collation or character type of the database.
        case wrongLocale
        /// The database was migrated by a newer program.
        case newerSchema
        /// A value that PostgreSQL cannot hold (class 22, or NUL in a text).
        case invalidValue
        /// 53100: the server's disk is full.
        case storageFull
        /// 25006: a write on a connection or server that only reads.
        case readOnly
        case other
    }

    package let kind: Kind
    /// What was tried, as a bare verb phrase.
    package let action: String
    /// Five characters, when the server said so.
    package let sqlState: String?
    package let message: String

    package init(_ kind: Kind, _ action: String, _ message: String, sqlState: String? = nil) {
        self.kind = kind
        self.action = action
        self.message = message
        self.sqlState = sqlState
    }

    package var description: String {
        guard let sqlState else { return "\(action): \(message)" }
        return "\(action): \(message) (\(sqlState))"
    }

    /// The same question may well succeed a little later.
    package var isTransient: Bool {
        switch kind {
        case .unreachable, .connectionLost, .serialization, .timeout, .lockTimeout, .overloaded:
            true
        default: false
        }
    }
}

extension PostgresError {
    /// From a failed result of the server.
    init(result: OpaquePointer, doing action: String) {
        let state = shim_sql_state(result).map { String(cString: $0) }
        let message =
            shim_primary_message(result).map { String(cString: $0) }
            ?? Self.firstLine(PQresultErrorMessage(result))
        self.init(
            Self.kind(sqlState: state),
            action,
            Self.withoutValues(message, sqlState: state),
            sqlState: state
        )
    }

    /// From a connection that broke or could not be made; libpq gives no code then.
    init(connection: OpaquePointer, _ kind: Kind, doing action: String) {
        self.init(kind, action, Self.firstLine(PQerrorMessage(connection)))
    }

    func with(kind: Kind) -> Self { Self(kind, action, message, sqlState: sqlState) }

    /// The server is ending this session, whatever was asked.
    var endsSession: Bool {
        guard let sqlState else { return kind == .connectionLost }
        return sqlState.hasPrefix("57P") || sqlState.hasPrefix("08")
    }

    /// Source: PostgreSQL documentation, appendix A.
    static func kind(sqlState: String?) -> Kind {
        guard let sqlState else { return .connectionLost }
        return switch sqlState {
        case "40001", "40P01": .serialization
        case "23505": .uniqueViolation
        case "57014", "25P03": .timeout
        case "55P03": .lockTimeout
        case "53100": .storageFull
        case "53300": .unreachable
        case "25006": .readOnly
        case _ where sqlState.hasPrefix("23"): .constraintViolation
        case _ where sqlState.hasPrefix("22"): .invalidValue
        case _ where sqlState.hasPrefix("28"): .authentication
        case _ where sqlState.hasPrefix("08"), _ where sqlState.hasPrefix("57P"): .connectionLost
        default: .other
        }
    }

    /// Data exceptions quote the offending value: `invalid input syntax for type date: "…"`.
    static func withoutValues(_ message: String, sqlState: String?) -> String {
        guard sqlState?.hasPrefix("22") == true else { return message }
        let end = message.firstIndex { $0 == ":" || $0 == "\"" } ?? message.endIndex
        let kept = message[..<end]
        return String(kept.last == " " ? kept.dropLast() : kept)
    }

    private static func firstLine(_ text: UnsafePointer<CChar>?) -> String {
        let whole = text.map { String(cString: $0) } ?? ""
        let line = whole.split(separator: "\n").first.map(String.init) ?? ""
        return line.isEmpty ? "no reason given" : line
    }
}

extension PostgresError {
    static func cancelled(_ action: String) -> Self {
        Self(.cancelled, action, "the asking task was cancelled")
    }

    static func overloaded(_ action: String) -> Self {
        Self(.overloaded, action, "too many are waiting already")
    }
}
