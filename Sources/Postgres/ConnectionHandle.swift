internal import CPostgres

/// Sole owner of one `PGconn *`.
///
/// Not `Sendable`: one thread at a time may use a connection. Source: libpq, "Behavior in Threaded
/// Programs".
final class ConnectionHandle {
    let raw: OpaquePointer

    /// Begins to connect; ``Session`` polls it on.
    init(_ settings: ConnectionSettings) throws(PostgresError) {
        guard let raw = settings.withParameters({ PQconnectStartParams($0, $1, 1) }) else {
            throw PostgresError(.unreachable, "connect", "out of memory")
        }
        self.raw = raw
        // Without this libpq writes notices to standard error.
        PQsetNoticeReceiver(raw, dropNotice, nil)
    }

    deinit { PQfinish(raw) }

    func error(_ kind: PostgresError.Kind, doing action: String) -> PostgresError {
        PostgresError(connection: raw, kind, doing: action)
    }
}

/// Called by libpq on the thread that uses the connection.
private func dropNotice(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {}
