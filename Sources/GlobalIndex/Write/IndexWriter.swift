package import OrthancModel
package import Postgres

/// Changes to the index inside one transaction.
///
/// What orders commits, the ledger's row, is locked by ``apply(_:)`` and by removals: let one of
/// them be the last thing a transaction does, best through ``applyAndCommit(_:)``.
package struct IndexWriter: Sendable {
    let transaction: Transaction

    package init(_ transaction: Transaction) { self.transaction = transaction }

    // MARK: Running

    /// Most attempts of a transaction that PostgreSQL asks to repeat.
    package static let mostAttempts = 5

    /// Runs `body` in a transaction, again when PostgreSQL asks for it (deadlock, or a parent that
    /// vanished), up to ``mostAttempts`` times.
    package static func run<Answer>(
        on pool: WriterPool,
        _ body: (IndexWriter) async throws -> Answer
    ) async throws(IndexError) -> Answer {
        try await attempt { try await pool.transaction { try await body(IndexWriter($0)) } }
    }

    /// The same on the connection for bulk work.
    package static func run<Answer>(
        on bulk: BulkConnection,
        _ body: (IndexWriter) async throws -> Answer
    ) async throws(IndexError) -> Answer {
        try await attempt { try await bulk.transaction { try await body(IndexWriter($0)) } }
    }

    private static func attempt<Answer>(
        _ body: () async throws -> Answer
    ) async throws(IndexError) -> Answer {
        for _ in 1..<mostAttempts {
            do {
                return try await body()
            } catch {
                let error = IndexError(any: error)
                guard error.kind == .retry else { throw error }
            }
        }
        do {
            return try await body()
        } catch {
            throw IndexError(any: error)
        }
    }

    // MARK: Guards

    private static let assertLease = Statement(
        name: "index_lease_assert",
        sql: "SELECT lease_assert($1, $2::uuid, $3)"
    )

    /// Makes the transaction fail with `.leaseLost` unless `lease` still stands. Sent with the next
    /// statement.
    package func assertLease(_ lease: Lease) throws(IndexError) {
        try enqueue(
            Self.assertLease,
            [.text(lease.name), .text(lease.holder), .int(lease.term)]
        )
    }

    // MARK: Copies

    /// Brings what a store holds into the union and logs what is new to it.
    package func apply(_ batch: Batch) async throws(IndexError) -> AppliedBatch {
        AppliedBatch(try await query(BatchColumns.apply, BatchColumns(batch).values))
    }

    /// ``apply(_:)`` and COMMIT in one write. Nothing may follow in the body.
    package func applyAndCommit(_ batch: Batch) async throws(IndexError) -> AppliedBatch {
        do {
            return AppliedBatch(
                try await transaction.commit(
                    after: BatchColumns.apply,
                    BatchColumns(batch).values
                )
            )
        } catch {
            throw IndexError(error, doing: "change the index")
        }
    }

    /// Indexes an upload in one round trip.
    package static func upload(
        _ batch: Batch,
        on pool: WriterPool
    ) async throws(IndexError) -> AppliedBatch {
        try await run(on: pool) { try await $0.applyAndCommit(batch) }
    }

    private static let doubt = Statement(
        name: "index_doubt",
        sql: """
            INSERT INTO in_doubt (id, store) VALUES ($1, $2::smallint)
            ON CONFLICT (id, store) DO UPDATE SET since = excluded.since
            """
    )

    /// Writes down that a store may be about to take an instance, in one round trip.
    ///
    /// Whatever becomes of the upload, a deletion of the instance then reaches that store too.
    /// ``apply(_:)`` takes the row away with the copy it brings.
    ///
    /// - Parameter series: Of which more copies are to be made then; nil: one is enough.
    package static func doubt(
        _ instance: OrthancID,
        at store: StoreKey,
        wanting series: OrthancID? = nil,
        on pool: WriterPool
    ) async throws(IndexError) {
        try await run(on: pool) { writer in
            if let series { try writer.wantCopies(of: series) }
            _ = try await writer.transaction.commit(after: doubt, [.id(instance), .store(store)])
        }
    }

    private static let stage = Statement(
        name: "index_stage",
        sql: """
            INSERT INTO staged (store, level, id, parent, tags, patient_tags, folded, last_update,
                stable, identity, expected)
            SELECT $1, $2, n.* FROM unnest($3::bytea[], $4::bytea[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::integer[], $10::bigint[], $11::integer[])
                AS n(id, parent, tags, patient_tags, folded, last_update, stable, identity,
                    expected)
            ON CONFLICT (store, level, id) DO UPDATE SET tags = excluded.tags,
                patient_tags = excluded.patient_tags, folded = excluded.folded,
                last_update = excluded.last_update, stable = excluded.stable,
                identity = excluded.identity, expected = excluded.expected
            """
    )

    /// Keeps parents of one level, found by an import's listing, until their instances come.
    package func stage(
        _ store: StoreKey,
        _ level: Level,
        _ records: [ResourceRecord]
    ) async throws(IndexError) {
        precondition(level < .instance && records.allSatisfy { $0.level == level })
        let records = records.lastOfEach
        _ = try await query(
            Self.stage,
            [
                .store(store), .level(level), .ids(records.map(\.id)),
                .bytesArray(records.map { $0.parent?.bytes }), .textArray(records.map(\.tags)),
                .textArray(records.map(\.patientTags)), .textArray(records.map(\.folded)),
                .textArray(records.map(\.lastUpdate)),
                .intArray(records.map { $0.isStable ? 1 : 0 }),
                .intArray(records.map(\.identity)),
                .intArray(records.map { $0.expectedInstances.map(Int64.init) }),
            ]
        )
    }

    private static let unstage = Statement(
        name: "index_unstage",
        sql: "DELETE FROM staged WHERE store = $1"
    )

    /// Forgets what was staged for a store, at the end of its import.
    package func unstage(_ store: StoreKey) async throws(IndexError) {
        _ = try await query(Self.unstage, [.store(store)])
    }

    private static let announce = Statement(
        name: "index_announce",
        sql: "SELECT counted, next FROM announce_imported($1::smallint, $2, $3, $4)"
    )

    /// Logs Stable… events for resources that an import brought and that all holders call stable.
    ///
    /// - Parameters:
    ///   - after: Where the last call ended; nil at the beginning.
    ///   - limit: Most copies to look at.
    /// - Returns: Where to go on; nil when the level is done.
    package func announceImported(
        _ store: StoreKey,
        _ level: Level,
        after: OrthancID?,
        limit: Int = 1000
    ) async throws(IndexError) -> OrthancID? {
        let rows = try await query(
            Self.announce,
            [.store(store), .level(level), .id(optional: after), .int(limit)]
        )
        return rows.id(0, 1)
    }

    private static let remove = Statement(
        name: "index_remove",
        sql: """
            SELECT gone_patients, gone_studies, gone_series, gone_instances, gone_copies
            FROM remove_copies($1::smallint, $2::integer, $3::bytea[])
            """
    )

    /// Takes out the copies of resources that a store was found not to hold any more (it answered
    /// 404), and whatever nobody holds then, with its rows of the change log.
    package func removeCopies(
        _ store: StoreKey,
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(IndexError) -> RemovedCopies {
        RemovedCopies(try await query(Self.remove, [.store(store), .level(level), .ids(ids)]))
    }

    private static let clearChanges = Statement(
        name: "index_changes_clear",
        sql: "DELETE FROM change"
    )

    /// Empties the change log; its sequence goes on.
    package func clearChanges() async throws(IndexError) {
        _ = try await query(Self.clearChanges)
    }

    // MARK: Asking

    func query(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(IndexError) -> Rows {
        do {
            return try await transaction.query(statement, values)
        } catch {
            throw IndexError(error, doing: "change the index")
        }
    }

    func enqueue(_ statement: Statement, _ values: [Value] = []) throws(IndexError) {
        do {
            try transaction.enqueue(statement, values)
        } catch {
            throw IndexError(error, doing: "change the index")
        }
    }
}

/// What left with copies that were taken out.
package struct RemovedCopies: Sendable, Equatable {
    package let patients: Int
    package let studies: Int
    package let series: Int
    package let instances: Int
    /// Instance copies.
    package let copies: Int

    init(_ rows: Rows) {
        patients = rows.number(0, 0)
        studies = rows.number(0, 1)
        series = rows.number(0, 2)
        instances = rows.number(0, 3)
        copies = rows.number(0, 4)
    }
}

extension IndexError {
    /// From what a transaction's body or the pool threw.
    init(any error: any Error) {
        switch error {
        case let error as IndexError: self = error
        case let error as PostgresError: self.init(error, doing: "change the index")
        default: self.init(.cancelled, doing: "change the index")
        }
    }
}
