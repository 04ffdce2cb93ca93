package import OrthancModel
internal import Postgres

extension IndexWriter {
    private static let addSources = Statement(
        name: "index_job_sources_add",
        sql: """
            INSERT INTO job_source (job, number, id)
            SELECT $1::uuid, $2::integer, n.id FROM unnest($3::bytea[]) AS n(id)
            ON CONFLICT DO NOTHING
            """
    )

    /// Writes down what a job changes in its `number`-th store.
    package func addSources(
        _ instances: [OrthancID],
        number: Int,
        of claim: JobClaim
    ) async throws(IndexError) {
        _ = try await query(
            Self.addSources,
            [.text(claim.job), .int(number), .ids(instances)]
        )
    }

    private static let sourcesRemoved = Statement(
        name: "index_job_sources_removed",
        sql: """
            UPDATE job_source SET is_removed = true
            WHERE job = $1::uuid AND id = ANY ($2::bytea[])
            """
    )

    /// Sources of a job are taken out: in the transaction that does so, that it is done once.
    package func markRemoved(
        _ sources: [OrthancID],
        of claim: JobClaim
    ) async throws(IndexError) {
        _ = try await query(Self.sourcesRemoved, [.text(claim.job), .ids(sources)])
    }

    private static let addResults = Statement(
        name: "index_job_results_add",
        sql: """
            INSERT INTO job_result (store, id, source, job)
            SELECT $2::smallint, n.id, n.source, $1::uuid
            FROM unnest($3::bytea[], $4::bytea[]) AS n(id, source)
            ON CONFLICT (id, store) DO UPDATE SET job = excluded.job, source = excluded.source
            """
    )

    /// Writes down what a job has made and what was found to be right.
    package func addResults(
        _ results: [JobResult],
        at store: StoreKey,
        of claim: JobClaim
    ) async throws(IndexError) {
        _ = try await query(
            Self.addResults,
            [
                .text(claim.job), .store(store), .ids(results.map(\.id)),
                .ids(results.map { $0.source ?? $0.id }),
            ]
        )
    }

    private static let replaced = Statement(
        name: "index_job_sources_replaced",
        sql: """
            SELECT id FROM job_source_made
            WHERE job = $1::uuid AND id = ANY ($2::bytea[]) AND stands AND NOT is_removed
            ORDER BY id
            """
    )

    /// Those of a job's sources that may go: each has a result of its own that is still there.
    package func replaced(
        _ sources: [OrthancID],
        of claim: JobClaim
    ) async throws(IndexError) -> [OrthancID] {
        try await query(Self.replaced, [.text(claim.job), .ids(sources)]).ids(column: 0)
    }

    private static let begin = Statement(
        name: "index_removal_begin",
        sql: "SELECT begin_removal($1::integer, $2, $3::smallint, $4::bytea[])"
    )

    private static let tombstones = Statement(
        name: "index_removal_tombstones",
        sql: """
            SELECT t.store, array_agg(t.id ORDER BY t.id) FROM owed o
            JOIN tombstone t ON t.store = o.store AND t.intent = o.intent
            WHERE o.intent = $1 GROUP BY t.store ORDER BY t.store
            """
    )

    /// Takes instances out of the union and writes down what stores owe, as ``beginDelete(_:_:)``
    /// does for a resource. No store was asked yet.
    ///
    /// - Parameters:
    ///   - resource: What they belong to, for people.
    ///   - store: A store that has them though its feed may not have said so yet.
    ///   - instances: At most ``IndexReader/mostIDs``.
    /// - Returns: nil when nobody has any of them.
    package func beginRemoval(
        of resource: (level: Level, id: OrthancID),
        at store: StoreKey?,
        _ instances: [OrthancID]
    ) async throws(IndexError) -> Deletion? {
        let begun = try await query(
            Self.begin,
            [
                .level(resource.level), .id(resource.id), store.map(Value.store) ?? .null,
                .ids(instances),
            ]
        )
        guard let intent = begun.int(0, 0) else { return nil }
        let rows = try await query(Self.tombstones, [.int(intent)])
        return Deletion(
            intent: intent,
            level: resource.level,
            id: resource.id,
            remainingAncestor: nil,
            owed: (0..<rows.count).compactMap { row in
                rows.store(row, 0).map { ($0, rows.ids(row, 1)) }
            }
        )
    }
}
