internal import Basics
package import OrthancModel
internal import Postgres

// Jobs are changed by whoever holds the claim on them, and by what people ask of them.

extension IndexWriter {
    /// How long a claim on a job stands; renew three times as often.
    package static let jobClaimTime: Duration = .seconds(10)

    private static let add = Statement(
        name: "index_job_add",
        sql: """
            INSERT INTO job (id, kind, type, request, priority, user_data, content)
            VALUES ($1::uuid, $2, $3, $4, $5, $6, $7)
            """
    )

    /// Writes a job down; some gateway will run it.
    ///
    /// - Returns: Its UUID.
    package func addJob(_ job: NewJob) async throws(IndexError) -> String {
        let id = RandomUUID.text()
        _ = try await query(
            Self.add,
            [
                .text(id), .text(job.kind), .text(job.type), .json(job.request),
                .int(job.priority), job.userData.map(Value.json) ?? .null, .json(job.content),
            ]
        )
        return id
    }

    private static let claim = Statement(
        name: "index_job_claim",
        sql: """
            SELECT \(JobRecord.columns) FROM job_claim($1::uuid,
                $2::double precision * interval '1 millisecond', $3::integer, $4::uuid)
            """
    )

    /// Takes over jobs that are due and that nobody runs.
    ///
    /// - Parameter only: One job's UUID; nil: any.
    package func claimJobs(
        _ holder: String,
        limit: Int,
        only: String? = nil
    ) async throws(IndexError) -> [JobRecord] {
        let rows = try await query(
            Self.claim,
            [
                .text(holder), .int(Self.jobClaimTime.milliseconds), .int(limit),
                .text(optional: only),
            ]
        )
        return (0..<rows.count).compactMap { JobRecord(rows, $0) }
    }

    private static let renew = Statement(
        name: "index_job_renew",
        sql: """
            UPDATE job SET held_until = clock_timestamp()
                + $4::double precision * interval '1 millisecond'
            WHERE id = $1::uuid AND holder = $2::uuid AND term = $3 RETURNING wish
            """
    )

    /// Prolongs a claim.
    ///
    /// - Returns: What somebody wants of the job; nil when it is in other hands.
    package func renew(_ claim: JobClaim) async throws(IndexError) -> JobWish? {
        let time = Self.jobClaimTime.milliseconds
        let rows = try await query(
            Self.renew,
            [.text(claim.job), .text(claim.holder), .int(claim.term), .int(time)]
        )
        return rows.count == 0 ? nil : JobWish(rawValue: rows.number(0, 0)) ?? JobWish.none
    }

    private static let assertClaim = Statement(
        name: "index_job_assert",
        sql: "SELECT job_assert($1::uuid, $2::uuid, $3)"
    )

    /// Makes the transaction fail with `.leaseLost` unless `claim` still stands. Sent with the next
    /// statement.
    package func assertClaim(_ claim: JobClaim) throws(IndexError) {
        try enqueue(
            Self.assertClaim,
            [.text(claim.job), .text(claim.holder), .int(claim.term)]
        )
    }

    private static let save = Statement(
        name: "index_job_save",
        sql: """
            UPDATE job SET checkpoint = coalesce($2, checkpoint), content = coalesce($3, content),
                progress = coalesce($4::double precision, progress)
            WHERE id = $1::uuid RETURNING wish
            """
    )

    /// Writes down how far a job has come; nil leaves a part as it is.
    ///
    /// - Returns: What somebody wants of the job.
    package func saveJob(
        _ claim: JobClaim,
        checkpoint: [UInt8]? = nil,
        content: [UInt8]? = nil,
        progress: Double? = nil
    ) async throws(IndexError) -> JobWish {
        try assertClaim(claim)
        let rows = try await query(
            Self.save,
            [
                .text(claim.job), checkpoint.map(Value.json) ?? .null,
                content.map(Value.json) ?? .null, progress.map(Value.double) ?? .null,
            ]
        )
        return JobWish(rawValue: rows.number(0, 0)) ?? .none
    }

    private static let end = Statement(
        name: "index_job_end",
        sql: """
            WITH freed AS (DELETE FROM job_lock WHERE job = $1::uuid)
            UPDATE job SET state = $2::smallint, content = coalesce($3, content),
                error_code = $4::integer, error_details = $5, wish = 0,
                progress = CASE WHEN $2::smallint = 2 THEN 1 ELSE progress END,
                completed_at = clock_timestamp(), holder = NULL, held_until = '-infinity'
            WHERE id = $1::uuid
            """
    )

    /// Brings a job to its final state and frees what it locked.
    package func endJob(
        _ claim: JobClaim,
        _ state: JobState,
        content: [UInt8]?,
        error: OrthancStatus = .success,
        details: String = ""
    ) async throws(IndexError) {
        precondition(state.isFinal, "\(state) is no end")
        try assertClaim(claim)
        _ = try await query(
            Self.end,
            [
                .text(claim.job), .int(state.rawValue), content.map(Value.json) ?? .null,
                .int(error.rawValue), .text(details.filter { $0 != "\0" }),
            ]
        )
    }

