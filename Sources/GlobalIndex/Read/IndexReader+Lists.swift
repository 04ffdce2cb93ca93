package import OrthancModel
internal import Postgres

/// How much a level, a resource or a store holds, one copy an instance.
package struct IndexStatistics: Sendable, Equatable {
    package let patients: Int
    package let studies: Int
    package let series: Int
    package let instances: Int
    package let bytes: Int64
}

/// One moment of the union: while it stays equal, no resource has come or gone.
package struct UnionStamp: Sendable, Hashable {
    let bytes: [UInt8]
}

/// Some identifiers of a level, ascending.
package struct IdentifierPage: Sendable, Equatable {
    package let ids: [OrthancID]
    package let union: UnionStamp
}

extension IndexReader {
    // MARK: Holders

    private static let instanceHolders = Statement(
        name: "index_holders_instance",
        sql: "SELECT store FROM copy_instance WHERE id = $1 ORDER BY store"
    )

    /// Stores that have an instance, ascending; empty when the index doesn't know it.
    ///
    /// One look-up in one index: the hot path of everything that is fetched.
    package func holders(ofInstance id: OrthancID) async throws(IndexError) -> [StoreKey] {
        let rows = try await ask(Self.instanceHolders, [.id(id)])
        return (0..<rows.count).compactMap { rows.store($0, 0) }
    }

    /// The same without a task: `answer` is called once on the loop, perhaps at once.
    package func askHolders(
        ofInstance id: OrthancID,
        _ answer: @escaping (Result<[StoreKey], IndexError>) -> Void
    ) {
        fast.ask(Self.instanceHolders, [.id(id)]) { result in
            switch result {
            case .success(let rows):
                answer(.success((0..<rows.count).compactMap { rows.store($0, 0) }))
            case .failure(let error):
                answer(.failure(IndexError(error, doing: "ask the index")))
            }
        }
    }

    private static let holders: [Statement] = [
        """
        SELECT w.store, sum(c.instances)::bigint, sum(c.bytes)::bigint FROM copy_patient w
        JOIN study s ON s.patient = w.id JOIN series e ON e.study = s.id
        JOIN copy_series c ON c.id = e.id AND c.store = w.store
        WHERE w.id = $1 GROUP BY w.store ORDER BY w.store
        """,
        """
        SELECT w.store, sum(c.instances)::bigint, sum(c.bytes)::bigint FROM copy_study w
        JOIN series e ON e.study = w.id JOIN copy_series c ON c.id = e.id AND c.store = w.store
        WHERE w.id = $1 GROUP BY w.store ORDER BY w.store
        """,
        "SELECT store, instances, bytes FROM copy_series WHERE id = $1 ORDER BY store",
        "SELECT store, 1, size FROM copy_instance WHERE id = $1 ORDER BY store",
    ].enumerated().map { Statement(name: "index_holders_\($0)", sql: $1) }

    /// Stores that hold at least one instance of a resource, with how many; ascending.
    package func holders(_ level: Level, _ id: OrthancID) async throws(IndexError) -> [Holder] {
        let rows = try await ask(Self.holders[level.rawValue], [.id(id)])
        return (0..<rows.count).compactMap { row in
            rows.store(row, 0).map { store in
                Holder(store: store, instances: rows.number(row, 1), bytes: rows.int(row, 2))
            }
        }
    }

    private static let copiesBelow: [Statement] = [
        """
        FROM study s JOIN series e ON e.study = s.id JOIN instance i ON i.series = e.id
        WHERE s.patient = $1
        """,
        "FROM series e JOIN instance i ON i.series = e.id WHERE e.study = $1",
        "FROM instance i WHERE i.series = $1",
        "FROM instance i WHERE i.id = $1",
    ].enumerated().map { index, below in
        Statement(
            name: "index_copies_below_\(index)",
            sql: """
                SELECT w.id, (SELECT array_agg(c.store ORDER BY c.store) FROM copy_instance c
                    WHERE c.id = w.id)
                FROM (SELECT i.id \(below) AND i.id > $2 ORDER BY i.id LIMIT $3) w ORDER BY w.id
                """
        )
    }

