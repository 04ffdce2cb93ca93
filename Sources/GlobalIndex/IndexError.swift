package import Postgres

/// Why the index could not answer or could not be changed.
///
/// Carries no value of any resource: it may be logged as it is.
package struct IndexError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// No connection to PostgreSQL, or it was lost before anything was committed.
        case unreachable
        /// Too much work waits here already; nothing was asked.
        case overloaded
        /// The question ran longer than its limit.
        case timeout
        /// The whole transaction may be tried again: deadlock or a parent removed meanwhile.
        case retry
        /// The connection was lost after COMMIT left: it may have happened or not.
        case commitUnknown
        /// The lease has moved to somebody else; nothing was changed.
        case leaseLost
        /// The store was removed or has a new epoch; nothing was changed.
        case storeMoved
        /// A name is taken, or a store is managed elsewhere.
        case conflict
        /// What was named does not exist.
        case unknown
        /// A search that the index can't answer within its limits.
        case tooManyCandidates
        /// A value that PostgreSQL can't hold.
        case invalid
        /// The task was cancelled, or the connection closed at this end.
        case cancelled
        /// The database was migrated by a newer program.
        case newerSchema
        /// Whatever else PostgreSQL says.
        case database
    }

    package let kind: Kind
    /// What was tried, as a bare verb phrase.
    package let action: String
    package let postgres: PostgresError?

    package init(_ kind: Kind, doing action: String, postgres: PostgresError? = nil) {
        self.kind = kind
        self.action = action
        self.postgres = postgres
    }

    init(_ error: PostgresError, doing action: String) {
        self.init(Self.kind(of: error), doing: action, postgres: error)
    }

    package var description: String {
        guard let postgres else { return "\(action): \(kind)" }
        return "\(action): \(postgres)"
    }

    private static func kind(of error: PostgresError) -> Kind {
        switch error.sqlState {
        case "IG001": return .storeMoved
        case "IG002": return .leaseLost
        default: break
        }
        return switch error.kind {
        case .unreachable, .connectionLost, .authentication, .readOnly: .unreachable
        case .overloaded: .overloaded
        case .timeout, .lockTimeout: .timeout
        case .serialization: .retry
        case .commitUnknown: .commitUnknown
        case .uniqueViolation: .conflict
        case .invalidValue: .invalid
        case .cancelled, .closed: .cancelled
        case .newerSchema: .newerSchema
        case .constraintViolation, .configuration, .unsupportedServer, .wrongLocale,
            .storageFull, .other:
            .database
        }
    }
}
