internal import OrthancModel
internal import Postgres

/// A batch as the parameters of the schema's `apply_batch`, in its order.
struct BatchColumns {
    static let apply = Statement(
        name: "index_apply",
        sql: """
            SELECT new_patients, new_studies, new_series, new_instances, new_copies, logged,
                last_seq, skipped, orphans
            FROM apply_batch($1::smallint, $2::integer, $3::integer,
                to_timestamp($4::double precision / 1000000),
                $5::bytea[], $6::text[], $7::text[], $8::text[], $9::integer[], $10::bigint[],
                $11::bytea[], $12::bytea[], $13::text[], $14::text[], $15::text[], $16::text[],
                $17::integer[], $18::bigint[],
                $19::bytea[], $20::bytea[], $21::text[], $22::text[], $23::text[],
                $24::integer[], $25::integer[],
                $26::bytea[], $27::bytea[], $28::bytea[], $29::bytea[], $30::text[],
                $31::text[], $32::integer[], $33::bigint[], $34::text[], $35::text[],
                $36::bigint[],
                $37::integer[], $38::bytea[], $39::integer[], $40::integer[], $41::bytea[])
            """
    )

    let values: [Value]

    init(_ batch: Batch) {
        let byLevel = Dictionary(grouping: batch.records, by: \.level).mapValues(\.lastOfEach)
        let patients = byLevel[.patient] ?? []
        let studies = byLevel[.study] ?? []
        let series = byLevel[.series] ?? []
        let instances = byLevel[.instance] ?? []
        precondition(
            instances.count <= Batch.mostInstances,
            "\(instances.count) instances in one batch"
        )
        let studyOf = Dictionary(series.map { ($0.id, $0.parent) }) { first, _ in first }
        let patientOf = Dictionary(studies.map { ($0.id, $0.parent) }) { first, _ in first }
        let studyIDs = instances.map { $0.parent.flatMap { studyOf[$0] ?? nil } }
        let patientIDs = studyIDs.map { $0.flatMap { patientOf[$0] ?? nil } }

        var values: [Value] = [.store(batch.store), .int(batch.epoch)]
        switch batch.origin {
        case .feed: values += [.int(0), .null]
        case .upload(let startedAt): values += [.int(1), .int(startedAt)]
        case .listing(let startedAt): values += [.int(2), .int(startedAt)]
        }
        values += [.ids(patients.map(\.id))] + Self.texts(patients) + Self.states(patients)
        values.append(.intArray(patients.map(\.identity)))
        values +=
            [.ids(studies.map(\.id)), Self.parents(studies)] + [
                .textArray(studies.map(\.tags)), .textArray(studies.map(\.patientTags)),
                .textArray(studies.map(\.folded)),
            ]
        values += Self.states(studies)
        values.append(.intArray(studies.map(\.identity)))
        values += [.ids(series.map(\.id)), Self.parents(series)] + Self.texts(series)
        values += Self.states(series)
        values.append(.intArray(series.map { $0.expectedInstances.map(Int64.init) }))
        values += [
            .ids(instances.map(\.id)), Self.parents(instances),
            .bytesArray(studyIDs.map { $0?.bytes }), .bytesArray(patientIDs.map { $0?.bytes }),
            .textArray(instances.map(\.tags)), .textArray(instances.map(\.uid)),
            .intArray(instances.map { $0.indexInSeries.map(Int64.init) }),
            .intArray(instances.map(\.fileSize)), .textArray(instances.map(\.fileUuid)),
            .textArray(instances.map { $0.derivation?.text }),
            .intArray(instances.map { batch.sequences[$0.id] }),
        ]
        values += [
            .intArray(batch.stable.map { Int64($0.level.rawValue) }),
            .ids(batch.stable.map(\.id)),
            .intArray(batch.events.map(\.type.code)),
            .intArray(batch.events.map { Int64($0.level.rawValue) }),
            .ids(batch.events.map(\.id)),
        ]
        self.values = values
    }

    private static func texts(_ records: [ResourceRecord]) -> [Value] {
        [.textArray(records.map(\.tags)), .textArray(records.map(\.folded))]
    }

    private static func states(_ records: [ResourceRecord]) -> [Value] {
        [
            .textArray(records.map(\.lastUpdate)),
            .intArray(records.map { $0.isStable ? 1 : 0 }),
        ]
    }

    private static func parents(_ records: [ResourceRecord]) -> Value {
        .bytesArray(records.map { $0.parent?.bytes })
    }
}

extension AppliedBatch {
    /// From the one row of ``BatchColumns/apply``.
    init(_ rows: Rows) {
        self.init(
            newPatients: rows.number(0, 0),
            newStudies: rows.number(0, 1),
            newSeries: rows.number(0, 2),
            newInstances: rows.number(0, 3),
            newCopies: rows.number(0, 4),
            logged: rows.number(0, 5),
            lastSequence: rows.int(0, 6),
            tombstoned: rows.ids(0, 7),
            orphans: rows.ids(0, 8)
        )
    }
}

extension [ResourceRecord] {
    /// Of the records of one resource the last. Pages of a list that shifted meanwhile overlap,
    /// and a store may say anything: a resource twice in one statement would number the change
    /// log wrong, or fail.
    var lastOfEach: [ResourceRecord] {
        var seen = Set<OrthancID>(minimumCapacity: count)
        let last = reversed().filter { seen.insert($0.id).inserted }
        return last.count == count ? self : last.reversed()
    }
}