    /// Instances below a resource (or itself) with the stores that have each, ascending.
    ///
    /// - Parameters:
    ///   - after: Last instance of the page before; nil at the beginning.
    ///   - limit: Most instances in the page.
    package func copies(
        below level: Level,
        _ id: OrthancID,
        after: OrthancID? = nil,
        limit: Int = 10_000
    ) async throws(IndexError) -> [(instance: OrthancID, stores: [StoreKey])] {
        let rows = try await ask(
            Self.copiesBelow[level.rawValue],
            [.id(id), .bytes(after?.bytes ?? []), .int(limit)]
        )
        return (0..<rows.count).compactMap { row in
            rows.id(row, 0).map { ($0, rows.stores(row, 1)) }
        }
    }

    // MARK: Relatives

    private static let relatives: [Statement] = Level.allCases.flatMap { from in
        Level.allCases.map { wanted in
            Statement(
                name: "index_\(wanted.table)_of_\(from.table)",
                sql: """
                    SELECT w.id FROM (SELECT r\(wanted.rawValue).id FROM \(path(from, wanted))
                        WHERE r\(from.rawValue).id = $1) w
                    WHERE $2::smallint[] IS NULL OR EXISTS (SELECT FROM copy_\(wanted.table) v
                        WHERE v.id = w.id AND v.store = ANY ($2))
                    ORDER BY w.id
                    """
            )
        }
    }

    /// The tables between two levels, joined; `r0` is the patient, `r3` the instance.
    private static func path(_ from: Level, _ to: Level) -> String {
        let levels = Level.allCases.filter { $0 >= min(from, to) && $0 <= max(from, to) }
        var text = "\(levels[0].table) r\(levels[0].rawValue)"
        for level in levels.dropFirst() {
            let parent = level.rawValue - 1
            text += " JOIN \(level.table) r\(level.rawValue)"
            text += " ON r\(level.rawValue).\(Level.allCases[parent].table) = r\(parent).id"
        }
        return text
    }

    /// Resources of one level that belong to a resource of another: its children, grandchildren…,
    /// ascending, or its one ancestor. Empty when the resource is unknown or out of scope.
    package func relatives(
        _ wanted: Level,
        of level: Level,
        _ id: OrthancID,
        scope: StoreScope = .all
    ) async throws(IndexError) -> [OrthancID] {
        let statement = Self.relatives[level.rawValue * 4 + wanted.rawValue]
        return try await ask(statement, [.id(id), .scope(scope)]).ids(column: 0)
    }

    // MARK: Lists

    private static let list: [Statement] = Level.allCases.map { level in
        Statement(
            name: "index_list_\(level.table)",
            sql: """
                SELECT int8send(last) || int8send(patients) || int8send(studies)
                    || int8send(series) || int8send(instances) FROM ledger
                UNION ALL (SELECT r.id FROM \(level.table) r
                WHERE r.id > $1 AND ($4::smallint[] IS NULL OR EXISTS (
                    SELECT FROM copy_\(level.table) v WHERE v.id = r.id AND v.store = ANY ($4)))
                ORDER BY r.id OFFSET $2 LIMIT $3)
                """
        )
    }

    /// Identifiers of a level, ascending, and which union they were read from.
    ///
    /// - Parameters:
    ///   - after: Where a former page ended; the quick way through all of a level.
    ///   - since: How many to leave out, after `after`.
    ///   - limit: Most identifiers.
    package func list(
        _ level: Level,
        after: OrthancID? = nil,
        since: Int = 0,
        limit: Int,
        scope: StoreScope = .all
    ) async throws(IndexError) -> IdentifierPage {
        let values: [Value] = [
            .bytes(after?.bytes ?? []), .int(since), .int(limit), .scope(scope),
        ]
        let statement = Self.list[level.rawValue]
        let isLong = since + limit > 10_000
        let rows =
            isLong
            ? try await askSlowly(statement, values) : try await ask(statement, values)
        return IdentifierPage(
            ids: (1..<max(1, rows.count)).compactMap { rows.id($0, 0) },
            union: UnionStamp(bytes: rows.bytes(0, 0) ?? [])
        )
    }

    // MARK: Numbers

    private static let totals = Statement(
        name: "index_totals",
        sql: "SELECT patients, studies, series, instances, bytes FROM ledger"
    )

