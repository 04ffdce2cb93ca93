internal import Basics
package import OrthancModel
internal import Postgres

/// A deletion that the index shows already and that stores owe.
package struct Deletion: Sendable, Equatable {
    package let intent: Int64
    package let level: Level
    package let id: OrthancID
    /// Nearest ancestor that is still there, for Orthanc's RemainingAncestor.
    package let remainingAncestor: (level: Level, id: OrthancID)?
    /// Instances that each store has to give up, ascending.
    package let owed: [(store: StoreKey, instances: [OrthancID])]

    package static func == (left: Self, right: Self) -> Bool { left.intent == right.intent }
}

/// What one store still owes to one deletion, or to one call.
package struct OwedItem: Sendable, Equatable {
    package let intent: Int64
    package let store: StoreKey
    package let level: Level
    package let id: OrthancID
    package let attempts: Int
    /// Instances known there before the deletion began and not given back since, ascending. A
    /// replay touches no others.
    package let instances: [OrthancID]
    /// The call, once it is claimed; nil for a deletion.
    package var call: (kind: CallKind, call: OwedCall)?

    package static func == (left: Self, right: Self) -> Bool {
        left.intent == right.intent && left.store == right.store
            && left.attempts == right.attempts && left.instances == right.instances
    }
}

extension IndexWriter {
    private static let beginDelete = Statement(
        name: "index_delete_begin",
        sql: "SELECT intent_id, ancestor_level, ancestor FROM begin_delete($1::integer, $2)"
    )

    private static let tombstones = Statement(
        name: "index_delete_tombstones",
        sql: """
            SELECT t.store, array_agg(t.id ORDER BY t.id) FROM owed o
            JOIN tombstone t ON t.store = o.store AND t.intent = o.intent
            WHERE o.intent = $1 GROUP BY t.store ORDER BY t.store
            """
    )

    /// Takes a resource out of the union and writes down what stores owe. No store was asked yet.
    ///
    /// - Returns: Nil when the index doesn't know the resource.
    package func beginDelete(
        _ level: Level,
        _ id: OrthancID
    ) async throws(IndexError) -> Deletion? {
        let begun = try await query(Self.beginDelete, [.level(level), .id(id)])
        guard let intent = begun.int(0, 0) else { return nil }
        let rows = try await query(Self.tombstones, [.int(intent)])
        var ancestor: (level: Level, id: OrthancID)?
        if let level = Level(begun.int(0, 1)), let id = begun.id(0, 2) { ancestor = (level, id) }
        return Deletion(
            intent: intent,
            level: level,
            id: id,
            remainingAncestor: ancestor,
            owed: (0..<rows.count).compactMap { row in
                rows.store(row, 0).map { ($0, rows.ids(row, 1)) }
            }
        )
    }

    private static let closeOwed = Statement(
        name: "index_owed_close",
        sql: "SELECT close_owed($1, $2::smallint, $3)"
    )

    /// A store has done what it owed.
    ///
    /// - Parameter sequence: The store's Last, read after its DELETE: older feed rows can't bring
    ///   the copies back, newer ones can.
    /// - Returns: False when that was known already.
    package func closeOwed(
        intent: Int64,
        store: StoreKey,
        sequence: Int64
    ) async throws(IndexError) -> Bool {
        let rows = try await query(
            Self.closeOwed,
            [.int(intent), .store(store), .int(sequence)]
        )
        return rows.bool(0, 0) ?? false
    }

    private static let executed = Statement(
        name: "index_tombstones_executed",
        sql: """
            UPDATE tombstone SET executed_seq = $4, executed_at = clock_timestamp()
            WHERE store = $2 AND intent = $1 AND id = ANY ($3::bytea[]) AND executed_at IS NULL
            """
    )

    /// Some of the instances that a store owed are gone there.
    package func markExecuted(
        intent: Int64,
        store: StoreKey,
        _ instances: [OrthancID],
        sequence: Int64
    ) async throws(IndexError) {
        _ = try await query(
            Self.executed,
            [.int(intent), .store(store), .ids(instances), .int(sequence)]
        )
    }

    private static let failOwed = Statement(
        name: "index_owed_fail",
        sql: """
            UPDATE owed SET attempts = attempts + 1, problem = $3,
                next_at = clock_timestamp() + $4::double precision * interval '1 millisecond'
            WHERE intent = $1 AND store = $2 AND done_at IS NULL
            """
    )

