internal import OrthancModel
internal import Postgres

/// The SQL of a search, in pieces whose plans do not depend on guesses.
///
/// PostgreSQL can't know from a prepared statement how many rows `SM*` has, and both of its guesses
/// are bad for the other case. So a search looks. A *start* takes up to `$1` identifiers from the
/// index of one condition and, if that was all, filters and sorts them; the row without an
/// identifier says how many there were. A *walk* goes through up to `$2` rows in the asked order
/// and filters them. A page that is full is right whichever way it was made.
///
/// An equation whose index goes on with the identifiers needs no look: its rows stand in order.
///
/// Parameters: `$1` most identifiers from the start, `$2` most rows to walk, `$3` only beyond this
/// identifier, `$4` limit, `$5` offset, `$6` scope if there is one, then the conditions' values.
final class FindStatement: Sendable {
    struct Start: Sendable {
        let statement: Statement
        /// Looks at texts inside; costs what it finds even when little of that is wanted.
        let isTrigram: Bool
    }

    /// The rows of one equation, as they stand in its index, and the same as answers show them, in
    /// the columns of ``KeptStudy`` or ``ResourceStatements``. Nil when there is more to a search.
    let direct: (ids: Statement, resources: Statement)?
    /// Best condition to start from first.
    let starts: [Start]
    /// Nil when no index has the asked order.
    let walk: Statement?
    /// Reads and sorts whatever there is.
    let everything: Statement
    let counting: Statement
    /// No condition at all.
    let isPlain: Bool
    /// The client wants an order of its own.
    let isOrdered: Bool
    /// Answer texts that rows bring in column 2, as `alias.column`.
    let texts: [String]

    /// - Parameter number: Names the statements, so that connections keep them; nil: they don't.
    init(_ shape: FindShape, number: Int?) {
        func made(_ kind: String, _ sql: String) -> Statement {
            guard let number else { return .once(sql) }
            return Statement(name: "index_find_\(number)_\(kind)", sql: sql)
        }
        texts = shape.texts
        isOrdered = !shape.order.isEmpty
        isPlain = shape.conditions.isEmpty && !shape.isScoped
        var last = shape.isScoped ? 6 : 5
        let numbered = shape.conditions.map { $0.numbered(from: &last) }
        let builder = FindBuilder(shape: shape, conditions: numbered)
        direct = builder.direct().map {
            (ids: made("ids", $0.ids), resources: made("resources", $0.resources))
        }
        starts = numbered.filter { $0.rank != nil }.sorted { $0.rank ?? 0 < $1.rank ?? 0 }
            .prefix(3).enumerated()
            .map { index, start in
                Start(
                    statement: made("start\(index)", builder.search(from: start)),
                    isTrigram: start.isTrigram
                )
            }
        walk = builder.walk().map { made("walk", $0) }
        everything = made("everything", builder.everything())
        counting = made("count", builder.count())
    }
}

/// Writes the SQL of one search.
private struct FindBuilder {
    let shape: FindShape
    /// The shape's, with numbers for their parameters.
    let conditions: [ConditionShape]

    private var level: Level { shape.level }
    private var order: [FindOrder] { shape.order }
    private var texts: [String] { shape.texts }
    private var isScoped: Bool { shape.isScoped }

    // MARK: Statements

    /// Bounds instead of an equation: PostgreSQL would think by common values, and walk all rows in
    /// the order of identifiers when most of them have the same.
    func direct() -> (ids: String, resources: String)? {
        guard conditions.count == 1, let column = conditions[0].ordered, order.isEmpty,
            texts.isEmpty, !isScoped
        else { return nil }
        let condition = "\(column) >= $6 AND \(column) <= $6 AND \(all([], "r.id"))"
        let page = "ORDER BY \(column), r.id LIMIT $4 OFFSET $5"
        let table = "\(level.table) r"
        let others = ResourceStatements(level: level, detail: .answer, isScoped: false)
        return (
            "SELECT r.id, 0::bigint AS n FROM \(table) WHERE \(condition) \(page)",
            level == .study
                ? KeptStudy.sql(from: table, where: condition, page: page)
                : others.sql(from: table, where: condition, page: page)
        )
    }

    func search(from start: ConditionShape) -> String {
        let others = conditions.filter { $0.sql != start.sql }.map(\.sql)
        let needsRow = !others.isEmpty || !order.isEmpty || !texts.isEmpty
        let row = needsRow ? " JOIN \(level.table) r ON r.id = w.id\(joins)" : ""
        let ids = order.isEmpty ? "(SELECT id FROM start ORDER BY id)" : "start"
        return """
            WITH start AS MATERIALIZED (\(source(start)) LIMIT $1::bigint + 1),
                size AS MATERIALIZED (SELECT count(*) AS n FROM start)
            (SELECT w.id, 0::bigint AS n\(rawTexts) FROM \(ids) w\(row)
                WHERE (SELECT n FROM size) <= $1 AND \(all(others, "w.id"))
                ORDER BY \(sorting("w.id")) LIMIT $4 OFFSET $5)
            UNION ALL SELECT NULL, n\(texts.isEmpty ? "" : ", NULL::text[]") FROM size
            """
    }

