internal import Basics
internal import OrthancModel
internal import Postgres

/// The SQL of a search, whose plan does not depend on guesses.
///
/// PostgreSQL can't know from a prepared statement how many rows `SM*` has, and both of its guesses
/// are bad for the other case. So the statement looks: it takes up to `$1` identifiers from the
/// index of the best condition, the start. If that was all, they are filtered and sorted; else
/// rows are walked in the asked order, up to `$2` of them, until the page is full. The row without
/// an identifier says how many the start had.
///
/// Parameters: `$1` most identifiers from the start, `$2` most rows to walk, `$3` only beyond this
/// identifier, `$4` limit, `$5` offset, `$6` scope, then the conditions' values.
struct FindStatement: Sendable {
    private static let fixedParameters = 6

    let values: [Value]
    /// One statement for each condition to start from, best first; else one that only walks.
    let starts: [Statement]
    let counting: Statement
    /// There is a condition to start from.
    let hasStart: Bool
    /// No condition at all, and the order of identifiers.
    let isPlain: Bool
    /// The client wants an order of its own.
    let isOrdered: Bool
    /// Answer texts that rows bring in column 2, as `alias.column`.
    let texts: [String]

    init(level: Level, conditions: [FindCondition], order: [FindOrder], texts: [String]) {
        let texts = Set(texts).sorted()
        self.texts = texts
        isOrdered = !order.isEmpty
        isPlain = order.isEmpty && conditions.isEmpty
        var next = Self.fixedParameters
        let numbered = conditions.map { $0.numbered(from: &next) }
        values = conditions.flatMap(\.values)
        let builder = FindBuilder(level: level, conditions: numbered, order: order, texts: texts)
        let ranked = numbered.filter { $0.rank != nil }.sorted { $0.rank ?? 0 < $1.rank ?? 0 }
        hasStart = !ranked.isEmpty
        starts =
            hasStart
            ? ranked.prefix(3).map { Self.named(builder.search(from: $0)) }
            : [Self.named(builder.walk())]
        counting = Self.named(builder.count())
    }

    /// Statements that a connection keeps prepared; rarer shapes are planned every time.
    private static let most = 500
    private static let prepared = Locked<Set<String>>([])

    private static func named(_ sql: String) -> Statement {
        let isKept = prepared.withLock { prepared in
            guard prepared.count < most else { return prepared.contains(sql) }
            prepared.insert(sql)
            return true
        }
        guard isKept else { return .once(sql) }
        let digest = Digest.sha1(Array(sql.utf8)).hexadecimal
        return Statement(name: "index_find_\(digest.prefix(20))", sql: sql)
    }
}

/// Writes the SQL of one search.
private struct FindBuilder {
    let level: Level
    let conditions: [NumberedCondition]
    let order: [FindOrder]
    let texts: [String]

    // MARK: Statements

    func search(from start: NumberedCondition) -> String {
        let others = conditions.filter { $0.sql != start.sql }.map(\.sql)
        let walk = rows.map { rows in
            """
            UNION ALL
            (SELECT r.id, 0::bigint AS n\(rawTexts)
                FROM \(rows("(SELECT n FROM size) > $1"))\(joins)
                WHERE \(all(conditions.map(\.sql)))
                ORDER BY \(walkedSorting) LIMIT $4 OFFSET $5)
            """
        }
        return """
            WITH start AS MATERIALIZED (\(source(start)) LIMIT $1::bigint + 1),
                size AS MATERIALIZED (SELECT count(*) AS n FROM start)
            (SELECT r.id, 0::bigint AS n\(rawTexts)
                FROM start w JOIN \(level.table) r ON r.id = w.id\(joins)
                WHERE (SELECT n FROM size) <= $1 AND \(all(others))
                ORDER BY \(sorting) LIMIT $4 OFFSET $5)
            \(walk ?? "")
            UNION ALL SELECT NULL, n\(texts.isEmpty ? "" : ", NULL::text[]") FROM size
            """
    }

