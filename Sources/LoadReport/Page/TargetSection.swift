internal import LoadModel

/// The same operation at several targets, beside each other.
enum TargetSection {
    /// Nil: no two targets are asked the same.
    static func scenario(_ report: RunReport) -> Scenario? {
        let scenario = try? ScenarioReader.read(text: report.identity.scenario, name: "")
        return scenario.flatMap { TargetDifference.isAsked(in: $0) ? $0 : nil }
    }

    static func write(_ report: RunReport, _ shown: [ShownStep], to html: inout HTMLWriter) {
        guard let scenario = scenario(report) else { return }
        let differences = shown.map { TargetDifference.all(in: $0.step, of: scenario) }
        html.section("targets", "Target beside target") { html in
            html.paragraph(
                "The same was asked of several targets in the same step. Ten parts of it are each "
                    + "held against themselves, so that what slows all alike falls out. The "
                    + "slowest of several: how long one waits who needs an answer of each, if "
                    + "within such a part they are slow by themselves. What a gateway takes beyond "
                    + "that is its own."
            )
            if differences.allSatisfy(\.isEmpty) {
                html.paragraph("Too little was measured to tell any.")
            }
            for (shown, rows) in zip(shown, differences) where !rows.isEmpty {
                if differences.count > 1 { html.element("h3", shown.title) }
                table(rows, to: &html)
            }
        }
    }

    private static func table(_ rows: [TargetDifference], to html: inout HTMLWriter) {
        html.table(["Operation", "Beside", "\tShare", "\tTakes", "\tBeside it", "\tDifference"]) {
            html in
            for row in rows.prefix(html.limits.rows) {
                html.row { html in
                    html.cell(EscapedText.cut(row.first, to: 60))
                    html.cell(EscapedText.cut(others(row), to: 120))
                    html.figure(Figure.quantile(row.quantile))
                    html.figure(Figure.time(microseconds: row.time))
                    html.figure(Figure.time(microseconds: row.otherTime))
                    html.element("td", ["class": "n"]) { html in
                        html.write(Figure.time(microseconds: row.difference))
                        html.element(
                            "small",
                            row.interval.map(Figure.interval) ?? "too few parts for a range"
                        )
                    }
                }
            }
        }
        html.rest(rows.count, of: "differences")
    }

    private static func others(_ row: TargetDifference) -> String {
        row.others.count == 1
            ? row.others[0] : "the slowest of " + row.others.joined(separator: ", ")
    }
}
