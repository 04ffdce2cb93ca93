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
