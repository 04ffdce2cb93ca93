internal import Basics

/// One step of a schema.
package struct Migration: Sendable {
    package let version: Int
    package let name: String
    /// Statements separated by semicolons, for one transaction: no BEGIN, COMMIT or CONCURRENTLY.
    package let sql: String

    package init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }
}

/// The steps that make a database what this program needs.
///
/// Table `schema_version` has a row a step. All missing steps run in one transaction under a lock,
/// so of several programs that start at once one migrates and the others find it done.
package struct Schema: Sendable {
    /// First major version of PostgreSQL that will do.
    package static let oldestServer = 14

    private let migrations: [Migration]

    /// - Parameter migrations: Versions 1, 2, 3 … in order, without a gap.
    package init(_ migrations: [Migration]) {
        precondition(
            migrations.map(\.version) == Array(1..<migrations.count + 1),
            "migrations are numbered 1, 2, 3 …"
        )
        self.migrations = migrations
    }

    /// The version this program needs.
    package var version: Int { migrations.count }

    /// Checks the database and brings it up to ``version``.
    ///
    /// - Returns: The version found.
    /// - Throws: `.unsupportedServer`, `.wrongLocale`, `.newerSchema`, or what a step failed of; the
    ///   database is as before then.
    @discardableResult
    package func migrate(_ connection: BulkConnection) async throws(PostgresError) -> Int {
        do {
            return try await connection.transaction { transaction in
                try await DatabaseCheck.run(in: transaction)
                return try await migrate(in: transaction)
            }
        } catch let error as PostgresError {
            throw error
        } catch {
            preconditionFailure("only the driver throws in a migration")
        }
    }

    private func migrate(in transaction: Transaction) async throws(PostgresError) -> Int {
        try transaction.enqueue(.once("SET LOCAL statement_timeout = 0"))
        try transaction.enqueue(.once("SELECT pg_advisory_xact_lock(\(Self.lock))"))
        try transaction.enqueue(.once(Self.table))
        let rows = try await transaction.query(
            .once("SELECT coalesce(max(version), 0) FROM schema_version")
        )
        let found = Int(rows.int(0, 0) ?? 0)
        guard found <= version else {
            throw PostgresError(
                .newerSchema,
                "migrate schema",
                "the database has version \(found), this program knows only \(version)"
            )
        }
        for migration in migrations.dropFirst(found) {
            try await run(migration, in: transaction)
        }
        return found
    }

    private func run(
        _ migration: Migration,
        in transaction: Transaction
    ) async throws(PostgresError) {
        do {
            try await transaction.script(migration.sql)
        } catch {
            throw PostgresError(
                error.kind,
                "migrate schema to \(migration.version) (\(migration.name))",
                error.message,
                sqlState: error.sqlState
            )
        }
        try await transaction.execute(
            .once("INSERT INTO schema_version (version, name) VALUES ($1, $2)"),
            [.int(migration.version), .text(migration.name)]
        )
    }

    /// "isengard" as a number; any fixed one would do.
    private static let lock: Int64 = 0x6973_656e_6761_7264

    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_version (
            version int PRIMARY KEY,
            name text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        )
        """
}
