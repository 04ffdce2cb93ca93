internal import JSONText
package import OrthancModel
internal import Postgres

/// Where a page of candidates ended.
package enum FindCursor: Sendable, Hashable {
    case after(OrthancID)
    /// In an order of the client's own.
    case offset(Int)
}

/// Some of what satisfies the index's part of a search, in the asked order.
package struct CandidatePage: Sendable, Equatable {
    package let ids: [OrthancID]
    /// Where to go on; nil at the end. A page may be empty and not be the last one.
    package let next: FindCursor?
}

extension IndexReader {
    /// Most resources in an answer without a limit.
    package static let mostFound = 1_000_000
    /// Pages that end before this many resources are looked for in short ways first.
    private static let shortPage = 3000

    /// Resources that satisfy a search whose conditions are all in the index; the page is exact.
    ///
    /// - Throws: `.tooManyCandidates` beyond ``mostFound``; `.timeout` for a search without any
    ///   useful index; `.invalid` for a plan with conditions that only files can answer.
    package func find(_ plan: FindPlan) async throws(IndexError) -> [OrthancID] {
        guard plan.unindexed.isEmpty else { throw IndexError(.invalid, doing: "search the index") }
        guard !plan.isEmpty, plan.limit != 0 else { return [] }
        guard plan.rechecked.isEmpty else { return try await findRechecking(plan) }
        let page = try await page(
            plan,
            after: nil,
            offset: plan.since,
            limit: plan.limit ?? Self.mostFound + 1
        )
        guard page.count <= Self.mostFound else {
            throw IndexError(.tooManyCandidates, doing: "search the index")
        }
        return page.ids(column: 0)
    }

    /// What ``find(_:)`` finds, as answers show it; for a page of at most ``mostIDs``.
    package func resources(_ plan: FindPlan) async throws(IndexError) -> [IndexedResource] {
        let limit = plan.limit ?? .max
        precondition(limit <= Self.mostIDs, "\(limit) resources in one question")
        guard let direct = plan.statement.direct, plan.unindexed.isEmpty, !plan.isEmpty, limit > 0,
            plan.since <= Self.mostIDs
        else {
            return try await resources(plan.level, try await find(plan))
        }
        let values: [Value] = [.int(0), .int(0), .bytes([]), .int(limit), .int(plan.since)]
        let rows = try await ask(direct.resources, values + plan.values)
        guard plan.level != .study else { return try await studies(rows) }
        return (0..<rows.count).compactMap { IndexedResource(rows, $0, plan.level) }
    }

    /// How many resources satisfy the search; Since and Limit do not count.
    package func count(_ plan: FindPlan) async throws(IndexError) -> Int {
        guard plan.unindexed.isEmpty else {
            throw IndexError(.invalid, doing: "count in the index")
        }
        guard !plan.isEmpty else { return 0 }
        if plan.rechecked.isEmpty {
            let values: [Value] = [.int(0), .int(0), .bytes([]), .int(0), .int(0)]
            return try await askSlowly(plan.statement.counting, values + plan.values)
                .number(0, 0)
        }
        var count = 0
        var cursor: FindCursor?
        repeat {
            let page = try await candidates(plan, after: cursor, limit: Self.mostIDs)
            count += page.ids.count
            cursor = page.next
        } while cursor != nil
        return count
    }

    /// A page of what satisfies the conditions that are in the index, whatever Since and Limit say.
    package func candidates(
        _ plan: FindPlan,
        after cursor: FindCursor?,
        limit: Int
    ) async throws(IndexError) -> CandidatePage {
        guard !plan.isEmpty else { return CandidatePage(ids: [], next: nil) }
        var (id, offset) = (nil as OrthancID?, 0)
        switch cursor {
        case .after(let last): id = last
        case .offset(let count): offset = count
        case nil: break
        }
        let rows = try await page(plan, after: id, offset: offset, limit: limit)
        let all = rows.ids(column: 0)
        let next: FindCursor? =
            all.count < limit
            ? nil
            : plan.statement.isOrdered
                ? .offset(offset + all.count) : all.last.map { .after($0) }
        let fits = zip(all.indices, all).filter { isMatch(plan, rows, $0.0) }.map(\.1)
        return CandidatePage(ids: plan.rechecked.isEmpty ? all : fits, next: next)
    }

    private func findRechecking(_ plan: FindPlan) async throws(IndexError) -> [OrthancID] {
        var found: [OrthancID] = []
        var toSkip = plan.since
        let limit = plan.limit ?? Self.mostFound + 1
        var cursor: FindCursor?
        repeat {
            let page = try await candidates(plan, after: cursor, limit: Self.mostIDs)
            let kept = page.ids.dropFirst(toSkip)
            toSkip -= page.ids.count - kept.count
            found += kept.prefix(limit - found.count)
            cursor = page.next
        } while cursor != nil && found.count < limit
        guard found.count <= Self.mostFound else {
            throw IndexError(.tooManyCandidates, doing: "search the index")
        }
        return found
    }

    // MARK: Asking

