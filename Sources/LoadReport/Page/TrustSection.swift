internal import LoadModel

/// Whether the figures tell something of the target, or of the generator.
enum TrustSection {
    /// One check over all steps.
    private struct Line {
        let cause: ValidityCheck.Cause
        let name: String
        /// Of the first step that doesn't meet it, else of the last one.
        var shown: ValidityCheck
        var count = 0
        /// Steps from 1 that don't meet it.
        var unmet: [Int] = []
    }

    static func write(_ report: RunReport, _ shown: [ShownStep], to html: inout HTMLWriter) {
        let lines = lines(of: report)
        html.section("trust", "Can these figures be trusted?") { html in
            html.element("div", ["class": "box"]) { html in
                answer(report, lines, to: &html)
                html.note(
                    "A load test that can't keep its own schedule measures itself. So the "
                        + "generator watches itself; what fails one of these checks is void, and "
                        + "nothing is concluded from it."
                )
                if !lines.isEmpty { table(lines, to: &html) }
                html.element("details") { html in
                    html.element("summary", "What the generator says of itself")
                    generators(shown, to: &html)
                }
            }
        }
    }

    private static func lines(of report: RunReport) -> [Line] {
        var lines: [Line] = []
        for (index, step) in report.steps.enumerated() {
            for check in step.checks {
                let place =
                    lines.firstIndex { $0.cause == check.cause && $0.name == check.name }
                    ?? lines.endIndex
                if place == lines.endIndex {
                    lines.append(Line(cause: check.cause, name: check.name, shown: check))
                }
                if lines[place].unmet.isEmpty { lines[place].shown = check }
                if !check.isMet { lines[place].unmet.append(index + 1) }
                lines[place].count += 1
            }
        }
        return lines
    }

    private static func answer(_ report: RunReport, _ lines: [Line], to html: inout HTMLWriter) {
        let void = report.steps.filter(\.isVoid).count
        let isUnmet = lines.contains { !$0.unmet.isEmpty }
        let (mark, text): (PlotMark, String) =
            if report.steps.isEmpty {
                (.void, "Nothing was measured.")
            } else if lines.isEmpty {
                (.inconclusive, "Not known: no check of the generator was recorded.")
            } else if void == report.steps.count {
                (.void, "No. The generator or the way to the target was the limit in every step.")
            } else if void > 0 || isUnmet {
                (
                    .inconclusive,
                    "Yes, apart from \(void) of \(report.steps.count) steps, in which the "
                        + "generator or the way to the target was the limit."
                )
            } else {
                (
                    .pass,
                    "Yes. All checks were met in every step: the load went out as planned, and the "
                        + "figures are the target's."
                )
            }
        html.element("p", ["class": "answer"]) { html in
            mark.writeLarge(to: &html)
            html.element("span", text)
        }
    }

    private static func table(_ lines: [Line], to html: inout HTMLWriter) {
        html.table(["What is looked at", "Where", "\tFound", "\tLimit", "Result"]) { html in
            for line in lines.prefix(html.limits.lines) {
                html.row { html in
                    html.cell(line.name)
                    html.cell(line.cause.inWords)
                    html.figure(line.shown.value)
                    html.figure(line.shown.limit)
                    html.cell(PlotMark(isMet: line.unmet.isEmpty), result(line))
                }
            }
        }
    }

    private static func result(_ line: Line) -> String {
        guard let first = line.unmet.first else {
            return switch line.count {
            case 1: "met"
            case 2: "met in both steps"
            default: "met in all \(line.count) steps"
            }
        }
        let more = line.unmet.count > 1 ? " and \(line.unmet.count - 1) more" : ""
        return "not met in step \(first)\(more)"
    }

    private static func generators(_ shown: [ShownStep], to html: inout HTMLWriter) {
        html.table(
            [
                "Step", "\tSeen late, p50", "\tp99", "\tlongest", "\tMost in flight",
                "\tNot sent: too many waited", "\tBusiest loop", "\tWaited for a core",
            ]
        ) { html in
            for shown in shown {
                let generator = shown.step.result.generator
                let late = BucketCounts(generator.loopLate)
                html.row { html in
                    html.cell(shown.head)
                    html.figure(Figure.time(late.supportedTime(at: 0.5)))
                    html.figure(Figure.time(late.supportedTime(at: 0.99)))
                    html.figure(Figure.time(late.longest))
                    html.figure(Figure.grouped(generator.mostInFlight))
                    html.figure(Figure.grouped(generator.capped))
                    html.figure(most(generator.loops) { $0.cpuSeconds / $0.seconds })
                    html.figure(most(generator.loops) { $0.queuedSeconds / $0.seconds })
                }
            }
        }
    }

    private static func most(_ loops: [LoopUsage], _ share: (LoopUsage) -> Double) -> String {
        loops.map(share).filter(\.isFinite).max().map { Figure.share($0) } ?? Figure.unknown
    }
}

extension ValidityCheck.Cause {
    fileprivate var inWords: String {
        switch self {
        case .generator: "generator"
        case .cap: "cap on what may wait"
        case .network: "network"
        case .clock: "clock"
        case .books: "bookkeeping"
        }
    }
}
