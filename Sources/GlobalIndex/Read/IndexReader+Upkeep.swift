package import OrthancModel
internal import Postgres

/// Where an upload may or must go, and since when it counts.
package struct UploadTarget: Sendable, Equatable {
    /// The database's clock, microseconds since 1970; for ``Batch/Origin/upload(startedAt:)``.
    package let startedAt: Int64
    /// Stores that hold this very instance, its series, its study, its patient; ascending.
    package let instanceHolders: [StoreKey]
    package let seriesHolders: [StoreKey]
    package let studyHolders: [StoreKey]
    package let patientHolders: [StoreKey]
    /// Stores that still owe the deletion of this very instance: it is carried out there before
    /// they may take it again.
    package let owing: [StoreKey]
}

extension IndexReader {
    private static let target = Statement(
        name: "index_upload_target",
        sql: """
            SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
                (SELECT array_agg(store ORDER BY store) FROM copy_instance WHERE id = $1),
                (SELECT array_agg(store ORDER BY store) FROM copy_series WHERE id = $2),
                (SELECT array_agg(store ORDER BY store) FROM copy_study WHERE id = $3),
                (SELECT array_agg(store ORDER BY store) FROM tombstone
                    WHERE id = $1 AND executed_at IS NULL),
                (SELECT array_agg(store ORDER BY store) FROM copy_patient WHERE id = $4)
            """
    )

    /// Asked before the first byte of an upload is forwarded.
    package func uploadTarget(
        instance: OrthancID,
        series: OrthancID,
        study: OrthancID,
        patient: OrthancID
    ) async throws(IndexError) -> UploadTarget {
        let ids: [Value] = [.id(instance), .id(series), .id(study), .id(patient)]
        let rows = try await ask(Self.target, ids)
        return UploadTarget(
            startedAt: rows.int(0, 0) ?? 0,
            instanceHolders: rows.stores(0, 1),
            seriesHolders: rows.stores(0, 2),
            studyHolders: rows.stores(0, 3),
            // Those without a PatientID are many people.
            patientHolders: patient == .emptyPatient ? [] : rows.stores(0, 5),
            owing: rows.stores(0, 4)
        )
    }

    private static let deletions = Statement(
        name: "index_owe_deletions",
        sql: """
            SELECT EXISTS (SELECT FROM owed o JOIN intent i ON i.id = o.intent
                WHERE o.store = ANY ($1::smallint[]) AND o.done_at IS NULL
                    AND i.kind IN ('delete', 'remove'))
            """
    )

    /// Whether one of some stores still has instances that are deleted for everybody else.
    package func oweDeletions(_ stores: [StoreKey]) async throws(IndexError) -> Bool {
        let keys = stores.map { Int64($0.rawValue) }
        return try await ask(Self.deletions, [.intArray(keys)]).bool(0, 0) ?? true
    }

    private static let clock = Statement(
        name: "index_clock",
        sql: "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
    )

    /// The database's clock, microseconds since 1970.
    package func clock() async throws(IndexError) -> Int64 {
        try await ask(Self.clock).int(0, 0) ?? 0
    }

    private static let stores = Statement(
        name: "index_stores_read",
        sql: "SELECT \(StoreRow.columns) FROM store ORDER BY key"
    )

    /// All stores, those being removed too, by key.
    package func stores() async throws(IndexError) -> [StoreRow] {
        let rows = try await ask(Self.stores)
        return (0..<rows.count).compactMap { StoreRow(rows, $0) }
    }

    private static let storeCounts = Statement(
        name: "index_store_counts",
        sql: """
            SELECT (SELECT count(*) FROM copy_patient WHERE store = $1),
                (SELECT count(*) FROM copy_study WHERE store = $1),
                count(*), coalesce(sum(instances), 0)::bigint, coalesce(sum(bytes), 0)::bigint
            FROM copy_series WHERE store = $1
            """
    )

    /// How many copies the index knows in one store; to compare with the store's own counts.
    package func copyCounts(_ store: StoreKey) async throws(IndexError) -> IndexStatistics {
        IndexStatistics(try await askSlowly(Self.storeCounts, [.store(store)]))
    }

    private static let copyIDs: [Statement] = Level.allCases.map { level in
        Statement(
            name: "index_copy_ids_\(level.table)",
            sql: """
                SELECT id FROM copy_\(level.table) WHERE store = $1 AND id > $2
                ORDER BY id LIMIT $3
                """
        )
    }

    /// Copies that the index knows in one store, ascending, for a merge with the store's own list.
    package func copyIDs(
        _ store: StoreKey,
        _ level: Level,
        after: OrthancID? = nil,
        limit: Int = 10_000
    ) async throws(IndexError) -> [OrthancID] {
        let rows = try await ask(
            Self.copyIDs[level.rawValue],
            [.store(store), .bytes(after?.bytes ?? []), .int(limit)]
        )
        return rows.ids(column: 0)
    }

    private static let unsettled = [Level.patient, .study, .series].map { level in
        Statement(
            name: "index_copies_unsettled_\(level.table)",
            sql: """
                SELECT array_agg(c.id ORDER BY c.id) FILTER (
                        WHERE NOT (c.stable AND r.announced)),
                    CASE count(*) WHEN $3 THEN (array_agg(c.id ORDER BY c.id DESC))[1] END
                FROM (SELECT id, stable FROM copy_\(level.table)
                    WHERE store = $1 AND id > $2 ORDER BY id LIMIT $3) c
                JOIN \(level.table) r ON r.id = c.id
                """
        )
    }

    /// Parents in one store that are not stable as far as the index knows, or were not announced
    /// as stable: of the `limit` copies that follow `after`.
    ///
    /// - Returns: Those, ascending, and where to go on; nil when the level is done.
    package func unsettled(
        _ store: StoreKey,
        _ level: Level,
        after: OrthancID? = nil,
        limit: Int = 10_000
    ) async throws(IndexError) -> (ids: [OrthancID], next: OrthancID?) {
        precondition(level < .instance)
        let rows = try await askSlowly(
            Self.unsettled[level.rawValue],
            [.store(store), .bytes(after?.bytes ?? []), .int(limit)]
        )
        return (rows.ids(0, 0), rows.id(0, 1))
    }

    private static let known: [Statement] = Level.allCases.map { level in
        Statement(
            name: "index_copies_known_\(level.table)",
            sql: """
                SELECT id FROM copy_\(level.table) WHERE store = $1 AND id = ANY ($2::bytea[])
                """
        )
    }

    /// Which of `ids` the index knows as copies of one store.
    package func known(
        _ store: StoreKey,
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(IndexError) -> Set<OrthancID> {
        let rows = try await ask(Self.known[level.rawValue], [.store(store), .ids(ids)])
        return Set(rows.ids(column: 0))
    }
}
