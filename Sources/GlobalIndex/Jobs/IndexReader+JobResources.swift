package import OrthancModel
internal import Postgres

/// One instance and who has it.
package struct HeldInstance: Sendable, Equatable {
    package let id: OrthancID
    package let patient: OrthancID
    package let study: OrthancID
    package let bytes: Int64
    /// Ascending.
    package let stores: [StoreKey]

    package init(
        id: OrthancID,
        patient: OrthancID,
        study: OrthancID,
        bytes: Int64,
        stores: [StoreKey]
    ) {
        self.id = id
        self.patient = patient
        self.study = study
        self.bytes = bytes
        self.stores = stores
    }
}

extension IndexReader {
    private static let held: [Statement] = [
        """
        FROM study s JOIN series e ON e.study = s.id JOIN instance i ON i.series = e.id
        WHERE s.patient = $1
        """,
        """
        FROM study s JOIN series e ON e.study = s.id JOIN instance i ON i.series = e.id
        WHERE s.id = $1
        """,
        """
        FROM series e JOIN study s ON s.id = e.study JOIN instance i ON i.series = e.id
        WHERE e.id = $1
        """,
        """
        FROM instance i JOIN series e ON e.id = i.series JOIN study s ON s.id = e.study
        WHERE i.id = $1
        """,
    ].enumerated().map { index, below in
        Statement(
            name: "index_held_below_\(index)",
            sql: """
                SELECT w.id, w.patient, w.study, w.size,
                    (SELECT array_agg(c.store ORDER BY c.store) FROM copy_instance c
                        WHERE c.id = w.id)
                FROM (SELECT i.id, s.patient, e.study, i.size \(below) AND i.id > $2
                    ORDER BY i.id LIMIT $3) w ORDER BY w.id
                """
        )
    }

    /// Instances below a resource, or itself, ascending; at most `limit` of them.
    package func held(
        below level: Level,
        _ id: OrthancID,
        limit: Int
    ) async throws(IndexError) -> [HeldInstance] {
        var all: [HeldInstance] = []
        while all.count < limit {
            let page = min(10_000, limit - all.count)
            let rows = try await askSlowly(
                Self.held[level.rawValue],
                [.id(id), .bytes(all.last?.id.bytes ?? []), .int(page)]
            )
            for row in 0..<rows.count {
                guard let id = rows.id(row, 0), let patient = rows.id(row, 1),
                    let study = rows.id(row, 2)
                else { continue }
                all.append(
                    HeldInstance(
                        id: id,
                        patient: patient,
                        study: study,
                        bytes: rows.int(row, 3) ?? 0,
                        stores: rows.stores(row, 4)
                    )
                )
            }
            if rows.count < page { break }
        }
        return all
    }

    /// At which level the index knows an identifier.
    package func level(of id: OrthancID) async throws(IndexError) -> Level? {
        try await levels(of: [id])[id]
    }

    private static let sources = Statement(
        name: "index_job_sources",
        sql: """
            SELECT id FROM job_source WHERE job = $1::uuid AND number = $2::integer
                AND NOT ($3 AND is_removed) ORDER BY id
            """
    )

    /// What a job changes in its `number`-th store, ascending.
    ///
    /// - Parameter leftOnly: Without those that it has removed.
    package func sources(
        of job: String,
        number: Int,
        leftOnly: Bool = false
    ) async throws(IndexError) -> [OrthancID] {
        let values: [Value] = [.text(job), .int(number), .bool(leftOnly)]
        return try await askSlowly(Self.sources, values).ids(column: 0)
    }

    private static let locks = Statement(
        name: "index_job_locks",
        sql: "SELECT resource FROM job_lock WHERE job = $1::uuid ORDER BY resource"
    )

    /// What a job has locked, ascending.
    package func locks(of job: String) async throws(IndexError) -> [OrthancID] {
        try await ask(Self.locks, [.text(job)]).ids(column: 0)
    }

    private static let results = Statement(
        name: "index_job_results",
        sql: "SELECT store, id, source FROM job_result WHERE job = $1::uuid ORDER BY store, id"
    )

    /// What a job has made and what was found to be right; its source is itself where nobody can
    /// tell it.
    package func results(
        of job: String
    ) async throws(IndexError) -> [(store: StoreKey, id: OrthancID, source: OrthancID)] {
        let rows = try await askSlowly(Self.results, [.text(job)])
        return (0..<rows.count).compactMap { row in
            guard let store = rows.store(row, 0), let id = rows.id(row, 1),
                let source = rows.id(row, 2)
            else { return nil }
            return (store, id, source)
        }
    }

    private static let settlement = Statement(
        name: "index_job_settlement",
        sql: """
            SELECT count(*) FILTER (WHERE NOT is_removed AND NOT stands),
                count(*) FILTER (WHERE is_removed)
            FROM job_source_made WHERE job = $1::uuid
            """
    )

    /// - Returns: How many of a job's sources wait although their result is gone, and how many were
    ///   removed.
    package func settlement(
        of job: String
    ) async throws(IndexError) -> (bereft: Int, removed: Int) {
        let rows = try await askSlowly(Self.settlement, [.text(job)])
        return (rows.number(0, 0), rows.number(0, 1))
    }

    private static let taken = Statement(
        name: "index_job_results_taken",
        sql: """
            SELECT id FROM job_result WHERE store = $1::smallint AND id = ANY ($2::bytea[])
            """
    )

    /// Which of some instances in a store belong to some job already. At most ``mostIDs``.
    package func taken(
        _ instances: [OrthancID],
        at store: StoreKey
    ) async throws(IndexError) -> Set<OrthancID> {
        let rows = try await ask(Self.taken, [.store(store), .ids(instances)])
        return Set(rows.ids(column: 0))
    }
}
