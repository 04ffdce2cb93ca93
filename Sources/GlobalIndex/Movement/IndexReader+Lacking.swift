package import OrthancModel
internal import Postgres

/// A series of which fewer stores hold every instance than should.
package struct LackingSeries: Sendable, Equatable {
    package let id: OrthancID
    package let study: OrthancID
    /// Stores that hold every instance of it.
    package let complete: [StoreKey]
}

extension IndexReader {
    /// Series with the stores that hold them whole; `$1` copies are wanted.
    private static let lacking = """
        series e JOIN series_total t ON t.id = e.id CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(c.store ORDER BY c.store), '{}') AS complete
            FROM copy_series c WHERE c.id = e.id AND c.instances >= t.instances) w
        WHERE cardinality(w.complete) < $1
        """

    private static let next = Statement(
        name: "index_lacking_next",
        sql: """
            SELECT e.id, e.study, w.complete FROM \(lacking) AND e.id > $2
            ORDER BY e.id LIMIT 1
            """
    )

    /// The first series after `after` that fewer than `copies` stores hold whole.
    package func nextLacking(
        copies: Int,
        after: OrthancID?
    ) async throws(IndexError) -> LackingSeries? {
        let rows = try await askSlowly(
            Self.next,
            [.int(copies), .bytes(after?.bytes ?? [])]
        )
        guard rows.count == 1, let id = rows.id(0, 0), let study = rows.id(0, 1) else {
            return nil
        }
        return LackingSeries(id: id, study: study, complete: rows.stores(0, 2))
    }

    private static let one = Statement(
        name: "index_series_copies",
        sql: """
            SELECT e.study, t.instances, (SELECT array_agg(c.store ORDER BY c.store)
                FROM copy_series c WHERE c.id = e.id AND c.instances >= t.instances)
            FROM series e JOIN series_total t ON t.id = e.id WHERE e.id = $1
            """
    )

    /// Who holds all of a series; nil when nobody knows it.
    package func completeHolders(ofSeries id: OrthancID) async throws(IndexError) -> LackingSeries?
    {
        let rows = try await ask(Self.one, [.id(id)])
        guard rows.count == 1, let study = rows.id(0, 0) else { return nil }
        return LackingSeries(id: id, study: study, complete: rows.stores(0, 2))
    }

    private static let twice = Statement(
        name: "index_series_twice",
        sql: """
            SELECT e.id, e.study, w.holders FROM series e CROSS JOIN LATERAL (
                SELECT array_agg(c.store ORDER BY c.store) AS holders
                FROM copy_series c WHERE c.id = e.id) w
            WHERE cardinality(w.holders) > 1 AND e.id > $1 ORDER BY e.id LIMIT 1
            """
    )

    /// The first series after `after` of which several stores hold something: all of these.
    package func nextHeldTwice(after: OrthancID?) async throws(IndexError) -> LackingSeries? {
        let rows = try await askSlowly(Self.twice, [.bytes(after?.bytes ?? [])])
        guard rows.count == 1, let id = rows.id(0, 0), let study = rows.id(0, 1) else {
            return nil
        }
        return LackingSeries(id: id, study: study, complete: rows.stores(0, 2))
    }

    private static let countTwice = Statement(
        name: "index_series_twice_count",
        sql: """
            SELECT coalesce(sum(t.instances), 0)::bigint FROM series_total t
            WHERE (SELECT count(*) FROM copy_series c WHERE c.id = t.id) > 1
            """
    )

    /// Instances of all series of which several stores hold something.
    package func countHeldTwice() async throws(IndexError) -> Int {
        try await askSlowly(Self.countTwice).number(0, 0)
    }

    private static let count = Statement(
        name: "index_lacking_count",
        sql: """
            SELECT coalesce(sum(t.instances * ($1 - cardinality(w.complete))), 0)::bigint
            FROM \(lacking)
            """
    )

    /// How many copies of instances lack, counted by whole series.
    package func countLacking(copies: Int) async throws(IndexError) -> Int {
        try await askSlowly(Self.count, [.int(copies)]).number(0, 0)
    }
}
