internal import Postgres

extension IndexReader {
    /// Most jobs in one list; there are more only if thousands ended within a week.
    package static let mostJobs = 10_000

    private static let job = Statement(
        name: "index_job",
        sql: "SELECT \(JobRecord.columns) FROM job WHERE id = $1::uuid AND NOT is_hidden"
    )

    /// One of the gateway's own jobs.
    package func job(_ id: String) async throws(IndexError) -> JobRecord? {
        let rows = try await ask(Self.job, [.text(id)])
        return rows.count == 0 ? nil : JobRecord(rows, 0)
    }

    private static let jobs = Statement(
        name: "index_jobs",
        sql: """
            SELECT \(JobRecord.columns) FROM (
                SELECT * FROM job WHERE NOT is_hidden
                ORDER BY created_at DESC LIMIT $1) w ORDER BY id
            """
    )

    /// All of the gateway's own jobs, ascending.
    package func jobs() async throws(IndexError) -> [JobRecord] {
        let rows = try await ask(Self.jobs, [.int(Self.mostJobs)])
        return (0..<rows.count).compactMap { JobRecord(rows, $0) }
    }

    private static let storeJob = Statement(
        name: "index_store_job",
        sql: """
            SELECT store, local::text, text, is_final, is_hidden FROM store_job
            WHERE store = $1::smallint AND local = $2::uuid
            """
    )

    /// A tracked job of a store; nil when it is not tracked.
    package func storeJob(_ id: BoundID) async throws(IndexError) -> StoreJobRecord? {
        let rows = try await ask(Self.storeJob, [.store(id.store), .text(id.local)])
        return rows.count == 0 ? nil : StoreJobRecord(rows, 0)
    }

    private static let storeJobs = Statement(
        name: "index_store_jobs",
        sql: """
            SELECT store, local::text, text, is_final, is_hidden FROM store_job
            WHERE NOT ($1 AND is_final) ORDER BY store, local LIMIT $2
            """
    )

    /// Tracked jobs of stores.
    ///
    /// - Parameter openOnly: Only those whose end is not known.
    package func storeJobs(openOnly: Bool = false) async throws(IndexError) -> [StoreJobRecord] {
        let rows = try await ask(Self.storeJobs, [.bool(openOnly), .int(Self.mostJobs)])
        return (0..<rows.count).compactMap { StoreJobRecord(rows, $0) }
    }

    private static let locals = Statement(
        name: "index_job_locals",
        sql: "SELECT store, local::text FROM job_part WHERE local IS NOT NULL"
    )

    /// Jobs of stores that are parts of the gateway's own, and not to be shown.
    package func partJobs() async throws(IndexError) -> Set<BoundID> {
        let rows = try await ask(Self.locals)
        return Set(
            (0..<rows.count).compactMap { row in
                guard let store = rows.store(row, 0), let local = rows.text(row, 1) else {
                    return nil
                }
                return BoundID(store: store, local: local)
            }
        )
    }
}

extension StoreJobRecord {
    fileprivate init?(_ rows: Rows, _ row: Int) {
        guard let store = rows.store(row, 0), let local = rows.text(row, 1) else { return nil }
        id = BoundID(store: store, local: local)
        text = rows.bytes(row, 2)
        isFinal = rows.bool(row, 3) ?? false
        isHidden = rows.bool(row, 4) ?? false
    }
}
