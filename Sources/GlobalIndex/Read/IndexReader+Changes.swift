package import OrthancModel
internal import Postgres

/// A question to the federation's change log, as `/changes` puts it.
package struct ChangeQuestion: Sendable {
    /// Only changes after this sequence; nil with `upTo` asks for the newest before that.
    package var since: Int64?
    /// Only changes up to this sequence, itself included.
    package var upTo: Int64?
    /// Most rows; 0 brings none.
    package var limit: Int
    /// Only these types; nil for all.
    package var types: Set<ChangeType>?

    package init(
        since: Int64? = 0,
        upTo: Int64? = nil,
        limit: Int = 100,
        types: Set<ChangeType>? = nil
    ) {
        self.since = since
        self.upTo = upTo
        self.limit = limit
        self.types = types
    }
}

/// Part of the change log.
package struct ChangePage: Sendable, Equatable {
    /// Ascending.
    package let changes: [Change]
    /// Nothing more lies beyond, in the direction that was asked.
    package let isDone: Bool
    /// Sequence of the last row here, or of the whole log when there is none here.
    package let last: Int64

    /// Sequence of the first row here.
    package var first: Int64? { changes.first?.sequence }
}

extension IndexReader {
    private static func statement(_ name: String, newestFirst: Bool) -> Statement {
        Statement(
            name: name,
            sql: """
                SELECT w.*, l.last FROM ledger l LEFT JOIN LATERAL (
                    SELECT c.seq, c.type, c.level, c.id, c.date FROM change c
                    WHERE c.seq > $1 AND c.seq <= $2
                        AND ($3::smallint[] IS NULL OR c.type = ANY ($3))
                        AND ($5::smallint[] IS NULL OR CASE c.level
                            WHEN 0 THEN EXISTS (SELECT FROM copy_patient v
                                WHERE v.id = c.id AND v.store = ANY ($5))
                            WHEN 1 THEN EXISTS (SELECT FROM copy_study v
                                WHERE v.id = c.id AND v.store = ANY ($5))
                            WHEN 2 THEN EXISTS (SELECT FROM copy_series v
                                WHERE v.id = c.id AND v.store = ANY ($5))
                            ELSE EXISTS (SELECT FROM copy_instance v
                                WHERE v.id = c.id AND v.store = ANY ($5)) END)
                    ORDER BY c.seq \(newestFirst ? "DESC" : "") LIMIT $4) w ON true
                """
        )
    }

    private static let oldestChanges = statement("index_changes", newestFirst: false)
    private static let newestChanges = statement("index_changes_newest", newestFirst: true)

    /// A page of the change log, in the order in which transactions committed.
    package func changes(
        _ question: ChangeQuestion,
        scope: StoreScope = .all
    ) async throws(IndexError) -> ChangePage {
        let backwards = question.since == nil && question.upTo != nil
        let types: Value = question.types.map { .intArray($0.map(\.code)) } ?? .null
        let statement = backwards ? Self.newestChanges : Self.oldestChanges
        let values: [Value] = [
            .int(question.since ?? 0), .int(question.upTo ?? .max), types,
            .int(question.limit + 1), .scope(scope),
        ]
        let isLong = question.limit > 10_000
        let rows =
            isLong
            ? try await askSlowly(statement, values) : try await ask(statement, values)
        var changes = (0..<rows.count).compactMap { Change(rows, $0) }
        let isDone = changes.count <= question.limit
        changes.removeLast(max(0, changes.count - question.limit))
        if backwards { changes.reverse() }
        let last = changes.last?.sequence ?? rows.int(0, 5) ?? 0
        return ChangePage(changes: changes, isDone: isDone, last: last)
    }

    /// The newest row of the change log, if there is one.
    package func lastChange(scope: StoreScope = .all) async throws(IndexError) -> ChangePage {
        try await changes(ChangeQuestion(since: nil, upTo: .max, limit: 1), scope: scope)
    }
}

extension Change {
    init?(_ rows: Rows, _ row: Int) {
        guard let sequence = rows.int(row, 0), let type = ChangeType(code: rows.int(row, 1)),
            let level = Level(rows.int(row, 2)), let id = rows.id(row, 3)
        else { return nil }
        self.init(
            sequence: sequence,
            type: type,
            level: level,
            id: id,
            date: rows.text(row, 4) ?? ""
        )
    }
}
