package import OrthancModel
internal import Postgres

/// How far a store's feed has been read.
package struct FeedPosition: Sendable, Equatable {
    /// Last sequence whose effects are in the index.
    package let cursor: Int64
    /// Nothing newer was there when it was read.
    package let isDrained: Bool
    /// JSON: the feed rows applied last.
    package let recent: [UInt8]

    package init(cursor: Int64, isDrained: Bool, recent: [UInt8]) {
        self.cursor = cursor
        self.isDrained = isDrained
        self.recent = recent
    }
}

extension IndexWriter {
    private static let position = Statement(
        name: "index_store_position",
        sql: """
            SELECT store_position($1::smallint, $2::integer, $3::bigint, $4::boolean, $5::jsonb)
            """
    )

    /// Remembers how far the feed was read; sent with the next statement. Fails the transaction
    /// with `.storeMoved` when the store has another epoch.
    package func setPosition(
        _ store: StoreKey,
        epoch: Int,
        _ position: FeedPosition
    ) throws(IndexError) {
        try enqueue(
            Self.position,
            [
                .store(store), .int(epoch), .int(position.cursor), .bool(position.isDrained),
                .text(String(decoding: position.recent, as: UTF8.self)),
            ]
        )
    }

    private static let drained = Statement(
        name: "index_store_drained",
        sql: "UPDATE store SET drained_at = clock_timestamp() WHERE key = $1 AND epoch = $2"
    )

    /// The feed was asked and had nothing new.
    package func setDrained(_ store: StoreKey, epoch: Int) async throws(IndexError) {
        _ = try await query(Self.drained, [.store(store), .int(epoch)])
    }

    private static let phase = Statement(
        name: "index_store_phase",
        sql: """
            UPDATE store SET phase = $2, fingerprint = coalesce($3::jsonb, fingerprint),
                imported_at = CASE WHEN $4 THEN clock_timestamp() ELSE imported_at END
            WHERE key = $1
            """
    )

    /// Where the synchroniser is with a store.
    ///
    /// - Parameters:
    ///   - fingerprint: JSON; nil leaves it as it is.
    ///   - imported: Marks an import as finished now.
    package func setPhase(
        _ store: StoreKey,
        _ phase: String,
        fingerprint: [UInt8]? = nil,
        imported: Bool = false
    ) async throws(IndexError) {
        _ = try await query(
            Self.phase,
            [
                .store(store), .text(phase),
                .text(optional: fingerprint.map { String(decoding: $0, as: UTF8.self) }),
                .bool(imported),
            ]
        )
    }

    private static let remote = Statement(
        name: "index_store_remote",
        sql: """
            UPDATE store SET remote = $2::jsonb,
                reconciled_at = CASE WHEN $3 THEN clock_timestamp() ELSE reconciled_at END
            WHERE key = $1
            """
    )

    /// What the store says of its own counts, as JSON.
    ///
    /// - Parameter reconciled: Marks that its copies were compared and found right now.
    package func setRemote(
        _ store: StoreKey,
        _ counts: [UInt8],
        reconciled: Bool
    ) async throws(IndexError) {
        _ = try await query(
            Self.remote,
            [.store(store), .text(String(decoding: counts, as: UTF8.self)), .bool(reconciled)]
        )
    }

    private static let newEpoch = Statement(
        name: "index_store_epoch",
        sql: """
            UPDATE store SET epoch = epoch + 1, cursor = $3, recent = '[]', phase = $4,
                fingerprint = $5::jsonb, imported_at = NULL, drained_at = NULL
            WHERE key = $1 AND epoch = $2 RETURNING epoch
            """
    )

    private static let forgetLabels = Statement(
        name: "index_store_labels_forget",
        sql: "DELETE FROM label_seen WHERE store = $1::smallint"
    )

    /// The store's database is another one than before: its copies stay, each to be confirmed.
    ///
    /// - Returns: The new epoch.
    /// - Throws: `.storeMoved` when it has moved already.
    package func beginEpoch(
        _ store: StoreKey,
        after epoch: Int,
        cursor: Int64,
        phase: String,
        fingerprint: [UInt8]
    ) async throws(IndexError) -> Int {
        let rows = try await query(
            Self.newEpoch,
            [
                .store(store), .int(epoch), .int(cursor), .text(phase),
                .text(String(decoding: fingerprint, as: UTF8.self)),
            ]
        )
        guard rows.count == 1 else { throw IndexError(.storeMoved, doing: "begin an epoch") }
        _ = try await query(Self.forgetLabels, [.store(store)])
        return rows.number(0, 0)
    }

    private static let confirm = Level.allCases.map { level in
        Statement(
            name: "index_confirm_\(level.table)",
            sql: """
                UPDATE copy_\(level.table) SET epoch = $2
                WHERE store = $1 AND id = ANY ($3::bytea[]) AND epoch <> $2
                """
        )
    }

    /// Copies of an older epoch that the store was found to hold still.
    package func confirmCopies(
        _ store: StoreKey,
        epoch: Int,
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(IndexError) {
        _ = try await query(
            Self.confirm[level.rawValue],
            [.store(store), .int(epoch), .ids(ids)]
        )
    }

    private static let purge = Statement(
        name: "index_purge_store",
        sql: "SELECT purge_store($1::smallint, $2)"
    )

    /// Takes out up to `limit` instance copies of a store in state `removed`, and when none is left
    /// the store itself.
    ///
    /// - Returns: Whether the store is gone.
    package func purge(_ store: StoreKey, limit: Int = 1000) async throws(IndexError) -> Bool {
        try await query(Self.purge, [.store(store), .int(limit)]).bool(0, 0) ?? false
    }
}
