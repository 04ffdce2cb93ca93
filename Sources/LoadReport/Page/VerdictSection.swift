internal import LoadModel

/// What was found, for whoever reads nothing else.
enum VerdictSection {
    /// - Parameter main: The step whose figures stand for the run, unless it is a search.
    static func write(_ report: RunReport, _ main: ShownStep?, to html: inout HTMLWriter) {
        html.element("header") { html in
            html.element("p", ["class": "eyebrow"], "Load test")
            html.element("h1", report.identity.name)
            html.element("p", ["class": "soft"], summary(report))
            if let label = report.identity.label {
                html.element("p", ["class": "label"], label)
            }
        }
        let mark = PlotMark(report.verdict.state)
        html.element("div", ["class": "verdict t-\(mark.rawValue)", "role": "status"]) { html in
            html.element("p", ["class": "word"]) { html in
                mark.writeLarge(to: &html)
                html.write(report.verdict.state.word)
            }
            html.element("p", ["class": "sentence"], report.verdict.sentence)
            html.list(report.verdict.reasons)
        }
        html.element("dl", ["class": "keys"]) { html in
            for key in keys(report, main) { write(key, to: &html) }
        }
        PageIndex.write(report, to: &html)
    }

    private static func summary(_ report: RunReport) -> String {
        let seconds = report.steps.reduce(0) { $0 + $1.result.duration.inSeconds }
        let steps = report.steps.count == 1 ? "one step" : "\(report.steps.count) steps"
        let begun = UniversalTime.inWords(report.identity.begun)
        return "Begun \(begun) · \(steps), \(Figure.span(seconds: seconds)) of load"
            + " · seed \(report.identity.seed)"
    }

    // MARK: Key figures

    private struct Key {
        let name: String
        let value: String
        let note: String
    }

    private static func write(_ key: Key, to html: inout HTMLWriter) {
        html.element("div") { html in
            html.element("dt", key.name)
            html.element("dd") { html in
                html.write(key.value)
                html.element("small", key.note)
            }
        }
    }

    private static func keys(_ report: RunReport, _ main: ShownStep?) -> [Key] {
        if let capacity = report.capacity { return keys(capacity) }
        guard let main else { return [] }
        let step = main.step
        let shown = report.steps.count == 1 ? "" : "in step \(main.number)"
        let met = step.clauses.filter { $0.state == .met }.count
        let offered =
            report.identity.closedLoop == nil
            ? Key(
                name: "Offered load",
                value: Figure.rate(step.offeredRate),
                note: "\(Figure.factor(step.factor)) of the stated load \(shown)"
            )
            : Key(
                name: "Sent by the workers",
                value: Figure.rate(step.offeredRate),
                note: "at the target's own pace \(shown)"
            )
        return [
            offered,
            Key(
                name: "Answered well",
                value: Figure.rate(step.achievedRate),
                note:
                    "\(Figure.grouped(step.good)) of \(Figure.grouped(step.scheduled)) due"
            ),
            Key(
                name: "Not well",
                value: step.badShare.map { Figure.share($0) } ?? Figure.unknown,
                note: "failed, wrong, too late to count, or never sent"
            ),
            Key(
                name: "Promises kept",
                value: "\(met) of \(step.clauses.count)",
                note: shown.isEmpty ? "of those in the scenario" : shown
            ),
        ]
    }

    private static func keys(_ capacity: CapacityReport) -> [Key] {
        let recommended = capacity.capacity.map { found in
            Figure.factor(min(found * capacity.recommended, capacity.interval?.low ?? found))
        }
        return [
            Key(
                name: "Capacity",
                value: capacity.capacity.map { Figure.factor($0) } ?? "none",
                note: capacity.interval.map { interval in
                    "of the stated load; between \(Figure.factor(interval.low)) and "
                        + (interval.high.map { Figure.factor($0) } ?? "more")
                } ?? "of the stated load"
            ),
            Key(
                name: "Headroom",
                value: capacity.headroom.map { Figure.short($0) + " times" } ?? Figure.unknown,
                note: "the stated demand, surely: where the range begins"
            ),
            Key(
                name: "Plan for",
                value: recommended ?? Figure.unknown,
                note: "\(Figure.share(capacity.recommended)) of the capacity, or where its range "
                    + "begins if that is less"
            ),
            Key(
                name: "Fails first",
                value: capacity.bindingClause ?? Figure.unknown,
                note: "the promise that is missed first"
            ),
            Key(
                name: "Saturates first",
                value: capacity.bottleneck ?? "not identified",
                note: "the part that limits the capacity"
            ),
        ]
    }
}