    /// Identifiers in column 0, raw answer texts in column 2 when something is to be rechecked.
    private func page(
        _ plan: FindPlan,
        after: OrthancID?,
        offset: Int,
        limit: Int
    ) async throws(IndexError) -> Rows {
        let statement = plan.statement
        func values(start: Int, walked: Int?) -> [Value] {
            [
                .int(start), .int(optional: walked.map(Int64.init)), .bytes(after?.bytes ?? []),
                .int(limit), .int(offset),
            ] + plan.values
        }
        if limit + offset <= Self.shortPage {
            if let direct = statement.direct {
                return try await ask(direct.ids, values(start: 0, walked: 0))
            }
            if let rows = try await shortPage(plan, limit: limit, values) { return rows }
        } else if statement.isPlain, !statement.isOrdered, let walk = statement.walk {
            return try await askSlowly(walk, values(start: 0, walked: nil))
        }
        guard let start = statement.starts.first else {
            return try await askSlowly(statement.everything, values(start: 0, walked: 0))
        }
        return try await askSlowly(start.statement, values(start: .max >> 8, walked: 0))
    }

    /// The ways that end soon; nil when none of them filled the page or came to an end.
    private func shortPage(
        _ plan: FindPlan,
        limit: Int,
        _ values: (_ start: Int, _ walked: Int?) -> [Value]
    ) async throws(IndexError) -> Rows? {
        let statement = plan.statement
        func walk(_ most: Int?) async throws(IndexError) -> Rows? {
            guard let walk = statement.walk else { return nil }
            let rows = try await ask(walk, values(0, most))
            return rows.count == limit ? rows : nil
        }
        if statement.isPlain, !statement.isOrdered, let walk = statement.walk {
            return try await ask(walk, values(0, nil))
        }
        func begin(at start: FindStatement.Start, _ most: Int) async throws(IndexError) -> Rows? {
            let rows = try await ask(start.statement, values(most, 0))
            // The last row, without an identifier, says how many the start had.
            return rows.number(rows.count - 1, 1) <= most ? rows : nil
        }
        if let start = statement.starts.first, !start.isTrigram,
            let rows = try await begin(at: start, limits.firstStartRows)
        {
            return rows
        }
        if let rows = try await walk(limits.firstWalkedRows) { return rows }
        for start in statement.starts {
            if let rows = try await begin(at: start, limits.startRows) { return rows }
        }
        return try await walk(limits.walkedRows)
    }

    private func isMatch(_ plan: FindPlan, _ rows: Rows, _ row: Int) -> Bool {
        guard !plan.rechecked.isEmpty else { return true }
        let texts = rows.textArray(row, 2) ?? []
        var documents: [String: JSONDocument] = [:]
        for (name, text) in zip(plan.statement.texts, texts) {
            guard let text else { continue }
            documents[name] = try? JSONDocument(Array(text.utf8))
        }
        return plan.rechecked.allSatisfy { constraint, column in
            constraint.matches(documents[column.rawText]?.root[column.name]?.string)
        }
    }

    // MARK: Computed tags

    private static let computed: [Statement] = [
        """
        SELECT u.id, count(DISTINCT s.id), count(e.id), sum(t.instances)::bigint, NULL
        FROM unnest($1::bytea[]) AS u(id) JOIN study s ON s.patient = u.id
        JOIN series e ON e.study = s.id JOIN series_total t ON t.id = e.id GROUP BY u.id
        """,
        """
        SELECT u.id, NULL::bigint, count(e.id), sum(t.instances)::bigint,
            coalesce(string_agg(DISTINCT e.modality, '\\' ORDER BY e.modality), '')
        FROM unnest($1::bytea[]) AS u(id) JOIN series e ON e.study = u.id
        JOIN series_total t ON t.id = e.id GROUP BY u.id
        """,
        """
        SELECT t.id, NULL::bigint, NULL::bigint, t.instances::bigint, NULL
        FROM series_total t WHERE t.id = ANY ($1::bytea[])
        """,
    ].enumerated().map { Statement(name: "index_computed_\($0)", sql: $1) }

    /// Computed tags over the union, for resources of one level that has them.
    ///
    /// SOPClassesInStudy and InstanceAvailability are not in the index; they are left out.
    /// ModalitiesInStudy is empty when no series has one.
    package func computedTags(
        _ level: Level,
        _ ids: [OrthancID],
        _ wanted: Set<ComputedTag>
    ) async throws(IndexError) -> [OrthancID: [ComputedTag: String]] {
        let wanted = wanted.filter { $0.level == level }
        guard level != .instance, !wanted.isEmpty, !ids.isEmpty else { return [:] }
        precondition(ids.count <= Self.mostIDs, "\(ids.count) identifiers in one question")
        let rows = try await ask(Self.computed[level.rawValue], [.ids(ids)])
        var computed: [OrthancID: [ComputedTag: String]] = [:]
        for row in 0..<rows.count {
            guard let id = rows.id(row, 0) else { continue }
            for tag in wanted { computed[id, default: [:]][tag] = tag.text(rows, row) }
        }
        return computed
    }
}

extension ComputedTag {
    fileprivate func text(_ rows: Rows, _ row: Int) -> String? {
        switch self {
        case .numberOfPatientRelatedStudies: rows.int(row, 1).map { "\($0)" }
        case .numberOfPatientRelatedSeries, .numberOfStudyRelatedSeries:
            rows.int(row, 2).map { "\($0)" }
        case .numberOfPatientRelatedInstances, .numberOfStudyRelatedInstances,
            .numberOfSeriesRelatedInstances:
            rows.int(row, 3).map { "\($0)" }
        case .modalitiesInStudy: rows.text(row, 4)
        case .sopClassesInStudy, .instanceAvailability: nil
        }
    }
}
