internal import Basics
package import OrthancModel
internal import Postgres

/// What became of a label.
package enum LabelChange: Sendable, Equatable {
    /// The index does not know the resource.
    case unknown
    /// Changed, or so before. `owed`: what stores that have labels are to do.
    case changed(owed: BegunCall?)
}

extension IndexWriter {
    private static let setLabel = Statement(
        name: "index_label_set",
        sql: """
            SELECT is_known, intent_id, claimed, blocked FROM set_label($1::integer, $2, $3,
                $4::boolean, $5::smallint[], $6::double precision)
            """
    )

    /// Sets or removes a label, and writes down that the holders among `stores` owe it.
    package func setLabel(
        _ level: Level,
        _ id: OrthancID,
        _ label: String,
        isSet: Bool,
        stores: [StoreKey]
    ) async throws(IndexError) -> LabelChange {
        let rows = try await query(
            Self.setLabel,
            [
                .level(level), .id(id), .text(label), .bool(isSet), .keys(stores),
                .int(CallKind.label.claimTime.milliseconds),
            ]
        )
        guard rows.bool(0, 0) ?? false else { return .unknown }
        guard let intent = rows.int(0, 1) else { return .changed(owed: nil) }
        let begun = BegunCall(
            intent: intent,
            claimed: rows.stores(0, 2),
            blocked: rows.stores(0, 3)
        )
        return .changed(owed: begun)
    }

    // MARK: What stores say

    private static let look = Statement(
        name: "index_label_look",
        sql: """
            INSERT INTO label_look AS l (store, next_at)
            VALUES ($1::smallint, clock_timestamp()
                + $2::double precision * interval '1 millisecond')
            ON CONFLICT (store) DO UPDATE SET next_at = excluded.next_at
                WHERE l.next_at <= clock_timestamp()
            RETURNING (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
            """
    )

    /// Claims the next look at a store's labels; the one after is `pause` later.
    ///
    /// - Returns: The database's clock; nil when it is somebody else's, or not yet due.
    package func claimLabelLook(
        _ store: StoreKey,
        pause: Duration
    ) async throws(IndexError) -> Int64? {
        let rows = try await query(Self.look, [.store(store), .int(pause.milliseconds)])
        return rows.count == 0 ? nil : rows.int(0, 0)
    }

    private static let clock = Statement(
        name: "index_label_clock",
        sql: "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
    )

    /// The database's clock, microseconds since 1970.
    package func clock() async throws(IndexError) -> Int64 {
        try await query(Self.clock).int(0, 0) ?? 0
    }

    private static let seen = Statement(
        name: "index_labels_seen",
        sql: "SELECT DISTINCT label FROM label_seen WHERE store = $1::smallint AND present"
    )

    /// Labels that a store was last known to have on something.
    package func labelsSeen(_ store: StoreKey) async throws(IndexError) -> [String] {
        let rows = try await query(Self.seen, [.store(store)])
        return (0..<rows.count).compactMap { rows.text($0, 0) }
    }

    private static let merge = Statement(
        name: "index_labels_merge",
        sql: """
            SELECT taken, suspects, has_more FROM merge_labels($1::smallint, $2::integer, $3,
                to_timestamp($4::double precision / 1000000), $5::bytea[], $6::smallint[])
            """
    )

    /// Takes over what others set in a store.
    ///
    /// - Parameters:
    ///   - startedAt: The database's clock before the store was asked: what was changed since
    ///     counts more.
    ///   - ids: All resources of the level that have the label there.
    ///   - others: The other stores that have labels; they owe what is taken over.
    /// - Returns: How many were new, resources that had the label there and don't any more, and
    ///   whether there is more to take over: then it is to be called again.
    package func mergeLabels(
        _ store: StoreKey,
        _ level: Level,
        _ label: String,
        startedAt: Int64,
        _ ids: [OrthancID],
        others: [StoreKey]
    ) async throws(IndexError) -> (taken: Int, suspects: [OrthancID], hasMore: Bool) {
        let rows = try await query(
            Self.merge,
            [
                .store(store), .level(level), .text(label), .int(startedAt), .ids(ids),
                .keys(others),
            ]
        )
        return (rows.number(0, 0), rows.ids(0, 1), rows.bool(0, 2) ?? false)
    }

    private static let unsee = Statement(
        name: "index_label_unsee",
        sql: """
            SELECT unsee_label($1::smallint, $2::integer, $3,
                to_timestamp($4::double precision / 1000000), $5, $6::boolean, $7::smallint[])
            """
    )

    /// A store doesn't have a label any more that it had.
    ///
    /// - Parameter isRemoved: Somebody removed it there; false: the resource itself is gone.
    package func unsee(
        _ label: String,
        at store: StoreKey,
        _ level: Level,
        _ id: OrthancID,
        startedAt: Int64,
        isRemoved: Bool,
        others: [StoreKey]
    ) async throws(IndexError) {
        _ = try await query(
            Self.unsee,
            [
                .store(store), .level(level), .text(label), .int(startedAt), .id(id),
                .bool(isRemoved), .keys(others),
            ]
        )
    }
}

extension IndexReader {
    private static let allLabels = Statement(
        name: "index_labels_all",
        sql: """
            WITH RECURSIVE w AS (
                (SELECT label FROM label ORDER BY label LIMIT 1)
                UNION ALL
                SELECT (SELECT l.label FROM label l WHERE l.label > w.label
                    ORDER BY l.label LIMIT 1) FROM w WHERE w.label IS NOT NULL
            ) SELECT label FROM w WHERE label IS NOT NULL
            """
    )

    /// Every label that something has, ascending.
    package func allLabels() async throws(IndexError) -> [String] {
        let rows = try await ask(Self.allLabels)
        return (0..<rows.count).compactMap { rows.text($0, 0) }
    }
}

extension Value {
    fileprivate static func keys(_ keys: [StoreKey]) -> Value {
        .intArray(keys.map { Int64($0.rawValue) })
    }
}
