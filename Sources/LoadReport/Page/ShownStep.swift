internal import LoadModel

/// One step that the page shows in full.
struct ShownStep {
    let step: StepReport
    /// From 1.
    let number: Int
    /// Which one it is, such as `Step 7, 7.00× of the stated load: the highest that held`.
    let title: String
    /// The same in a column's head.
    let head: String
    /// Of all shown, the one to look at first.
    let isMain: Bool

    init(_ report: RunReport, _ index: Int, isMain: Bool) {
        self.isMain = isMain
        step = report.steps[index]
        number = index + 1
        let load = Figure.factor(step.factor)
        head = "step \(number), \(load)"
        let role =
            switch (report.capacity != nil, step.state) {
            case (true, .pass): "the highest load that held"
            case (true, .fail): "the lowest load that missed a promise"
            case (true, .unstable): "the lowest load that was not carried"
            default: step.state.word
            }
        title = "Step \(number), \(step.label), at \(load) of the stated load: \(role)"
    }

    /// The shown steps of a report, the one to look at first before the others: what held in a
    /// search, what did not in any other run.
    static func all(_ report: RunReport, _ limits: PageLimits) -> [ShownStep] {
        let shown = report.shownSteps.prefix(limits.steps)
        let isSearch = report.capacity != nil
        let main = shown.first { (report.steps[$0].state == .pass) == isSearch } ?? shown.first
        let order = shown.filter { $0 == main } + shown.filter { $0 != main }
        return order.map { ShownStep(report, $0, isMain: $0 == main) }
    }
}

extension [ShownStep] {
    /// One part a step, each below its heading.
    func write(to html: inout HTMLWriter, _ part: (ShownStep, inout HTMLWriter) -> Void) {
        for shown in self {
            if count > 1 { html.element("h3", shown.title) }
            part(shown, &html)
        }
    }

    /// One part a step, of which only the main one is open.
    func writeFolded(
        to html: inout HTMLWriter,
        _ part: (ShownStep, inout HTMLWriter) -> Void
    ) {
        guard count > 1 else { return write(to: &html, part) }
        for shown in self {
            html.element("details", shown.isMain ? Self.open : Self.folded) { html in
                html.element("summary", ["class": "title"], shown.title)
                part(shown, &html)
            }
        }
    }

    private static var open: HTMLWriter.Attributes { ["class": "step", "open": "open"] }
    private static var folded: HTMLWriter.Attributes { ["class": "step"] }
}
