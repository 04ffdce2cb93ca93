internal import OrthancModel
internal import Postgres

/// The statements behind ``IndexReader/resource(_:_:detail:scope:)``.
///
/// Columns: 0 id, 1 tags, 2 patient tags, 3 parent, 4 children, 5 expected, 6 indexes in series,
/// 7 stable, 8 last update, 9 differing identity, 10 stores, 11 instances a store, 12 bytes a
/// store, 13 file names, 14 instances, 15 bytes, 16 labels, 17 derivation, 18 a patient's
/// protection. `$2` is the scope, if there is one.
struct ResourceStatements {
    static func statement(
        _ level: Level,
        _ detail: Detail,
        many: Bool,
        scoped: Bool
    ) -> Statement {
        let kind = (detail == .counted ? 4 : 0) + (many ? 2 : 0) + (scoped ? 1 : 0)
        return statements[level.rawValue * 8 + kind]
    }

    private static let statements = Level.allCases.flatMap { level in
        (0..<8).map { kind in
            let detail: Detail = kind & 4 == 0 ? .answer : .counted
            return ResourceStatements(level: level, detail: detail, isScoped: kind & 1 == 1)
                .make(many: kind & 2 == 2)
        }
    }

    let level: Level
    let detail: Detail
    let isScoped: Bool

    private func make(many: Bool) -> Statement {
        let table = "\(level.table) r"
        let unnested = "unnest($1::bytea[]) WITH ORDINALITY AS u(id, ord)"
        return Statement(
            name:
                "index_\(level.table)_\(detail)\(many ? "_many" : "")\(isScoped ? "_scoped" : "")",
            sql: sql(
                from: many ? "\(unnested) JOIN \(table) ON r.id = u.id" : table,
                where: many ? "true" : "r.id = $1",
                page: many ? "ORDER BY u.ord" : ""
            )
        )
    }

    /// Resources as they are answered.
    ///
    /// - Parameters:
    ///   - from: Has the level's table as `r`.
    ///   - page: ORDER BY and LIMIT.
    func sql(from: String, where condition: String, page: String) -> String {
        """
        SELECT r.id, r.tags, \(own), c.stable, c.last_update, c.differ,
            \(detail == .counted ? counts : uncounted), r.labels, r.derived,
            \(level == .patient ? "r.protected" : "NULL::boolean")
        FROM \(from)
        \(children)
        \(copies)
        \(detail == .counted ? tallies : "")
        WHERE \(condition) AND c.stores IS NOT NULL
        \(page)
        """
    }

    /// Patient tags, parent, children, expected, indexes.
    private var own: String {
        switch level {
        case .patient: "NULL::text, NULL::bytea, k.children, NULL::integer, NULL::integer[]"
        case .study: "r.patient_tags, r.patient, k.children, NULL::integer, NULL::integer[]"
        case .series: "NULL::text, r.study, k.children, r.expected, k.indexes"
        case .instance:
            "NULL::text, r.series, NULL::bytea[], NULL::integer, ARRAY[r.index_in_series]"
        }
    }

    private func visible(_ table: String, _ id: String) -> String {
        guard isScoped else { return "" }
        return """
            AND EXISTS (SELECT FROM copy_\(table) v
                WHERE v.id = \(id) AND v.store = ANY ($2::smallint[]))
            """
    }

    // Arrays are gathered in the order of an index: an ORDER BY inside of array_agg would sort.

    private var children: String {
        guard let child = level.child else { return "" }
        let isSeries = level == .series
        let indexes =
            isSeries
            ? ", CASE WHEN r.expected IS NOT NULL THEN array_agg(k.index_in_series) END AS indexes"
            : ""
        return """
            CROSS JOIN LATERAL (
                SELECT array_agg(k.id) AS children\(indexes) FROM (
                    SELECT k.id\(isSeries ? ", k.index_in_series" : "") FROM \(child.table) k
                    WHERE k.\(level.table) = r.id \(visible(child.table, "k.id"))
                    ORDER BY k.id) k) k
            """
    }

    private var copies: String {
        let columns =
            switch level {
            case .patient, .study:
                "bool_and(c.stable) AS stable, max(c.last_update) AS last_update, "
                    + "bit_or(c.identity) # bit_and(c.identity) AS differ"
            case .series:
                "bool_and(c.stable) AS stable, max(c.last_update) AS last_update, "
                    + "0::bigint AS differ, array_agg(c.instances) AS instances, "
                    + "array_agg(c.bytes) AS bytes"
            case .instance:
                "true AS stable, '' AS last_update, 0::bigint AS differ, "
                    + "array_agg(c.size) AS bytes, array_agg(c.uuid::text) AS uuids"
            }
        return """
            CROSS JOIN LATERAL (
                SELECT array_agg(c.store) AS stores, \(columns) FROM (
                    SELECT * FROM copy_\(level.table) c
                    WHERE c.id = r.id \(isScoped ? "AND c.store = ANY ($2::smallint[])" : "")
                    ORDER BY c.store) c) c
            """
    }

    private var uncounted: String {
        switch level {
        case .patient, .study:
            "c.stores, NULL::bigint[], NULL::bigint[], NULL::text[], NULL::bigint, NULL::bigint"
        case .series:
            "c.stores, c.instances, c.bytes, NULL::text[], NULL::bigint, NULL::bigint"
        case .instance: "c.stores, NULL::bigint[], c.bytes, c.uuids, 1::bigint, r.size"
        }
    }

    private var counts: String {
        switch level {
        case .patient, .study: "h.stores, h.instances, h.bytes, NULL::text[], t.instances, t.bytes"
        case .series: "c.stores, c.instances, c.bytes, NULL::text[], t.instances::bigint, t.bytes"
        case .instance: uncounted
        }
    }

    private var tallies: String {
        let (below, owner): (String, String)
        switch level {
        case .instance: return ""
        case .series:
            return """
                CROSS JOIN LATERAL (
                    SELECT t.instances, t.bytes FROM series_total t WHERE t.id = r.id) t
                """
        case .study: (below, owner) = ("series e", "e.study")
        case .patient: (below, owner) = ("study s JOIN series e ON e.study = s.id", "s.patient")
        }
        return """
            CROSS JOIN LATERAL (
                SELECT sum(t.instances)::bigint AS instances, sum(t.bytes)::bigint AS bytes
                FROM \(below) JOIN series_total t ON t.id = e.id WHERE \(owner) = r.id) t
            CROSS JOIN LATERAL (
                SELECT array_agg(w.store) AS stores, array_agg(w.instances) AS instances,
                    array_agg(w.bytes) AS bytes
                FROM (
                    SELECT q.store, sum(q.instances)::bigint AS instances,
                        sum(q.bytes)::bigint AS bytes
                    FROM \(below) JOIN copy_series q ON q.id = e.id WHERE \(owner) = r.id
                        \(isScoped ? "AND q.store = ANY ($2::smallint[])" : "")
                    GROUP BY q.store ORDER BY q.store) w) h
            """
    }
}
