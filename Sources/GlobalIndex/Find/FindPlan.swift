package import DICOM
package import OrthancModel
internal import Postgres

/// A search as the index will carry it out, and what it leaves to others.
package struct FindPlan: Sendable {
    package let level: Level
    package let scope: StoreScope
    /// Resources to leave out before the first one.
    package let since: Int
    /// Most resources; nil for all.
    package let limit: Int?
    /// Nothing can be found: a tag of a lower level, or a parent that is no identifier.
    package let isEmpty: Bool
    /// Conditions on tags that only files hold.
    package let unindexed: [Constraint]
    /// Keys to sort by that the index doesn't have.
    package let unindexedOrder: [OrderKey]

    let statement: FindStatement
    /// The last parameters of its statements.
    let values: [Value]
    /// Conditions that SQL fulfils too generously.
    let rechecked: [(constraint: Constraint, column: FindColumn)]

    /// - Parameters:
    ///   - query: Its metadata are the caller's business.
    ///   - unsure: Tags that the index may lack though files have them.
    package init(_ query: FindQuery, scope: StoreScope = .all, unsure: Set<Tag> = []) {
        level = query.level
        self.scope = scope
        since = query.since
        limit = query.limit
        var conditions: [FindCondition] = []
        var rechecked: [(Constraint, FindColumn)] = []
        var unindexed: [Constraint] = []
        var isEmpty = false
        for constraint in query.constraints {
            if constraint.tag == .modalitiesInStudy, query.level == .study {
                conditions.append(FindCondition(modalitiesInStudy: constraint))
            } else if let column = FindColumn(constraint.tag, searching: query.level) {
                guard column.column != nil || !unsure.contains(constraint.tag) else {
                    unindexed.append(constraint)
                    continue
                }
                if column.column != nil {
                    conditions.append(FindCondition(column, constraint.foldedRule, query.level))
                }
                if !Self.isExact(constraint, column) { rechecked.append((constraint, column)) }
            } else if MainDicomTags.isBelow(constraint.tag, query.level) {
                isEmpty = true
            } else {
                unindexed.append(constraint)
            }
        }
        if let ancestor = query.ancestor {
            if let id = ancestor.id {
                conditions.append(FindCondition(below: ancestor.level, id, query.level))
            } else {
                isEmpty = true
            }
        }
        conditions += FindCondition.labels(query.labels, query.labelsConstraint, query.level)
        let order = query.order.map { FindOrder($0, query.level) }
        unindexedOrder = zip(query.order, order).compactMap { $1 == nil ? $0 : nil }
        self.isEmpty = isEmpty
        self.unindexed = unindexed
        self.rechecked = rechecked
        values = (scope == .all ? [] : [.scope(scope)]) + conditions.flatMap(\.values)
        statement = FindStatement.of(
            FindShape(
                level: query.level,
                conditions: conditions.map(\.shape),
                order: order.compactMap(\.self),
                texts: Set(rechecked.map(\.1.rawText)).sorted(),
                isScoped: scope != .all
            )
        )
    }

    /// SQL alone finds just what the constraint matches.
    private static func isExact(_ constraint: Constraint, _ column: FindColumn) -> Bool {
        guard column.column != nil, !constraint.isCaseSensitive else { return false }
        switch constraint.foldedRule {
        case .equal(let text): return text.utf8.count < SearchColumns.limitBytes
        case .anyOf(let texts): return texts.allSatisfy { $0.utf8.count < SearchColumns.limitBytes }
        case .range: return true
        // LIKE takes a character for `?`, Orthanc a byte.
        case .wildcard(let pattern): return !pattern.utf8.contains(UInt8(ascii: "?"))
        }
    }
}
