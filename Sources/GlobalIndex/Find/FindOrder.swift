internal import OrthancModel

/// One key of a search's order, as SQL.
struct FindOrder: Hashable {
    /// Expression over `r`, `s` and `e`.
    let key: String
    let alias: String
    let isAscending: Bool
    /// A column of `r` with a B-tree of its own, in which rows can be walked in order.
    let walked: String?
    /// Studies are walked by when their copies last changed.
    let isLastUpdate: Bool

    /// Nil when the index doesn't have what to sort by.
    init?(_ order: OrderKey, _ level: Level) {
        isAscending = order.isAscending
        switch order.subject {
        case .tag(let tag):
            guard let column = FindColumn(tag, searching: level) else { return nil }
            alias = column.alias
            key = Self.converted(column.value, order.comparison)
            isLastUpdate = false
            let canWalk = order.comparison == .text && column.hasTree && column.alias == "r"
            walked = canWalk ? column.column : nil
        case .metadata(let name):
            alias = "r"
            walked = nil
            switch (name, level) {
            case ("LastUpdate", .patient), ("LastUpdate", .study), ("LastUpdate", .series):
                isLastUpdate = level == .study && order.comparison == .text
                key = Self.converted(
                    """
                    (SELECT max(c.last_update) FROM copy_\(level.table) c WHERE c.id = r.id)
                    """,
                    order.comparison
                )
            case ("ExpectedNumberOfInstances", .series):
                isLastUpdate = false
                key = Self.converted("r.expected::text", order.comparison)
            case ("IndexInSeries", .instance):
                isLastUpdate = false
                key = Self.converted("r.index_in_series::text", order.comparison)
            default: return nil
            }
        }
    }

    var direction: String { isAscending ? "ASC NULLS LAST" : "DESC NULLS LAST" }

    /// What is no number sorts last.
    private static func converted(_ key: String, _ comparison: OrderKey.Comparison) -> String {
        switch comparison {
        case .text: key
        case .integer:
            "CASE WHEN \(key) ~ '^ *[-+]?[0-9]{1,18} *$' THEN \(key)::bigint END"
        case .real:
            """
            CASE WHEN \(key) ~ '^ *[-+]?[0-9]{1,30}([.][0-9]{0,30})?([eE][-+]?[0-9]{1,2})? *$' \
            THEN \(key)::double precision END
            """
        }
    }
}