    /// Nil when no index has the asked order.
    func walk() -> String? {
        guard let (rows, sorting) = walked else { return nil }
        return """
            SELECT r.id, 0::bigint AS n\(rawTexts) FROM \(rows)\(joins)
            WHERE \(all(conditions.map(\.sql), "r.id"))
            ORDER BY \(sorting) LIMIT $4 OFFSET $5
            """
    }

    /// By position in the table's file, as no index helps and reading it in another order is slow.
    func everything() -> String {
        """
        SELECT r.id, 0::bigint AS n\(rawTexts) FROM (
            SELECT * FROM \(level.table) r WHERE r.ctid >= '(0,0)'::tid OFFSET 0) r\(joins)
        WHERE \(all(conditions.map(\.sql), "r.id"))
        ORDER BY \(sorting("r.id")) LIMIT $4 OFFSET $5
        """
    }

    func count() -> String {
        """
        SELECT count(*) FROM \(level.table) r\(joins)
        WHERE r.id > '' AND \(all(conditions.map(\.sql), "r.id"))
            AND ($4::bigint + $5::bigint IS NULL OR true)
        """
    }

    // MARK: Parts

    // `r.id > ''` opens the index that holds studies' searched columns beside their identifiers.

    private var rawTexts: String {
        texts.isEmpty ? "" : ", ARRAY[\(texts.joined(separator: ", "))]"
    }

    private func all(_ conditions: [String], _ id: String) -> String {
        let scope = """
            EXISTS (SELECT FROM copy_\(level.table) v WHERE v.id = \(id)
                AND v.store = ANY ($6::smallint[]))
            """
        let always = ["\(id) > $3::bytea", "($1::bigint + $2::bigint IS NULL OR true)"]
        return (always + (isScoped ? [scope] : []) + conditions).joined(separator: " AND ")
    }

    private func sorting(_ id: String) -> String {
        (order.map { "\($0.key) \($0.direction)" } + [id]).joined(separator: ", ")
    }

    /// The parents' tables, when something speaks of them.
    private var joins: String {
        let aliases = Set(
            conditions.map(\.alias) + order.map(\.alias) + texts.map { String($0.prefix(1)) }
        )
        switch level {
        case .patient, .study: return ""
        case .series: return aliases.contains("s") ? " JOIN study s ON s.id = r.study" : ""
        case .instance:
            guard aliases.contains("s") || aliases.contains("e") else { return "" }
            return " JOIN series e ON e.id = r.series"
                + (aliases.contains("s") ? " JOIN study s ON s.id = e.study" : "")
        }
    }

    /// Identifiers that satisfy the condition to start from.
    private func source(_ start: ConditionShape) -> String {
        if let source = start.source { return source }
        let tables =
            switch (level, start.alias) {
            case (.series, "s"): "study s JOIN series r ON r.study = s.id"
            case (.instance, "e"): "series e JOIN instance r ON r.series = e.id"
            case (.instance, "s"):
                "study s JOIN series e ON e.study = s.id JOIN instance r ON r.series = e.id"
            default: "\(level.table) r"
            }
        return "SELECT r.id FROM \(tables) WHERE \(start.sql)"
    }

    /// Up to `$2` rows in the asked order, and that order; nil when no index has it.
    ///
    /// Conditions stay outside, so that no other index is chosen for them. Rows without the value
    /// to sort by come last in Orthanc's order, whatever the direction; they are left out here.
    private var walked: (rows: String, sorting: String)? {
        guard let first = order.first else {
            let rows = """
                (SELECT * FROM \(level.table) r WHERE r.id > '' AND r.id > $3
                    ORDER BY r.id LIMIT $2::bigint) r
                """
            return (rows, "r.id")
        }
        guard order.count == 1 else { return nil }
        let direction = first.isAscending ? "ASC" : "DESC"
        if first.isLastUpdate {
            let rows = """
                (SELECT c.id, c.last_update AS walked_key FROM copy_study c
                    WHERE c.store = (SELECT o.store FROM copy_study o WHERE o.id = c.id
                        ORDER BY o.last_update DESC, o.store DESC LIMIT 1)
                    ORDER BY c.last_update \(direction), c.id LIMIT $2::bigint) w
                CROSS JOIN LATERAL (SELECT * FROM study r WHERE r.id = w.id OFFSET 0) r
                """
            return (rows, "w.walked_key \(direction), w.id")
        }
        guard let column = first.walked else { return nil }
        let rows = """
            (SELECT * FROM \(level.table) r WHERE r.\(column) IS NOT NULL
                ORDER BY r.\(column) \(direction), r.id LIMIT $2::bigint) r
            """
        return (rows, "r.\(column) \(direction), r.id")
    }
}