    func walk() -> String {
        let rows = rows.map { $0("$1::bigint IS NOT NULL") } ?? "\(level.table) r"
        return """
            SELECT r.id, 0::bigint AS n\(rawTexts) FROM \(rows)\(joins)
            WHERE \(all(conditions.map(\.sql))) AND $1::bigint IS NOT NULL
            ORDER BY \(self.rows == nil ? sorting : walkedSorting) LIMIT $4 OFFSET $5
            """
    }

    func count() -> String {
        """
        SELECT count(*) FROM \(level.table) r\(joins)
        WHERE \(all(conditions.map(\.sql)))
            AND ($1::bigint + $4::bigint + $5::bigint IS NULL OR true)
        """
    }

    // MARK: Parts

    private var rawTexts: String {
        texts.isEmpty ? "" : ", ARRAY[\(texts.joined(separator: ", "))]"
    }

    private func all(_ conditions: [String]) -> String {
        let scope = """
            ($6::smallint[] IS NULL OR EXISTS (SELECT FROM copy_\(level.table) v
                WHERE v.id = r.id AND v.store = ANY ($6)))
            """
        return (["r.id > $3::bytea", "($2::bigint IS NULL OR true)", scope] + conditions)
            .joined(separator: " AND ")
    }

    private var sorting: String {
        (order.map { "\($0.key) \($0.direction)" } + ["r.id"]).joined(separator: ", ")
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
    private func source(_ start: NumberedCondition) -> String {
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

    /// Up to `$2` rows in the asked order, behind a gate; nil when no index has that order.
    ///
    /// Conditions stay outside of it, so that no other index is chosen for them.
    private var rows: ((String) -> String)? {
        let table = level.table
        guard let first = order.first else {
            return { gate in
                """
                (SELECT * FROM \(table) r WHERE \(gate) AND r.id > $3
                    ORDER BY r.id LIMIT $2::bigint) r
                """
            }
        }
        guard order.count == 1 else { return nil }
        let direction = first.isAscending ? "ASC" : "DESC"
        if first.isLastUpdate {
            return { gate in
                """
                (SELECT c.id, c.last_update AS walked_key FROM copy_study c
                    WHERE \(gate) AND NOT EXISTS (SELECT FROM copy_study o WHERE o.id = c.id
                        AND (o.last_update, o.store) > (c.last_update, c.store))
                    ORDER BY c.last_update \(direction), c.id LIMIT $2::bigint) w
                JOIN study r ON r.id = w.id
                """
            }
        }
        guard let column = first.walked else { return nil }
        // Rows without the value come last, in both directions; the index has them first in one.
        return { gate in
            """
            (SELECT w.* FROM (
                (SELECT * FROM \(table) r WHERE \(gate) AND r.\(column) IS NOT NULL
                    ORDER BY r.\(column) \(direction), r.id LIMIT $2::bigint)
                UNION ALL
                (SELECT * FROM \(table) r WHERE \(gate) AND r.\(column) IS NULL
                    ORDER BY r.id LIMIT $2::bigint)) w LIMIT $2::bigint) r
            """
        }
    }

    private var walkedSorting: String {
        guard let first = order.first, first.isLastUpdate else { return sorting }
        return "w.walked_key \(first.isAscending ? "ASC" : "DESC"), r.id"
    }
}

/// A condition whose parameters have their numbers.
struct NumberedCondition {
    let sql: String
    let source: String?
    let rank: Int?
    let alias: String
}

extension FindCondition {
    /// Replaces each `$?` by the next parameter.
    func numbered(from last: inout Int) -> NumberedCondition {
        let first = last
        last += values.count
        return NumberedCondition(
            sql: Self.number(sql, after: first),
            source: source.map { Self.number($0, after: first) },
            rank: rank,
            alias: alias
        )
    }

    private static func number(_ sql: String, after first: Int) -> String {
        var text = ""
        for (index, part) in sql.split(separator: "$?", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index > 0 { text += "$\(first + index)" }
            text += part
        }
        return text
    }
}
