internal import LoadModel

/// What went in and out over time, and how the times of answers moved.
enum TimeSection {
    static func write(_ shown: [ShownStep], to html: inout HTMLWriter) {
        html.section("course", "From start to end") { html in
            html.paragraph(
                "If less comes out than goes in, work piles up. Answers that slow down from left "
                    + "to right are the sign of it, long before anything fails."
            )
            shown.writeFolded(to: &html) { shown, html in
                html.note(window(shown.step))
                FlowPlot(shown.step.result).write(to: &html)
                html.element("div", ["class": "grid2"]) { html in
                    let operations = shown.step.result.operations.shown(html.limits.plots)
                    for operation in operations {
                        HeatMap(operation, shown.step.result.duration).write(to: &html)
                    }
                }
            }
        }
    }

    private static func window(_ step: StepReport) -> String {
        let window = step.window
        let skipped =
            window.skipped > 0
            ? "the first \(Figure.span(seconds: window.skipped)) are left out, " : ""
        let span = Figure.span(seconds: window.seconds)
        return "Times are held against promises over \(span) of this step: \(skipped)"
            + "\(window.note). All else is told of the whole step."
    }
}
