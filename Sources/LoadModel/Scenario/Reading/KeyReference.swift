/// The reference of all keys, made from the rows that the reader works by.
///
/// It stands in loadtests/README.md, between the headings "Keys" and the next one; a test compares
/// them.
package enum KeyReference {
    package static var markdown: String {
        ([operations, steps] + tables).joined(separator: "\n\n") + "\n"
    }

    /// Neighbours that have the same rows share a table.
    private static var tables: [String] {
        var groups: [(titles: [String], body: String)] = []
        for section in KeySection.all {
            let body = body(section)
            if groups.last?.body == body {
                groups[groups.count - 1].titles.append(section.title)
            } else {
                groups.append(([section.title], body))
            }
        }
        return groups.map { titles, body in
            "### " + titles.map { "`\($0)`" }.joined(separator: ", ") + "\n\n" + body
        }
    }

    private static func body(_ section: KeySection) -> String {
        var lines = section.note.isEmpty ? [] : [section.note, ""]
        lines += ["| key | unit | default | limits | meaning |", "|---|---|---|---|---|"]
        for key in section.keys where !isCommon(key, in: section) { lines.append(line(key)) }
        return lines.joined(separator: "\n")
    }

    /// Whether the row stands in the table of all traffic entries already.
    private static func isCommon(_ key: ScenarioKey, in section: KeySection) -> Bool {
        section.title.hasPrefix("traffic[] (") && KeySection.traffic.key(key.name) != nil
    }

    private static func line(_ key: ScenarioKey) -> String {
        let cells = [
            "`\(key.name)`", key.kind.unit, initial(key), key.kind.limits, key.meaning,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func initial(_ key: ScenarioKey) -> String {
        switch key.presence {
        case .required: "**required**"
        case .optional(let meaning): meaning
        case .initial(let value, nil): "`\(value)`"
        case .initial(let value, let quick?): "`\(value)`; quick: `\(quick)`"
        }
    }

    private static var operations: String {
        let head = ["### Operations", "", "| op | request | what | needs |", "|---|---|---|---|"]
        return
            (head
            + OperationKind.table.map { kind in
                let need =
                    switch kind.need {
                    case .nothing: ""
                    case .study: "a preload"
                    case .answers: "a preload as wide as its selectivity"
                    }
                return "| `\(kind.name)` | `\(kind.request)` | \(kind.meaning) | \(need) |"
            }).joined(separator: "\n")
    }

    private static var steps: String {
        let head = ["### Steps of a session", "", "| step | what |", "|---|---|"]
        return (head + StepKind.table.map { "| `\($0.name)` | \($0.meaning) |" })
            .joined(separator: "\n")
    }
}
