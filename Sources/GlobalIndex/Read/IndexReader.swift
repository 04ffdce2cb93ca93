package import OrthancModel
package import Postgres

/// The questions of one loop to the index.
///
/// `fast` answers what is one look-up or one page; `slow` what may run for seconds, so that it
/// never stands before the others on a pipelined connection.
///
/// `@unchecked Sendable`: confined to the loop's thread of its connections.
package final class IndexReader: @unchecked Sendable {
    /// Most identifiers in one question.
    package static let mostIDs = 1000

    /// When a search tries another way. Any values give the same answers.
    struct SearchLimits {
        /// A condition with so few rows is filtered and sorted at once.
        var firstStartRows = 500
        /// So many rows are walked in the asked order before one with more of them is tried …
        var firstWalkedRows = 2000
        /// So many rows of one condition are filtered and sorted at most.
        var startRows = 3000
        /// … and so many before the whole of a condition is read.
        var walkedRows = 30_000
    }

    let fast: ReaderConnection
    let slow: ReaderConnection
    var limits = SearchLimits()

    package init(fast: ReaderConnection, slow: ReaderConnection) {
        self.fast = fast
        self.slow = slow
    }

    // MARK: One resource, some resources

    /// A resource over the union of its holders; nil when the index doesn't know it.
    package func resource(
        _ level: Level,
        _ id: OrthancID,
        detail: Detail = .counted,
        scope: StoreScope = .all
    ) async throws(IndexError) -> IndexedResource? {
        if level == .study, detail == .answer, scope == .all {
            let rows = try await ask(KeptStudy.one, [.id(id)])
            var study = try await studies(rows).first
            if study != nil, rows.bool(0, 10) ?? false {
                study?.conflicts.append("StudyInstanceUID")
            }
            return study
        }
        let rows = try await ask(
            ResourceStatements.statement(level, detail, many: false, scoped: scope != .all),
            [.id(id)] + (scope == .all ? [] : [.scope(scope)])
        )
        return rows.count == 0 ? nil : IndexedResource(rows, 0, level)
    }

    /// Resources in the order of `ids`; unknown ones are left out. At most ``mostIDs`` a call.
    package func resources(
        _ level: Level,
        _ ids: [OrthancID],
        detail: Detail = .answer,
        scope: StoreScope = .all
    ) async throws(IndexError) -> [IndexedResource] {
        guard !ids.isEmpty else { return [] }
        precondition(ids.count <= Self.mostIDs, "\(ids.count) identifiers in one question")
        if level == .study, detail == .answer, scope == .all {
            return try await studies(try await ask(KeptStudy.many, [.ids(ids)]))
        }
        return try await workedOut(level, ids, detail, scope)
    }

    /// ``resources(_:_:detail:scope:)`` from copies and children, whatever rows keep.
    func workedOut(
        _ level: Level,
        _ ids: [OrthancID],
        _ detail: Detail,
        _ scope: StoreScope
    ) async throws(IndexError) -> [IndexedResource] {
        let rows = try await ask(
            ResourceStatements.statement(level, detail, many: true, scoped: scope != .all),
            [.ids(ids)] + (scope == .all ? [] : [.scope(scope)])
        )
        return (0..<rows.count).compactMap { IndexedResource(rows, $0, level) }
    }

    // MARK: Asking

    func ask(_ statement: Statement, _ values: [Value] = []) async throws(IndexError) -> Rows {
        do {
            return try await fast.query(statement, values)
        } catch {
            throw IndexError(error, doing: "ask the index")
        }
    }

    func askSlowly(
        _ statement: Statement,
        _ values: [Value] = []
    ) async throws(IndexError) -> Rows {
        do {
            return try await slow.query(statement, values)
        } catch {
            throw IndexError(error, doing: "search the index")
        }
    }
}

extension IndexedResource {
    init?(_ rows: Rows, _ row: Int, _ level: Level) {
        guard let id = rows.id(row, 0) else { return nil }
        let indexes = (rows.intArray(row, 6) ?? []).map { $0.map(Int.init) }
        let expected = rows.int(row, 5).map { Int($0) }
        let stores = rows.stores(row, 10)
        let counts = rows.intArray(row, 11)
        let sizes = rows.intArray(row, 12)
        let names = rows.textArray(row, 13)
        self.init(
            level: level,
            id: id,
            tags: rows.bytes(row, 1) ?? [],
            patientTags: rows.bytes(row, 2),
            parent: rows.id(row, 3),
            children: rows.ids(row, 4),
            expectedInstances: expected,
            status: level == .series ? SeriesStatus(expected: expected, indexes: indexes) : nil,
            indexInSeries: level == .instance ? indexes.first ?? nil : nil,
            isStable: rows.bool(row, 7) ?? false,
            lastUpdate: rows.text(row, 8) ?? "",
            holders: stores.indices.map { index in
                Holder(
                    store: stores[index],
                    instances: level == .instance ? 1 : counts?[index].map { Int($0) },
                    bytes: sizes?[index],
                    fileUuid: names?[index]
                )
            },
            instances: rows.int(row, 14).map { Int($0) },
            bytes: rows.int(row, 15),
            conflicts: Identity.conflicts(rows.int(row, 9) ?? 0, level, id),
            labels: rows.labels(row, 16),
            derivation: rows.derivation(row, 17),
            isProtected: level == .patient ? rows.bool(row, 18) : nil
        )
    }
}