    private static let putBack = Statement(
        name: "index_job_put_back",
        sql: """
            UPDATE job SET holder = NULL, held_until = '-infinity',
                state = CASE WHEN $2::smallint = 4 AND wish = 2 THEN 5 ELSE $2::smallint END,
                wish = CASE WHEN $2::smallint = 4 AND wish = 1 THEN 0 ELSE wish END,
                not_before = clock_timestamp() + $3::double precision * interval '1 millisecond'
            WHERE id = $1::uuid
            """
    )

    /// Gives a claim back: paused, unless somebody wants it canceled by now, or to be gone on with
    /// after `pause` by whoever comes first.
    package func putBack(
        _ claim: JobClaim,
        _ state: JobState,
        after pause: Duration = .zero
    ) async throws(IndexError) {
        try assertClaim(claim)
        _ = try await query(
            Self.putBack,
            [.text(claim.job), .int(state.rawValue), .int(pause.milliseconds)]
        )
    }

    private static let release = Statement(
        name: "index_job_release",
        sql: "UPDATE job SET held_until = '-infinity' WHERE holder = $1::uuid"
    )

    /// Gives all claims of a process back, so that the next one need not wait.
    package func releaseJobs(of holder: String) async throws(IndexError) {
        _ = try await query(Self.release, [.text(holder)])
    }

    // MARK: What people ask

    private static let lockRow = Statement(
        name: "index_job_lock_row",
        sql: """
            SELECT \(JobRecord.columns) FROM job WHERE id = $1::uuid AND NOT is_hidden FOR UPDATE
            """
    )

    private static let change = Statement(
        name: "index_job_change",
        sql: """
            WITH freed AS (DELETE FROM job_lock WHERE job = $1::uuid AND $2::smallint = 3),
            forgotten AS (DELETE FROM job_source WHERE job = $1::uuid AND $5::boolean)
            UPDATE job SET state = $2::smallint, wish = $3::smallint,
                error_code = $4::integer, error_details = '',
                completed_at = CASE WHEN $2::smallint = 3
                    THEN coalesce(completed_at, clock_timestamp()) END,
                not_before = '-infinity',
                checkpoint = CASE WHEN $5::boolean THEN NULL ELSE checkpoint END,
                progress = CASE WHEN $5::boolean THEN 0 ELSE progress END
            WHERE id = $1::uuid
            """
    )

    /// Does to a job what somebody asks, as ``JobMachine`` decides.
    ///
    /// - Returns: nil when there is no such job; false when Orthanc would refuse.
    package func act(_ action: JobAction, on job: String) async throws(IndexError) -> Bool? {
        let rows = try await query(Self.lockRow, [.text(job)])
        guard rows.count == 1, let record = JobRecord(rows, 0) else { return nil }
        var machine = JobMachine(state: record.state, wish: record.wish)
        let before = machine
        guard machine.apply(action, hasBegun: record.checkpoint != nil) else { return false }
        guard machine != before else { return true }
        let error = machine.isCanceled ? OrthancStatus.canceledJob : .success
        _ = try await query(
            Self.change,
            [
                .text(job), .int(machine.state.rawValue), .int(machine.wish.rawValue),
                .int(error.rawValue), .bool(action == .resubmit),
            ]
        )
        return true
    }

    private static let remove = Statement(
        name: "index_job_remove",
        sql: """
            UPDATE job SET is_hidden = true
            WHERE id = $1::uuid AND state IN (2, 3) AND NOT is_hidden RETURNING 1
            """
    )

    /// Shows a job that has ended to nobody any more.
    ///
    /// What it made stays written down until ``purgeJobs(olderThan:)``: others look there before
    /// they take an instance for one of theirs, or for one too many.
    ///
    /// - Returns: false when it runs or does not exist.
    package func removeJob(_ job: String) async throws(IndexError) -> Bool {
        try await query(Self.remove, [.text(job)]).count > 0
    }

    private static let purge = Statement(
        name: "index_job_purge",
        sql: """
            WITH old AS (DELETE FROM job WHERE state IN (2, 3) AND completed_at
                < clock_timestamp() - $1::double precision * interval '1 millisecond')
            DELETE FROM store_job WHERE seen_at
                < clock_timestamp() - $1::double precision * interval '1 millisecond'
            """
    )

    /// Forgets jobs that ended longer than `age` ago.
    package func purgeJobs(olderThan age: Duration) async throws(IndexError) {
        _ = try await query(Self.purge, [.int(age.milliseconds)])
    }
}

extension Value {
    /// JSON text; never holds U+0000, which JSON can only say escaped.
    static func json(_ text: [UInt8]) -> Value { .text(String(decoding: text, as: UTF8.self)) }
}
