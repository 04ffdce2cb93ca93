package import OrthancModel
internal import Postgres

/// How many, and the first of them.
package struct Finding: Sendable, Equatable {
    /// Most identifiers kept.
    package static let mostNamed = 100

    package private(set) var count = 0
    /// Ascending.
    package private(set) var first: [OrthancID] = []

    package init() {}

    init(count: Int, first: [OrthancID]) {
        self.count = count
        self.first = first
    }

    package mutating func add(_ other: Finding) {
        count += other.count
        first = Array((first + other.first).prefix(Self.mostNamed))
    }
}

/// What some series lack.
package struct ReplicationPage: Sendable {
    /// Series that fewer stores hold whole than should, and how many instances those have.
    package let lacking: Finding
    package let lackingInstances: Int
    /// Instances of which copies have files of different length.
    package let differing: Finding
    /// Where to go on; nil at the end.
    package let next: OrthancID?
}

/// What the index knows of one store beside its copies.
package struct StoreUpkeep: Sendable {
    package let store: StoreKey
    /// Instances of series that the store was not seen to hold since its database changed.
    package let unconfirmed: Int
    /// Deletions and removals that it owes.
    package let owed: Int
}

extension IndexReader {
    private static let replication = Statement(
        name: "index_replication_page",
        sql: """
            WITH page AS MATERIALIZED (
                SELECT id FROM series WHERE id > $1 ORDER BY id LIMIT $2
            ), held AS MATERIALIZED (
                SELECT p.id, t.instances, count(c.store) AS holders, count(c.store)
                    FILTER (WHERE c.instances >= t.instances) AS complete
                FROM page p JOIN series_total t ON t.id = p.id JOIN copy_series c ON c.id = p.id
                GROUP BY p.id, t.instances
            ), lacking AS (
                SELECT id, instances FROM held WHERE complete < $3
            ), differing AS MATERIALIZED (
                SELECT k.id FROM held h JOIN instance i ON i.series = h.id
                JOIN copy_instance k ON k.id = i.id WHERE h.holders > 1
                GROUP BY k.id HAVING min(k.size) <> max(k.size)
            )
            SELECT (SELECT count(*) FROM lacking),
                (SELECT array_agg(w.id) FROM (SELECT id FROM lacking ORDER BY id LIMIT 100) w),
                (SELECT coalesce(sum(instances), 0)::bigint FROM lacking),
                (SELECT count(*) FROM differing),
                (SELECT array_agg(w.id) FROM (SELECT id FROM differing ORDER BY id LIMIT 100) w),
                CASE WHEN (SELECT count(*) FROM page) = $2
                    THEN (SELECT id FROM page ORDER BY id DESC LIMIT 1) END
            """
    )

    /// Looks at the copies of `limit` series after `after`.
    package func replication(
        copies: Int,
        after: OrthancID?,
        limit: Int = 2000
    ) async throws(IndexError) -> ReplicationPage {
        let rows = try await askSlowly(
            Self.replication,
            [.bytes(after?.bytes ?? []), .int(limit), .int(copies)]
        )
        return ReplicationPage(
            lacking: Finding(count: rows.number(0, 0), first: rows.ids(0, 1)),
            lackingInstances: rows.number(0, 2),
            differing: Finding(count: rows.number(0, 3), first: rows.ids(0, 4)),
            next: rows.id(0, 5)
        )
    }

    private static let conflicts = [Level.patient, .study].map { level in
        Statement(
            name: "index_conflicts_\(level.table)",
            sql: """
                WITH found AS (SELECT id FROM copy_\(level.table) GROUP BY id
                    HAVING bit_or(identity) <> bit_and(identity))
                SELECT (SELECT count(*) FROM found), (SELECT array_agg(w.id)
                    FROM (SELECT id FROM found ORDER BY id LIMIT 100) w)
                """
        )
    }

    /// Patients or studies about whom holders say different things.
    package func conflicting(_ level: Level) async throws(IndexError) -> Finding {
        precondition(level < .series)
        let rows = try await askSlowly(Self.conflicts[level.rawValue])
        return Finding(count: rows.number(0, 0), first: rows.ids(0, 1))
    }

    private static let doubtful = Statement(
        name: "index_doubtful",
        sql: """
            WITH found AS (SELECT DISTINCT d.id FROM in_doubt d
                WHERE d.since < clock_timestamp() - interval '1 minute' AND NOT EXISTS (
                    SELECT FROM copy_instance c WHERE c.id = d.id AND c.store = d.store))
            SELECT (SELECT count(*) FROM found), (SELECT array_agg(w.id)
                FROM (SELECT id FROM found ORDER BY id LIMIT 100) w),
                (SELECT count(*) FROM wanted_copy)
            """
    )

    /// Instances of which nobody knows whether a store has taken them; and of how many series
    /// copies wait to be made.
    package func doubtful() async throws(IndexError) -> (doubtful: Finding, waiting: Int) {
        let rows = try await askSlowly(Self.doubtful)
        return (Finding(count: rows.number(0, 0), first: rows.ids(0, 1)), rows.number(0, 2))
    }

    private static let upkeep = Statement(
        name: "index_store_upkeep",
        sql: """
            SELECT s.key, (SELECT coalesce(sum(c.instances), 0)::bigint FROM copy_series c
                    WHERE c.store = s.key AND c.epoch <> s.epoch),
                (SELECT count(*) FROM owed o WHERE o.store = s.key AND o.done_at IS NULL)
            FROM store s WHERE s.state <> 'removed' ORDER BY s.key
            """
    )

    package func upkeep() async throws(IndexError) -> [StoreUpkeep] {
        let rows = try await askSlowly(Self.upkeep)
        return (0..<rows.count).compactMap { row in
            rows.store(row, 0).map {
                StoreUpkeep(
                    store: $0,
                    unconfirmed: rows.number(row, 1),
                    owed: rows.number(row, 2)
                )
            }
        }
    }
}
