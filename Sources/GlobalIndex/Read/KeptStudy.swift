internal import OrthancModel
internal import Postgres

/// Studies as their own rows keep them: one descent of one index instead of three (decision 0014).
///
/// Columns: 0 id, 1 tags, 2 patient tags, 3 patient, 4 children, 5 last update, 6 differing
/// identity, 7 stores, which are null when the row keeps nothing, 8 labels, 9 derivation. Children are 20 bytes each and
/// stores two, one behind the other.
enum KeptStudy {
    static let one = Statement(
        name: "index_study_kept",
        sql: sql(from: "study r", where: "r.id = $1", page: "", more: twin)
    )

    static let many = Statement(
        name: "index_study_kept_many",
        sql: sql(
            from: "unnest($1::bytea[]) WITH ORDINALITY AS u(id, ord) JOIN study r ON r.id = u.id",
            where: "true",
            page: "ORDER BY u.ord"
        )
    )

    /// Column 10: the UID also stands under another patient.
    private static let twin = """
        , EXISTS (SELECT FROM study t WHERE t.study_instance_uid = r.study_instance_uid
            AND t.id <> r.id AND t.study_instance_uid <> '')
        """

    /// - Parameters:
    ///   - from: Has the studies as `r`.
    ///   - page: ORDER BY and LIMIT.
    ///   - more: Columns after the others.
    static func sql(
        from: String,
        where condition: String,
        page: String,
        more: String = ""
    ) -> String {
        """
        SELECT r.id, r.tags, r.patient_tags, r.patient, r.kept_children, r.kept_last_update,
            r.kept_differ, r.kept_stores, r.labels, r.derived\(more)
        FROM \(from) WHERE \(condition) \(page)
        """
    }
}

extension IndexReader {
    /// The resources of ``KeptStudy``'s rows; those that keep nothing are worked out in one more
    /// question.
    func studies(_ rows: Rows) async throws(IndexError) -> [IndexedResource] {
        let open = (0..<rows.count).compactMap { rows.keepsStudy($0) ? nil : rows.id($0, 0) }
        var rest = open.isEmpty ? [] : try await workedOut(.study, open, .answer, .all)[...]
        var studies: [IndexedResource] = []
        studies.reserveCapacity(rows.count)
        for row in 0..<rows.count {
            if let study = IndexedResource(kept: rows, row) {
                studies.append(study)
            } else if let first = rest.first, first.id == rows.id(row, 0) {
                studies.append(rest.removeFirst())
            }
        }
        return studies
    }
}

extension Rows {
    /// Mostly null.
    func labels(_ row: Int, _ column: Int) -> [String] {
        isNull(row, column) ? [] : (textArray(row, column) ?? []).compactMap(\.self)
    }

    /// Mostly null.
    func derivation(_ row: Int, _ column: Int) -> Derivation? {
        isNull(row, column) ? nil : text(row, column).flatMap { Derivation($0) }
    }

    fileprivate func keepsStudy(_ row: Int) -> Bool { !isNull(row, 7) }
}

extension IndexedResource {
    /// Nil when the row keeps nothing.
    fileprivate init?(kept rows: Rows, _ row: Int) {
        guard rows.keepsStudy(row), let id = rows.id(row, 0) else { return nil }
        self.init(
            level: .study,
            id: id,
            tags: rows.bytes(row, 1) ?? [],
            patientTags: rows.bytes(row, 2),
            parent: rows.id(row, 3),
            children: rows.packed(row, 4, each: 20) { OrthancID(bytes: $0) },
            expectedInstances: nil,
            status: nil,
            indexInSeries: nil,
            isStable: true,
            lastUpdate: rows.text(row, 5) ?? "",
            holders: rows.packed(row, 7, each: 2) { store in
                let key = StoreKey(Int16(bitPattern: UInt16(store[0]) << 8 | UInt16(store[1])))
                return Holder(store: key, instances: nil, bytes: nil)
            },
            instances: nil,
            bytes: nil,
            conflicts: Identity.conflicts(rows.int(row, 6) ?? 0, .study, id),
            labels: rows.labels(row, 8),
            derivation: rows.derivation(row, 9),
            isProtected: nil
        )
    }
}
