package import Postgres

/// The tables and functions of the index, and every change made to them since.
package enum IndexSchema {
    /// All steps, oldest first. A step that was released never changes.
    package static let migrations = [
        Migration(
            version: 1,
            name: "union, copies, change log, deletions, stores, leases",
            sql: [tables, refreshFunctions, applyFunction, removeFunctions, leaseFunctions]
                .joined(separator: "\n")
        )
    ]

    package static let schema = Schema(migrations)

    /// Brings a database up to this program's version.
    ///
    /// - Returns: The version.
    /// - Throws: `.newerSchema` when a newer program was here; `.database` for a server, encoding
    ///   or locale that will not do.
    package static func migrate(_ connection: BulkConnection) async throws(IndexError) -> Int {
        do {
            return try await schema.migrate(connection)
        } catch {
            throw IndexError(error, doing: "migrate the index")
        }
    }
}
