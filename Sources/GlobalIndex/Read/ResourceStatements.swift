internal import OrthancModel
internal import Postgres

/// The statements behind ``IndexReader/resource(_:_:detail:scope:)``.
///
/// Columns: 0 id, 1 tags, 2 patient tags, 3 parent, 4 children, 5 expected, 6 indexes in series,
/// 7 stable, 8 last update, 9 differing identity, 10 stores, 11 instances a store, 12 bytes a
/// store, 13 file names, 14 instances, 15 bytes. `$2` is the scope, NULL for all.
enum ResourceStatements {
    static func statement(_ level: Level, _ detail: Detail, many: Bool) -> Statement {
        statements[(level.rawValue * 2 + (detail == .counted ? 1 : 0)) * 2 + (many ? 1 : 0)]
    }

    private static let statements = Level.allCases.flatMap { level in
        [Detail.answer, .counted].flatMap { detail in
            [false, true].map { make(level, detail, many: $0) }
        }
    }

    private static func make(_ level: Level, _ detail: Detail, many: Bool) -> Statement {
        let from =
            many
            ? "unnest($1::bytea[]) WITH ORDINALITY AS u(id, ord) JOIN \(level.table) r ON r.id = u.id"
            : "\(level.table) r"
        let condition = many ? "true" : "r.id = $1"
        return Statement(
            name: "index_\(level.table)_\(detail)\(many ? "_many" : "")",
            sql: """
                SELECT r.id, r.tags, \(own(level)), c.stable, c.last_update, c.differ,
                    \(detail == .counted ? counts(level) : uncounted(level))
                FROM \(from)
                \(children(level))
                \(copies(level))
                \(detail == .counted ? tallies(level) : "")
                WHERE \(condition) AND c.stores IS NOT NULL
                \(many ? "ORDER BY u.ord" : "")
                """
        )
    }

    /// Patient tags, parent, children, expected, indexes.
    private static func own(_ level: Level) -> String {
        switch level {
        case .patient: "NULL::text, NULL::bytea, k.children, NULL::integer, NULL::integer[]"
        case .study: "r.patient_tags, r.patient, k.children, NULL::integer, NULL::integer[]"
        case .series: "NULL::text, r.study, k.children, r.expected, k.indexes"
        case .instance:
            "NULL::text, r.series, NULL::bytea[], NULL::integer, ARRAY[r.index_in_series]"
        }
    }

    private static func visible(_ table: String, _ id: String) -> String {
        """
        ($2::smallint[] IS NULL OR EXISTS (
            SELECT FROM copy_\(table) v WHERE v.id = \(id) AND v.store = ANY ($2)))
        """
    }

    private static func children(_ level: Level) -> String {
        guard let child = level.child else { return "" }
        let indexes =
            level == .series
            ? ", CASE WHEN r.expected IS NOT NULL THEN array_agg(k.index_in_series) END AS indexes"
            : ""
        return """
            CROSS JOIN LATERAL (
                SELECT array_agg(k.id ORDER BY k.id) AS children\(indexes)
                FROM \(child.table) k
                WHERE k.\(level.table) = r.id AND \(visible(child.table, "k.id"))) k
            """
    }

    private static func copies(_ level: Level) -> String {
        let columns =
            level == .instance
            ? "true AS stable, '' AS last_update, 0::bigint AS differ, "
                + "array_agg(c.size ORDER BY c.store) AS bytes, "
                + "array_agg(c.uuid::text ORDER BY c.store) AS uuids"
            : "bool_and(c.stable) AS stable, max(c.last_update) AS last_update, "
                + (level == .series
                    ? "0::bigint AS differ, array_agg(c.instances ORDER BY c.store) AS instances, "
                        + "array_agg(c.bytes ORDER BY c.store) AS bytes"
                    : "bit_or(c.identity) # bit_and(c.identity) AS differ")
        return """
            CROSS JOIN LATERAL (
                SELECT array_agg(c.store ORDER BY c.store) AS stores, \(columns)
                FROM copy_\(level.table) c
                WHERE c.id = r.id AND ($2::smallint[] IS NULL OR c.store = ANY ($2))) c
            """
    }

    private static func uncounted(_ level: Level) -> String {
        switch level {
        case .patient, .study:
            "c.stores, NULL::bigint[], NULL::bigint[], NULL::text[], NULL::bigint, NULL::bigint"
        case .series:
            "c.stores, c.instances, c.bytes, NULL::text[], NULL::bigint, NULL::bigint"
        case .instance: "c.stores, NULL::bigint[], c.bytes, c.uuids, 1::bigint, r.size"
        }
    }

    private static func counts(_ level: Level) -> String {
        switch level {
        case .patient, .study: "h.stores, h.instances, h.bytes, NULL::text[], t.instances, t.bytes"
        case .series: "c.stores, c.instances, c.bytes, NULL::text[], t.instances::bigint, t.bytes"
        case .instance: uncounted(level)
        }
    }

    private static func tallies(_ level: Level) -> String {
        let seriesBelow: String
        switch level {
        case .instance: return ""
        case .series:
            return """
                CROSS JOIN LATERAL (
                    SELECT t.instances, t.bytes FROM series_total t WHERE t.id = r.id) t
                """
        case .study: seriesBelow = "series e WHERE e.study = r.id"
        case .patient:
            seriesBelow = "study s JOIN series e ON e.study = s.id WHERE s.patient = r.id"
        }
        return """
            CROSS JOIN LATERAL (
                SELECT sum(t.instances)::bigint AS instances, sum(t.bytes)::bigint AS bytes
                FROM series_total t WHERE t.id IN (SELECT e.id FROM \(seriesBelow))) t
            CROSS JOIN LATERAL (
                SELECT array_agg(w.store ORDER BY w.store) AS stores,
                    array_agg(w.instances ORDER BY w.store) AS instances,
                    array_agg(w.bytes ORDER BY w.store) AS bytes
                FROM (
                    SELECT q.store, sum(q.instances)::bigint AS instances,
                        sum(q.bytes)::bigint AS bytes
                    FROM copy_series q WHERE q.id IN (SELECT e.id FROM \(seriesBelow))
                        AND ($2::smallint[] IS NULL OR q.store = ANY ($2))
                    GROUP BY q.store) w) h
            """
    }
}
