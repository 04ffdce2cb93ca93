package import Basics
internal import CPostgres

/// Where the database is and how it is reached.
///
/// A host *name* is resolved by libpq on the loop's thread, which blocks it: give serving loops an
/// address or a socket directory. Source: libpq, "PQconnectStartParams".
package struct ConnectionSettings: Sendable {
    /// Host, port and database, for logs; neither user nor password.
    package let target: String
    /// Shown in `pg_stat_activity`; each role appends its own word.
    package var applicationName = "isengard"
    /// One attempt to connect, all its addresses included.
    package var connectTimeout: Duration = .seconds(3)

    private let conninfo: Secret
    private let password: Secret?

    /// - Parameters:
    ///   - conninfo: `postgresql://…` or `keyword=value …`, as libpq reads it.
    ///   - password: Overrides one inside `conninfo`.
    /// - Throws: `.configuration` when libpq cannot read it; its text is never repeated.
    package init(_ conninfo: Secret, password: Secret? = nil) throws(PostgresError) {
        target = try Self.target(of: conninfo)
        self.conninfo = conninfo
        self.password = password
    }

    func role(_ word: String) -> Self {
        var copy = self
        copy.applicationName += " \(word)"
        return copy
    }

    /// Calls `body` with libpq's parallel arrays, each ended by a null pointer.
    func withParameters<Result>(
        _ body: (
            _ keywords: UnsafePointer<UnsafePointer<CChar>?>,
            _ values: UnsafePointer<UnsafePointer<CChar>?>
        ) -> Result
    ) -> Result {
        var pairs = [
            ("dbname", conninfo.reveal),
            ("application_name", applicationName),
            ("client_encoding", "UTF8"),
            ("keepalives_idle", "15"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "15000"),
        ]
        if let password { pairs.append(("password", password.reveal)) }
        return withCStrings(pairs.map(\.0)) { keywords in
            withCStrings(pairs.map(\.1)) { values in body(keywords, values) }
        }
    }

    private static func target(of conninfo: Secret) throws(PostgresError) -> String {
        var reason: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(conninfo.reveal, &reason)
        PQfreemem(reason)
        guard let options else {
            throw PostgresError(
                .configuration,
                "read connection string",
                "not a PostgreSQL connection string"
            )
        }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                found[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        let host = found["host"] ?? found["hostaddr"] ?? "local"
        return "\(host):\(found["port"] ?? "5432")/\(found["dbname"] ?? "")"
    }
}

/// A null-ended array of C strings, valid inside `body`.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let bytes = strings.map { Array($0.utf8CString) }
    var all: [CChar] = []
    var offsets: [Int] = []
    for string in bytes {
        offsets.append(all.count)
        all += string
    }
    return all.withUnsafeBufferPointer { storage in
        let pointers = offsets.map { offset in storage.baseAddress.map { $0 + offset } } + [nil]
        return pointers.withUnsafeBufferPointer { list in
            // Never empty: the list ends with its null.
            body(list.baseAddress.unsafelyUnwrapped)
        }
    }
}
