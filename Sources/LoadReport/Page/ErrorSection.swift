internal import LoadModel

/// What did not end well, by what became of it.
enum ErrorSection {
    static func write(_ report: RunReport, _ shown: [ShownStep], to html: inout HTMLWriter) {
        html.section("errors", "What went wrong") { html in
            let all = sum(report.steps)
            guard all.bad > 0 else {
                let text =
                    all.total > 0
                    ? "Nothing: all \(Figure.grouped(all.total)) operations ended well."
                    : "Nothing was asked."
                return html.paragraph(text)
            }
            html.paragraph(
                "\(Figure.grouped(all.bad)) of \(Figure.grouped(all.total)) operations did not end "
                    + "well in the whole run, void steps included"
                    + (report.capacity == nil
                        ? "." : "; a search goes beyond what is carried on purpose.")
            )
            let heads = ["What", "Mostly"] + shown.map { "\t\($0.head)" } + ["\tWhole run"]
            html.table(heads) { html in
                for outcome in Outcome.allCases where !outcome.isGood && all[outcome] > 0 {
                    row(outcome, report, shown, all, to: &html)
                }
            }
        }
    }

    private static func row(
        _ outcome: Outcome,
        _ report: RunReport,
        _ shown: [ShownStep],
        _ all: OutcomeCounts,
        to html: inout HTMLWriter
    ) {
        html.row { html in
            html.element("td", ["class": "wide"]) { html in
                html.element("b", outcome.name)
                html.element("small", outcome.meaning)
            }
            html.cell(mostly(outcome, report.steps))
            for shown in shown { count(outcome, sum([shown.step]), to: &html) }
            count(outcome, all, to: &html)
        }
    }

    private static func count(
        _ outcome: Outcome,
        _ counts: OutcomeCounts,
        to html: inout HTMLWriter
    ) {
        html.element("td", ["class": "n"]) { html in
            html.write(Figure.grouped(counts[outcome]))
            html.element("small", Figure.share(Double(counts[outcome]) / Double(counts.total)))
        }
    }

    private static func sum(_ steps: [StepReport]) -> OutcomeCounts {
        var sum = OutcomeCounts()
        for step in steps {
            for operation in step.result.operations { sum += operation.outcomes }
        }
        return sum
    }

    /// The three kinds of operations that met it most often.
    private static func mostly(_ outcome: Outcome, _ steps: [StepReport]) -> String {
        var names: [String] = []
        var counts: [Int] = []
        for operation in steps.flatMap(\.result.operations) where operation.outcomes[outcome] > 0 {
            if let place = names.firstIndex(of: operation.name) {
                counts[place] += operation.outcomes[outcome]
            } else {
                names.append(operation.name)
                counts.append(operation.outcomes[outcome])
            }
        }
        let order = names.indices.sorted { (counts[$0], -$0) > (counts[$1], -$1) }
        return order.prefix(3).map { "\(names[$0]) (\(Figure.grouped(counts[$0])))" }
            .joined(separator: ", ")
    }
}