    /// A store could not do what it owes; it is tried again after `pause`.
    ///
    /// - Parameter problem: For people; no patient data.
    package func failOwed(
        intent: Int64,
        store: StoreKey,
        problem: String,
        pause: Duration
    ) async throws(IndexError) {
        _ = try await query(
            Self.failOwed,
            [.int(intent), .store(store), .text(problem), .int(pause.milliseconds)]
        )
    }

    private static let owed = Statement(
        name: "index_owed",
        sql: """
            SELECT o.intent, i.level, i.resource, o.attempts,
                (SELECT array_agg(t.id ORDER BY t.id) FROM tombstone t
                    WHERE t.intent = o.intent AND t.store = o.store AND t.executed_at IS NULL)
            FROM owed o JOIN intent i ON i.id = o.intent
            WHERE o.store = $1 AND o.done_at IS NULL
            ORDER BY o.intent LIMIT $2
            """
    )

    /// What a store still owes, oldest first.
    package func owed(
        _ store: StoreKey,
        limit: Int = 100
    ) async throws(IndexError) -> [OwedItem] {
        let rows = try await query(Self.owed, [.store(store), .int(limit)])
        return (0..<rows.count).compactMap { row in
            guard let intent = rows.int(row, 0), let level = Level(rows.int(row, 1)),
                let id = rows.id(row, 2)
            else { return nil }
            return OwedItem(
                intent: intent,
                store: store,
                level: level,
                id: id,
                attempts: rows.number(row, 3),
                instances: rows.ids(row, 4)
            )
        }
    }

    private static let due = Statement(
        name: "index_due",
        sql: """
            SELECT intent FROM owed WHERE store = $1 AND done_at IS NULL AND intent > $2
                AND next_at <= clock_timestamp() ORDER BY intent LIMIT $3
            """
    )

    /// Intents of what a store owes and whose time has come, ascending.
    package func due(
        _ store: StoreKey,
        after: Int64 = 0,
        limit: Int = 100
    ) async throws(IndexError) -> [Int64] {
        let rows = try await query(Self.due, [.store(store), .int(after), .int(limit)])
        return (0..<rows.count).compactMap { rows.int($0, 0) }
    }

    private static let owing = Statement(
        name: "index_owing",
        sql: """
            SELECT s.key FROM store s WHERE EXISTS (
                SELECT FROM owed o WHERE o.store = s.key AND o.done_at IS NULL) ORDER BY s.key
            """
    )

    /// Stores that owe something.
    package func storesOwing() async throws(IndexError) -> [StoreKey] {
        let rows = try await query(Self.owing)
        return (0..<rows.count).compactMap { rows.store($0, 0) }
    }

    private static let purgeTombstones = Statement(
        name: "index_tombstones_purge",
        sql: """
            WITH long AS (
                SELECT clock_timestamp() - $1::double precision * interval '1 millisecond' AS ago
            ), old AS (
                DELETE FROM tombstone WHERE (id, store) IN (SELECT t.id, t.store
                    FROM tombstone t WHERE t.executed_at < (SELECT ago FROM long) LIMIT $2)
                RETURNING 1
            ), settled AS (
                DELETE FROM in_doubt d USING store s WHERE s.key = d.store AND s.drained_at
                    > d.since + $1::double precision * interval '1 millisecond'
            ), closed AS (
                DELETE FROM intent WHERE id IN (SELECT i.id
                    FROM intent i WHERE i.closed_at < (SELECT ago FROM long) LIMIT $2)
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM old) = $2 OR (SELECT count(*) FROM closed) = $2
            """
    )

    private static let purgeLabels = Statement(
        name: "index_labels_purge",
        sql: """
            DELETE FROM label_seen WHERE NOT present AND at
                < clock_timestamp() - $1::double precision * interval '1 millisecond'
            """
    )

    /// Forgets deletions that were carried out everywhere longer than `age` ago, and uploads of
    /// unknown outcome whose store has shown its whole feed that long after them.
    ///
    /// - Returns: Whether there is more: so many at a time.
    @discardableResult
    package func purgeTombstones(
        olderThan age: Duration,
        limit: Int = 10_000
    ) async throws(IndexError) -> Bool {
        let rows = try await query(Self.purgeTombstones, [.int(age.milliseconds), .int(limit)])
        _ = try await query(Self.purgeLabels, [.int(age.milliseconds)])
        return rows.bool(0, 0) ?? false
    }
}
