internal import Basics
internal import OrthancModel

/// All of a search but its values: searches of one shape have the same statements.
struct FindShape: Hashable {
    let level: Level
    let conditions: [ConditionShape]
    let order: [FindOrder]
    /// Answer texts that rows bring in column 2, as `alias.column`; ascending.
    let texts: [String]
    let isScoped: Bool
}

/// A condition without its values.
struct ConditionShape: Hashable {
    /// SQL with `$?` for each value in turn.
    let sql: String
    let source: String?
    let rank: Int?
    let isTrigram: Bool
    let alias: String
    let ordered: String?
    let valueCount: Int

    /// The same with numbers for its parameters, the first of them behind `last`.
    func numbered(from last: inout Int) -> ConditionShape {
        let first = last
        last += valueCount
        return ConditionShape(
            sql: Self.number(sql, after: first),
            source: source.map { Self.number($0, after: first) },
            rank: rank,
            isTrigram: isTrigram,
            alias: alias,
            ordered: ordered,
            valueCount: valueCount
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

extension FindCondition {
    var shape: ConditionShape {
        ConditionShape(
            sql: sql,
            source: source,
            rank: rank,
            isTrigram: isTrigram,
            alias: alias,
            ordered: ordered,
            valueCount: values.count
        )
    }
}

extension FindStatement {
    /// Shapes whose statements are kept, on connections too; rarer ones are made every time.
    private static let most = 250
    private static let known = Locked<[FindShape: FindStatement]>([:])

    /// The statements for a shape.
    static func of(_ shape: FindShape) -> FindStatement {
        known.withLock { known in
            if let statement = known[shape] { return statement }
            guard known.count < most else { return FindStatement(shape, number: nil) }
            let statement = FindStatement(shape, number: known.count)
            known[shape] = statement
            return statement
        }
    }
}
