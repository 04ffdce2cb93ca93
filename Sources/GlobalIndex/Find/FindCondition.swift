internal import DICOM
internal import OrthancModel
internal import Postgres

/// One condition as SQL, with the parameters it needs.
struct FindCondition {
    /// SQL with `$?` for each of ``values`` in turn.
    let sql: String
    let values: [Value]
    /// How good it is to start from; the least is best, nil is no start at all.
    let rank: Int?
    /// Its index knows parts of texts, not whole ones.
    var isTrigram = false
    /// Table it speaks of: `r`, `s` or `e`.
    let alias: String
    /// A statement of identifiers that satisfies the condition, when not simply a row's own.
    var source: String?
    /// An equation on this column, whose tree goes on with the identifiers of what is searched.
    var ordered: String?

    /// A value's column and a rule on folded values.
    init(_ column: FindColumn, _ rule: ValueRule, _ level: Level) {
        alias = column.alias
        let name = column.value
        switch rule {
        case .equal(let text):
            isTrigram =
                !column.hasTree && column.hasTrigrams(level)
                && text.unicodeScalars.count >= 3
            // LIKE without a wildcard: of an equation PostgreSQL would think by common values.
            sql = isTrigram ? "\(name) LIKE $?" : "\(name) = $?"
            let value = SearchColumns.column(text)
            values = [.text(isTrigram ? WildcardPattern.like(value) : value)]
            rank = column.hasTree ? Self.rank(column.column) : isTrigram ? 45 : nil
            if column.isTreeOrdered, column.alias == "r" { ordered = name }
        case .anyOf(let texts):
            sql = "\(name) = ANY ($?::text[])"
            values = [.textArray(texts.map(SearchColumns.column))]
            rank = column.hasTree ? Self.rank(column.column) + 1 : nil
        case .range(let lower, let upper):
            let bounds = [lower.map { ("\(name) >= $?", $0) }, upper.map { ("\(name) <= $?", $0) }]
            sql = bounds.compactMap { $0?.0 }.joined(separator: " AND ")
            values = bounds.compactMap { $0.map { .text($0.1) } }
            rank = column.hasTree ? Self.rank(lower, upper) : nil
        case .wildcard(let pattern):
            let prefix = WildcardPattern.literalPrefix(pattern)
            let isPlainPrefix = pattern.unicodeScalars.dropFirst(prefix.unicodeScalars.count)
                .allSatisfy { $0 == "*" }
            let hasTree = column.hasTree && !prefix.isEmpty
            let between = "\(name) >= $? AND \(name) < $?"
            let bounds: [Value] = [.text(prefix), .text(prefix + "\u{10FFFF}")]
            if hasTree || isPlainPrefix && !prefix.isEmpty {
                sql = isPlainPrefix ? between : "\(between) AND \(name) LIKE $?"
                values = bounds + (isPlainPrefix ? [] : [.text(WildcardPattern.like(pattern))])
            } else {
                sql = "\(name) LIKE $?"
                values = [.text(WildcardPattern.like(pattern))]
            }
            let literal = WildcardPattern.longestLiteral(pattern)
            if hasTree, prefix.unicodeScalars.count >= 3 || literal < 3 {
                rank = 50 - min(20, 4 * prefix.unicodeScalars.count)
            } else if column.hasTrigrams(level), literal >= 3 {
                rank = 55 - min(20, 2 * literal)
                isTrigram = true
            } else {
                rank = nil
            }
        }
    }

    /// The modality of any series of a study.
    init(modalitiesInStudy constraint: Constraint) {
        let column = FindColumn(.modality, searching: .series)
        let rule = constraint.isCaseSensitive ? constraint.rule : constraint.foldedRule
        let inner = column.map { FindCondition($0, rule, .series) }
        // The column is folded; the value as it is stands in the tags.
        let subject = constraint.isCaseSensitive ? "(m.tags::json ->> 'Modality')" : "m.modality"
        let text = (inner?.sql ?? "false").replacing("r.modality", with: subject)
        alias = "r"
        sql = "EXISTS (SELECT FROM series m WHERE m.study = r.id AND \(text))"
        values = inner?.values ?? []
        rank = inner?.rank == nil ? nil : 80
        source = "SELECT DISTINCT m.study AS id FROM series m WHERE \(text)"
    }

    /// The asked labels, as ``LabelsConstraint/matches(_:asked:)`` has it.
    static func labels(
        _ asked: Set<String>,
        _ constraint: LabelsConstraint,
        _ level: Level
    ) -> [FindCondition] {
        let labels = asked.sorted()
        switch constraint {
        case .all:
            return labels.map { FindCondition(label: "$?", .text($0), level, isStart: true) }
        case .any where labels.isEmpty: return []
        case .any:
            let all = Value.textArray(labels)
            return [FindCondition(label: "ANY ($?::text[])", all, level, isStart: true)]
        case .none where labels.isEmpty: return [FindCondition(sql: "r.labels IS NULL")]
        case .none:
            let all = Value.textArray(labels)
            return [FindCondition(label: "ANY ($?::text[])", all, level, isStart: false)]
        }
    }

    /// - Parameter isStart: Those that have the label; false: those that don't.
    private init(label: String, _ value: Value, _ level: Level, isStart: Bool) {
        let here = "q.label = \(label) AND q.level = \(level.rawValue)"
        alias = "r"
        sql = "\(isStart ? "" : "NOT ")EXISTS (SELECT FROM label q WHERE q.id = r.id AND \(here))"
        values = [value]
        rank = isStart ? 10 : nil
        source = isStart ? "SELECT DISTINCT q.id FROM label q WHERE \(here)" : nil
    }

    private init(sql: String) {
        alias = "r"
        self.sql = sql
        values = []
        rank = nil
    }

    /// Only what lies below one resource, or that resource itself.
    init(below ancestor: Level, _ id: OrthancID, _ level: Level) {
        let holder: Level =
            switch (ancestor, level) {
            case (.patient, _): .study
            case (.study, _): .series
            default: .instance
            }
        alias = ancestor == level ? "r" : FindColumn.alias(of: holder, level)
        sql = ancestor == level ? "r.id = $?" : "\(alias).\(ancestor.table) = $?"
        values = [.id(id)]
        rank = 5
    }

    /// Days between two dates tell how much a range holds; days of a month are near enough.
    private static func rank(_ lower: String?, _ upper: String?) -> Int {
        guard let lower, let upper else { return 90 }
        guard let first = day(lower), let last = day(upper) else { return 60 }
        return last - first < 8 ? 15 : last - first < 62 ? 35 : 60
    }

    private static func day(_ date: String) -> Int? {
        guard date.utf8.count == 8, let number = Int(date) else { return nil }
        return number / 10_000 * 372 + number / 100 % 100 * 31 + number % 100
    }

    private static func rank(_ column: String?) -> Int {
        switch column {
        case "study_instance_uid", "series_instance_uid", "sop_instance_uid": 0
        case "accession_number": 2
        case "patient_id": 4
        case "patient_name": 20
        case "study_date", "series_date", "patient_birth_date": 30
        default: 70
        }
    }
}
