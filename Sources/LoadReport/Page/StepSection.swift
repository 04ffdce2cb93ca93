internal import LoadModel

/// All steps, one a line.
enum StepSection {
    static func write(_ report: RunReport, to html: inout HTMLWriter) {
        html.section("steps", "Every step") { html in
            guard !report.steps.isEmpty else { return html.paragraph("None was run.") }
            html.table(
                [
                    "\tStep", "What", "\tLoad", "\tOffered", "\tAnswered well", "\tNot well",
                    "\tLasted", "Result", "Because",
                ]
            ) { html in
                for (index, step) in report.steps.prefix(html.limits.rows).enumerated() {
                    row(index + 1, step, to: &html)
                }
            }
            html.rest(report.steps.count, of: "steps")
        }
    }

    private static func row(_ number: Int, _ step: StepReport, to html: inout HTMLWriter) {
        html.row { html in
            html.figure(String(number))
            html.cell(EscapedText.cut(step.label, to: 60))
            html.figure(Figure.factor(step.factor))
            html.figure(Figure.rate(step.offeredRate))
            html.figure(Figure.rate(step.achievedRate))
            html.figure(step.badShare.map { Figure.share($0) } ?? Figure.unknown)
            html.figure(Figure.span(seconds: step.result.duration.inSeconds))
            html.cell(PlotMark(step.state), step.state.word)
            html.cell(EscapedText.cut(reason(step), to: 160))
        }
    }

    private static func reason(_ step: StepReport) -> String {
        switch step.state {
        case .pass: ""
        case .void: step.voidReason
        case .unstable: step.window.note
        case .fail, .inconclusive:
            step.clauses.filter { $0.state == (step.state == .fail ? .missed : .undecided) }
                .map(\.text).joined(separator: ", ")
        }
    }
}
