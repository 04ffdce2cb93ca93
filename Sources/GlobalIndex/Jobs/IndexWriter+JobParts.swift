package import OrthancModel
internal import Postgres

extension IndexWriter {
    // MARK: Locks

    private static let lock = Statement(
        name: "index_job_lock",
        sql: "SELECT job_lock_all($1::uuid, $2::bytea[])"
    )

    /// Locks resources for one job until its end.
    ///
    /// - Throws: `.conflict`, with nothing locked, when another job has one of them.
    package func lock(_ resources: [OrthancID], for claim: JobClaim) async throws(IndexError) {
        try assertClaim(claim)
        let rows = try await query(Self.lock, [.text(claim.job), .ids(resources)])
        guard rows.bool(0, 0) == true else {
            throw IndexError(.conflict, doing: "lock resources for a job")
        }
    }

    // MARK: Parts

    private static let addPart = Statement(
        name: "index_job_part_add",
        sql: """
            INSERT INTO job_part (job, number, store, nonce, store_last)
            VALUES ($1::uuid, $2::integer, $3::smallint, $4::integer, $5)
            """
    )

    /// Writes down that a store is about to be asked for a job.
    package func addPart(_ part: JobPart, of claim: JobClaim) async throws(IndexError) {
        try assertClaim(claim)
        _ = try await query(
            Self.addPart,
            [
                .text(claim.job), .int(part.number), .store(part.store), .int(part.nonce),
                .int(part.storeLast),
            ]
        )
    }

    private static let setLocal = Statement(
        name: "index_job_part_local",
        sql: "UPDATE job_part SET local = $3::uuid WHERE job = $1::uuid AND number = $2::integer"
    )

    /// The store's own job is known.
    package func setLocal(
        _ local: String,
        of part: Int,
        of claim: JobClaim
    ) async throws(IndexError) {
        try assertClaim(claim)
        _ = try await query(Self.setLocal, [.text(claim.job), .int(part), .text(local)])
    }

    private static let keepPart = Statement(
        name: "index_job_part_keep",
        sql: """
            INSERT INTO job_part (job, number, store, nonce, store_last, local)
            VALUES ($1::uuid, $2::integer, $3::smallint, 0, 0, $4::uuid)
            ON CONFLICT (job, number) DO UPDATE SET local = excluded.local
            """
    )

    /// A store does this part of a job by a job of its own, which is not listed beside it.
    package func keepPart(
        _ number: Int,
        at store: StoreKey,
        local: String,
        of claim: JobClaim
    ) async throws(IndexError) {
        try assertClaim(claim)
        _ = try await query(
            Self.keepPart,
            [.text(claim.job), .int(number), .store(store), .text(local)]
        )
    }

    private static let parts = Statement(
        name: "index_job_parts",
        sql: """
            SELECT number, store, nonce, store_last, local::text,
                extract(epoch FROM clock_timestamp() - made_at)::double precision
            FROM job_part
            WHERE job = $1::uuid ORDER BY number
            """
    )

    /// What a job does in stores, in the order in which it was begun.
    package func parts(of job: String) async throws(IndexError) -> [JobPart] {
        let rows = try await query(Self.parts, [.text(job)])
        return (0..<rows.count).compactMap { row in
            guard let store = rows.store(row, 1) else { return nil }
            var part = JobPart(
                number: rows.number(row, 0),
                store: store,
                nonce: rows.number(row, 2),
                storeLast: rows.int(row, 3) ?? 0,
                local: rows.text(row, 4)
            )
            part.ageSeconds = rows.double(row, 5) ?? 0
            return part
        }
    }

    // MARK: Jobs of stores

    private static let track = Statement(
        name: "index_store_job_track",
        sql: """
            INSERT INTO store_job (store, local) VALUES ($1::smallint, $2::uuid)
            ON CONFLICT DO NOTHING
            """
    )

    /// Remembers a job that lives in a store, so that its end is known even when the store has
    /// forgotten it.
    package func track(_ job: BoundID) async throws(IndexError) {
        _ = try await query(Self.track, [.store(job.store), .text(job.local)])
    }

    private static let saw = Statement(
        name: "index_store_job_saw",
        sql: """
            UPDATE store_job SET text = coalesce($3, text), is_final = $4,
                is_hidden = is_hidden OR $5, seen_at = clock_timestamp()
            WHERE store = $1::smallint AND local = $2::uuid
            """
    )

    /// What a tracked job looked like a moment ago.
    ///
    /// - Parameter text: The store's own JSON; nil: as last seen.
    package func saw(
        _ job: BoundID,
        _ text: [UInt8]?,
        isFinal: Bool,
        isHidden: Bool = false
    ) async throws(IndexError) {
        _ = try await query(
            Self.saw,
            [
                .store(job.store), .text(job.local), text.map(Value.json) ?? .null,
                .bool(isFinal), .bool(isHidden),
            ]
        )
    }
}
