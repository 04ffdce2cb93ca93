internal import Basics
package import OrthancModel
internal import Postgres

// Who carries out an owed deletion at a store holds a claim on it: `owed.next_at` lies ahead, by
// the database's clock. Nobody else touches the store for it meanwhile, so that an instance that
// is stored again can't be deleted by a latecomer.

extension IndexWriter {
    /// How long a claim stands. Whoever holds it must stop asking the store well before.
    package static let claimTime: Duration = .seconds(30)

    private static let claimAll = Statement(
        name: "index_owed_claim_all",
        sql: """
            UPDATE owed SET next_at = clock_timestamp()
                + $2::double precision * interval '1 millisecond'
            WHERE intent = $1 AND NOT is_carried(intent, store) RETURNING store
            """
    )

    /// Claims what a deletion owes, in the transaction that began it.
    ///
    /// - Returns: The stores that may be asked now; to the others bytes may still be on their way.
    package func claimAll(_ deletion: Deletion) async throws(IndexError) -> Set<StoreKey> {
        let pause = Self.claimTime.milliseconds
        let rows = try await query(Self.claimAll, [.int(deletion.intent), .int(pause)])
        return Set((0..<rows.count).compactMap { rows.store($0, 0) })
    }

    private static let claim = Statement(
        name: "index_owed_claim",
        sql: """
            WITH claimed AS (
                UPDATE owed SET attempts = attempts + 1, next_at = clock_timestamp()
                    + CASE (SELECT kind FROM intent WHERE id = $1) WHEN 'reconstruct'
                        THEN $4 ELSE $3 END::double precision * interval '1 millisecond'
                WHERE intent = $1 AND store = $2 AND done_at IS NULL
                    AND next_at <= clock_timestamp() AND NOT is_carried(intent, store)
                    AND NOT is_blocked($1, $2::smallint)
                    AND ($5::boolean OR NOT EXISTS (SELECT FROM call
                        WHERE intent = $1 AND undecided_until > clock_timestamp()))
                RETURNING intent, store, attempts)
            SELECT c.intent, i.level, i.resource, c.attempts,
                (SELECT array_agg(t.id ORDER BY t.id) FROM tombstone t
                    WHERE t.intent = c.intent AND t.store = c.store AND t.executed_at IS NULL),
                i.kind, k.method, k.path, k.body, k.if_match
            FROM claimed c JOIN intent i ON i.id = c.intent
            LEFT JOIN call k ON k.intent = c.intent
            """
    )

    /// Claims what one store owes to one deletion or call.
    ///
    /// - Parameter isDeciding: The caller began it.
    /// - Returns: nil when it is done, somebody else is at it, a call's turn has not come, or
    ///   whoever began it may take it back still.
    package func claim(
        intent: Int64,
        store: StoreKey,
        isDeciding: Bool = false
    ) async throws(IndexError) -> OwedItem? {
        let rows = try await query(
            Self.claim,
            [
                .int(intent), .store(store), .int(Self.claimTime.milliseconds),
                .int(CallKind.reconstruct.claimTime.milliseconds), .bool(isDeciding),
            ]
        )
        guard rows.count == 1, let level = Level(rows.int(0, 1)), let id = rows.id(0, 2) else {
            return nil
        }
        return OwedItem(
            intent: intent,
            store: store,
            level: level,
            id: id,
            attempts: rows.number(0, 3),
            instances: rows.ids(0, 4),
            call: Self.call(rows)
        )
    }

    private static func call(_ rows: Rows) -> (kind: CallKind, call: OwedCall)? {
        guard let kind = rows.text(0, 5).flatMap(CallKind.init), let method = rows.text(0, 6),
            var path = rows.textArray(0, 7)?.compactMap(\.self), let id = rows.id(0, 2)
        else { return nil }
        // What the index itself writes down has a path without the identifier.
        if path.count > 1, path[1].isEmpty { path[1] = id.description }
        let call = OwedCall(
            method: method,
            path: path,
            body: rows.bytes(0, 8),
            ifMatch: rows.text(0, 9)
        )
        return (kind, call)
    }

    private static let intent = Statement(
        name: "index_owed_intent",
        sql: """
            SELECT intent FROM tombstone WHERE id = $1 AND store = $2 AND executed_at IS NULL
            """
    )

    /// The deletion to which a store owes an instance; nil when it owes it to none.
    package func owedIntent(
        of instance: OrthancID,
        at store: StoreKey
    ) async throws(IndexError) -> Int64? {
        let rows = try await query(Self.intent, [.id(instance), .store(store)])
        return rows.count == 0 ? nil : rows.int(0, 0)
    }
}
