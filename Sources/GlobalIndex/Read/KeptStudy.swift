internal import OrthancModel
internal import Postgres

/// Studies as their own rows keep them: one descent of one index instead of three (decision 0014).
///
/// Columns: 0 id, 1 tags, 2 patient tags, 3 patient, 4 children, 5 last update, 6 differing
/// identity, 7 stores, which are null when the row keeps nothing.
enum KeptStudy {
    static let one = Statement(
        name: "index_study_kept",
        sql: sql(from: "study r", where: "r.id = $1", page: "")
    )

    static let many = Statement(
        name: "index_study_kept_many",
        sql: sql(
            from: "unnest($1::bytea[]) WITH ORDINALITY AS u(id, ord) JOIN study r ON r.id = u.id",
            where: "true",
            page: "ORDER BY u.ord"
        )
    )

    /// - Parameters:
    ///   - from: Has the studies as `r`.
    ///   - page: ORDER BY and LIMIT.
    static func sql(from: String, where condition: String, page: String) -> String {
        """
        SELECT r.id, r.tags, r.patient_tags, r.patient, r.kept_children, r.kept_last_update,
            r.kept_differ, r.kept_stores
        FROM \(from) WHERE \(condition) \(page)
        """
    }
}

extension IndexReader {
    /// The resources of ``KeptStudy``'s rows; those that keep nothing are worked out in one more
    /// question.
    func studies(_ rows: Rows) async throws(IndexError) -> [IndexedResource] {
        let kept = (0..<rows.count).map { IndexedResource(kept: rows, $0) }
        let open = kept.indices.filter { kept[$0] == nil }.compactMap { rows.id($0, 0) }
        guard !open.isEmpty else { return kept.compactMap(\.self) }
        var rest = try await workedOut(.study, open, .answer, .all)[...]
        return kept.indices.compactMap { row in
            if let study = kept[row] { return study }
            return rest.first?.id == rows.id(row, 0) ? rest.popFirst() : nil
        }
    }
}

extension IndexedResource {
    /// Nil when the row keeps nothing.
    fileprivate init?(kept rows: Rows, _ row: Int) {
        guard !rows.isNull(row, 7), let id = rows.id(row, 0) else { return nil }
        self.init(
            level: .study,
            id: id,
            tags: rows.bytes(row, 1) ?? [],
            patientTags: rows.bytes(row, 2),
            parent: rows.id(row, 3),
            children: rows.ids(row, 4),
            expectedInstances: nil,
            status: nil,
            indexInSeries: nil,
            isStable: true,
            lastUpdate: rows.text(row, 5) ?? "",
            holders: rows.stores(row, 7).map { Holder(store: $0, instances: nil, bytes: nil) },
            instances: nil,
            bytes: nil,
            conflicts: Identity.conflicts(rows.int(row, 6) ?? 0, .study)
        )
    }
}