    private static let scopedTotals = Statement(
        name: "index_totals_scoped",
        sql: """
            SELECT (SELECT count(DISTINCT id) FROM copy_patient WHERE store = ANY ($1)),
                (SELECT count(DISTINCT id) FROM copy_study WHERE store = ANY ($1)),
                (SELECT count(DISTINCT id) FROM copy_series WHERE store = ANY ($1)),
                count(*), coalesce(sum(i.size), 0)::bigint
            FROM (SELECT id, max(size) AS size FROM copy_instance
                WHERE store = ANY ($1::smallint[]) GROUP BY id) i
            """
    )

    /// What the union holds.
    package func statistics(
        scope: StoreScope = .all
    ) async throws(IndexError) -> IndexStatistics {
        let rows =
            scope == .all
            ? try await ask(Self.totals) : try await askSlowly(Self.scopedTotals, [.scope(scope)])
        return IndexStatistics(rows)
    }

    private static let statistics: [Statement] = Level.allCases.map { level in
        let visible = """
            ($2::smallint[] IS NULL OR EXISTS (SELECT FROM copy_series v
                WHERE v.id = e.id AND v.store = ANY ($2)))
            """
        let sql =
            switch level {
            case .patient:
                """
                SELECT count(DISTINCT s.patient), count(DISTINCT s.id), count(*),
                    sum(t.instances)::bigint, sum(t.bytes)::bigint
                FROM study s JOIN series e ON e.study = s.id JOIN series_total t ON t.id = e.id
                WHERE s.patient = $1 AND \(visible)
                """
            case .study:
                """
                SELECT 0, count(DISTINCT e.study), count(*), sum(t.instances)::bigint,
                    sum(t.bytes)::bigint
                FROM series e JOIN series_total t ON t.id = e.id WHERE e.study = $1 AND \(visible)
                """
            case .series:
                """
                SELECT 0, 0, count(*), sum(t.instances)::bigint, sum(t.bytes)::bigint
                FROM series e JOIN series_total t ON t.id = e.id WHERE e.id = $1 AND \(visible)
                """
            case .instance:
                """
                SELECT 0, 0, 0, count(*), sum(i.size)::bigint FROM instance i WHERE i.id = $1
                    AND ($2::smallint[] IS NULL OR EXISTS (SELECT FROM copy_instance v
                        WHERE v.id = i.id AND v.store = ANY ($2)))
                """
            }
        return Statement(name: "index_statistics_\(level.table)", sql: sql)
    }

    /// What one resource holds, itself counted; nil when it is unknown.
    package func statistics(
        _ level: Level,
        _ id: OrthancID,
        scope: StoreScope = .all
    ) async throws(IndexError) -> IndexStatistics? {
        let rows = try await ask(Self.statistics[level.rawValue], [.id(id), .scope(scope)])
        return rows.isNull(0, 3) || rows.int(0, 3) == 0 ? nil : IndexStatistics(rows)
    }

    private static let lookup = Statement(
        name: "index_lookup",
        sql: """
            SELECT 0, id FROM patient WHERE patient_id = $1
            UNION ALL SELECT 1, id FROM study WHERE study_instance_uid = $1
            UNION ALL SELECT 2, id FROM series WHERE series_instance_uid = $1
            UNION ALL SELECT 3, id FROM instance WHERE sop_instance_uid = $1
            """
    )

    /// Resources whose own DICOM identifier is `text`, patients first; case does not count.
    package func lookup(
        _ text: String,
        scope: StoreScope = .all
    ) async throws(IndexError) -> [(level: Level, id: OrthancID)] {
        let rows = try await ask(Self.lookup, [.text(SearchColumns.column(CaseFold.fold(text)))])
        var found: [(level: Level, id: OrthancID)] = []
        for row in 0..<rows.count {
            guard let level = Level(rows.int(row, 0)), let id = rows.id(row, 1) else { continue }
            found.append((level, id))
        }
        guard scope != .all else { return found }
        var visible: [(level: Level, id: OrthancID)] = []
        for item in found {
            let seen = try await relatives(item.level, of: item.level, item.id, scope: scope)
            if !seen.isEmpty { visible.append(item) }
        }
        return visible
    }
}

extension IndexStatistics {
    init(_ rows: Rows) {
        self.init(
            patients: rows.number(0, 0),
            studies: rows.number(0, 1),
            series: rows.number(0, 2),
            instances: rows.number(0, 3),
            bytes: rows.int(0, 4) ?? 0
        )
    }
}
