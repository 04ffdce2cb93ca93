package import Basics
internal import Postgres

/// Where the index is, checked to be well-formed.
package struct IndexSettings: Sendable {
    let connection: ConnectionSettings

    /// - Parameter conninfo: URI or `keyword=value` list, as libpq reads it.
    /// - Throws: `.invalid` when it can't be read.
    package init(_ conninfo: String, password: Secret? = nil) throws(IndexError) {
        do {
            connection = try ConnectionSettings(Secret(conninfo), password: password)
        } catch {
            throw IndexError(error, doing: "read the index's connection string")
        }
    }

    /// `host:port/dbname`, for logs; no user, no password.
    package var target: String { connection.target }
}
