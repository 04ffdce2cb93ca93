package import Postgres

/// The tables and functions of the index, and every change made to them since.
package enum IndexSchema {
    /// All steps, oldest first. A step that was released never changes.
    package static let migrations = [
        Migration(
            version: 1,
            name: "union, copies, change log, deletions, stores, leases, jobs, exports, remotes",
            sql: [
                tables, refreshFunctions, applyFunction, removeFunctions, leaseFunctions, jobTables,
                callTables, labelTables,
                exportTables,
                movementFunctions, remoteTables,
            ].joined(separator: "\n")
        )
    ]

    package static let schema = Schema(migrations)

    private static let settings = Statement(
        name: "index_settings",
        sql: """
            SELECT w.name FROM (VALUES ('enable_seqscan', 'off'), ('jit', 'off'),
                ('plan_cache_mode', 'force_generic_plan'),
                ('max_parallel_workers_per_gather', '0')) AS w(name, value)
            WHERE current_setting(w.name) <> w.value
            """
    )

    /// Settings of PostgreSQL that the index's statements are made for and this session lacks.
    ///
    /// Empty unless the database was migrated by somebody who may not alter it, or the session is
    /// older than its first migration. Searches are right without them, but may be slow.
    package static func missingSettings(
        _ control: ControlConnection
    ) async throws(IndexError) -> [String] {
        do {
            let rows = try await control.query(settings)
            return (0..<rows.count).compactMap { rows.text($0, 0) }
        } catch {
            throw IndexError(error, doing: "check the index")
        }
    }

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
