package import OrthancModel
package import Postgres

/// The stores of the federation. Every change of who they are is told on ``channel``.
package struct IndexStores: Sendable {
    /// `NOTIFY` without payload whenever a store is added, changed or removed.
    package static let channel = "isengard_stores"

    private let pool: WriterPool

    package init(_ pool: WriterPool) { self.pool = pool }

    private static let all = Statement(
        name: "index_stores",
        sql: "SELECT \(StoreRow.columns) FROM store ORDER BY key"
    )

    /// All stores, those being removed too, by key.
    package func all() async throws(IndexError) -> [StoreRow] {
        let rows = try await ask(Self.all)
        return (0..<rows.count).compactMap { StoreRow(rows, $0) }
    }

    private static let upsertFileManaged = Statement(
        name: "index_store_upsert",
        sql: """
            INSERT INTO store AS s (name, url, settings, managed)
            VALUES ($1, $2, $3::jsonb, 'file')
            ON CONFLICT (name) DO UPDATE SET url = excluded.url, settings = excluded.settings,
                managed = 'file',
                state = CASE WHEN s.state = 'removed' THEN 'active' ELSE s.state END
            WHERE (s.url, s.settings, s.managed) IS DISTINCT FROM
                (excluded.url, excluded.settings, 'file') OR s.state = 'removed'
            """
    )

    /// Makes a store of the configuration file known, or brings it up to date.
    ///
    /// - Parameter settings: JSON object.
    package func upsertFileManaged(
        _ name: StoreName,
        url: String,
        settings: [UInt8]
    ) async throws(IndexError) {
        _ = try await ask(
            Self.upsertFileManaged,
            [.text(name.description), .text(url), .text(String(decoding: settings, as: UTF8.self))]
        )
    }

    private static let add = Statement(
        name: "index_store_add",
        sql: """
            INSERT INTO store (name, url, settings, managed) VALUES ($1, $2, $3::jsonb, 'api')
            RETURNING \(StoreRow.columns)
            """
    )

    /// Adds a store by the API.
    ///
    /// - Throws: `.conflict` when the name is taken.
    package func add(
        _ name: StoreName,
        url: String,
        settings: [UInt8]
    ) async throws(IndexError) -> StoreRow {
        let rows = try await ask(
            Self.add,
            [.text(name.description), .text(url), .text(String(decoding: settings, as: UTF8.self))]
        )
        guard rows.count == 1, let row = StoreRow(rows, 0) else {
            throw IndexError(.database, doing: "add a store")
        }
        return row
    }

    private static let change = Statement(
        name: "index_store_change",
        sql: """
            UPDATE store SET url = $2, settings = $3::jsonb
            WHERE name = $1 AND managed = 'api' AND state <> 'removed'
            """
    )

    /// Changes a store that the API manages.
    ///
    /// - Throws: `.unknown`; `.conflict` for one that the configuration file manages.
    package func change(
        _ name: StoreName,
        url: String,
        settings: [UInt8]
    ) async throws(IndexError) {
        let rows = try await ask(
            Self.change,
            [.text(name.description), .text(url), .text(String(decoding: settings, as: UTF8.self))]
        )
        if rows.affected == 0 { try await refuse(name) }
    }

    private static let remove = Statement(
        name: "index_store_remove",
        sql: """
            UPDATE store SET state = 'removed' WHERE name = $1 AND managed = 'api'
                AND state <> 'removed'
            """
    )

    /// Begins to take out a store that the API manages: see ``IndexWriter/purge(_:limit:)``.
    ///
    /// - Throws: `.unknown`; `.conflict` for one that the configuration file manages.
    package func remove(_ name: StoreName) async throws(IndexError) {
        let rows = try await ask(Self.remove, [.text(name.description)])
        if rows.affected == 0 { try await refuse(name) }
    }

    private static let forget = Statement(
        name: "index_store_forget",
        sql: "UPDATE store SET state = 'removed' WHERE name = $1 AND managed = 'file'"
    )

    /// Begins to take out a store that was dropped from the configuration file.
    package func forgetFileManaged(_ name: StoreName) async throws(IndexError) {
        _ = try await ask(Self.forget, [.text(name.description)])
    }

    private static let setState = Statement(
        name: "index_store_state",
        sql: "UPDATE store SET state = $2, note = $3 WHERE name = $1 AND state <> 'removed'"
    )

    /// - Parameter note: Why, for people.
    /// - Throws: `.unknown` for no such store, or one being removed.
    package func set(
        _ state: StoreRow.State,
        note: String?,
        of name: StoreName
    ) async throws(IndexError) {
        let rows = try await ask(
            Self.setState,
            [.text(name.description), .text(state.rawValue), .text(optional: note)]
        )
        guard rows.affected == 1 else { throw IndexError(.unknown, doing: "change a store") }
    }

    private static let exists = Statement(
        name: "index_store_exists",
        sql: "SELECT FROM store WHERE name = $1 AND state <> 'removed'"
    )

    private func refuse(_ name: StoreName) async throws(IndexError) {
        let rows = try await ask(Self.exists, [.text(name.description)])
        throw IndexError(rows.count == 0 ? .unknown : .conflict, doing: "change a store")
    }

    private func ask(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(IndexError) -> Rows {
        do {
            return try await pool.query(statement, values)
        } catch {
            throw IndexError(error, doing: "change a store")
        }
    }
}
