internal import LoadModel

/// Each promise, what was measured, and how far from the limit that is.
enum PromiseSection {
    static func write(_ shown: [ShownStep], to html: inout HTMLWriter) {
        html.section("promises", "Were the promises kept?") { html in
            html.paragraph(
                "A promise holds when its share of all that was due was answered well and in time. "
                    + "What failed, was wrong or was never sent counts as late. Below each figure "
                    + "stands the range in which the true one lies."
            )
            if shown.isEmpty { html.paragraph("No step was run.") }
            shown.write(to: &html) { shown, html in table(shown.step, to: &html) }
        }
    }

    private static func table(_ step: StepReport, to html: inout HTMLWriter) {
        if step.isVoid { html.paragraph("Void: \(step.voidReason). Nothing is concluded here.") }
        guard !step.clauses.isEmpty else { return html.paragraph("Nothing was promised.") }
        html.table(["Promise", "Result", "\tMeasured", "Against the limit", "\tLate or failed"]) {
            html in
            for clause in step.clauses.prefix(html.limits.rows) {
                html.row { html in
                    html.cell(clause.text)
                    html.cell(
                        step.isVoid ? .void : PlotMark(clause.state),
                        step.isVoid ? "void" : clause.state.word
                    )
                    measured(clause, to: &html)
                    distance(clause, to: &html)
                    html.element("td", ["class": "n"]) { html in
                        html.write(Figure.share(clause.badShare))
                        html.element(
                            "small",
                            "of \(Figure.grouped(clause.scheduled)), "
                                + "\(Figure.share(clause.allowedShare)) allowed"
                        )
                    }
                }
            }
        }
        html.rest(step.clauses.count, of: "promises")
        if step.isOptimistic {
            html.note(
                "A part was busier than 70 %: in queues as full as that, the true figure lies "
                    + "outside of such a range more often than it should."
            )
        }
    }

    private static func measured(_ clause: ClauseReport, to html: inout HTMLWriter) {
        html.element("td", ["class": "n"]) { html in
            switch clause.value {
            case .number(let number, let interval):
                html.write(Figure.time(microseconds: number))
                html.element("small", Figure.interval(interval))
            case .atLeast(let bound):
                html.write("at least " + Figure.time(microseconds: bound))
                html.element("small", "it lies among failures")
            case .insufficient(let needed):
                html.write("too few")
                html.element("small", "\(Figure.grouped(needed)) needed")
            case nil:
                html.write(Figure.share(clause.badShare))
                html.element("small", "late or failed")
            }
        }
    }

    private static func distance(_ clause: ClauseReport, to html: inout HTMLWriter) {
        html.element("td", ["class": "wide"]) { html in
            guard let reading = LimitBar(clause) else { return html.write(Figure.unknown) }
            reading.write(to: &html)
            html.element("small", reading.inWords)
        }
    }
}

extension ClauseReport.State {
    fileprivate var word: String {
        switch self {
        case .met: "kept"
        case .missed: "missed"
        case .undecided: "undecided"
        }
    }
}
