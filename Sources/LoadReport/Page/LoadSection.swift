internal import LoadModel

/// How each promise's time grows with the load.
enum LoadSection {
    private struct Reading {
        let step: Int
        let rate: Double
        let value: EstimatedValue
        let mark: PlotMark
    }

    private struct Course {
        let text: String
        let limit: UInt64
        var readings: [Reading] = []
    }

    /// Whether there are two loads to compare.
    static func isWorthwhile(_ report: RunReport) -> Bool {
        let rates = Set(report.steps.map { Figure.short($0.offeredRate) })
        return rates.count > 1 && report.steps.contains { !courses([$0], from: 0).isEmpty }
    }

    static func write(_ report: RunReport, to html: inout HTMLWriter) {
        guard isWorthwhile(report) else { return }
        let first = max(0, report.steps.count - html.limits.rows)
        let courses = courses(Array(report.steps[first...]), from: first)
        html.section("load", "How response times grow with the load") { html in
            html.paragraph(
                "One mark for each step. A system that is far from its limit answers in much the "
                    + "same time whatever is asked of it; near the limit the times rise steeply."
            )
            html.element("div", ["class": "grid2"]) { html in
                for course in courses.prefix(html.limits.plots) { write(course, to: &html) }
            }
            if courses.count > html.limits.plots {
                html.note(
                    "\(courses.count - html.limits.plots) more promises are in the JSON form."
                )
            }
        }
    }

    private static func courses(_ steps: [StepReport], from first: Int) -> [Course] {
        var courses: [Course] = []
        for (index, step) in steps.enumerated() {
            for clause in step.clauses {
                guard let value = clause.value, let limit = clause.limit else { continue }
                let place =
                    courses.firstIndex { $0.text == clause.text && $0.limit == limit }
                    ?? courses.endIndex
                if place == courses.endIndex {
                    courses.append(Course(text: clause.text, limit: limit))
                }
                let reading = Reading(
                    step: first + index + 1,
                    rate: step.offeredRate,
                    value: value,
                    mark: mark(clause, step)
                )
                courses[place].readings.append(reading)
            }
        }
        return courses
    }

    private static func mark(_ clause: ClauseReport, _ step: StepReport) -> PlotMark {
        switch step.state {
        case .void: .void
        case .unstable: .unstable
        default: PlotMark(clause.state)
        }
    }

    private static func write(_ course: Course, to html: inout HTMLWriter) {
        let values = course.readings.flatMap { $0.value.ends } + [Double(course.limit)]
        var plot = Plot(
            "\(course.text): measured time by offered load",
            .half,
            x: Plot.Axis(
                scale: .linear(course.readings.map(\.rate)),
                title: "offered, operations a second",
                label: { Figure.short($0).trimmed }
            ),
            y: .times(values),
            html.limits
        )
        plot.level(
            Double(course.limit),
            "limit",
            "limit \(Figure.limit(course.limit))"
        )
        var table = PlotTable(heads: ["Step", "Offered", "Measured", "Result"])
        for reading in course.readings {
            let text = Figure.estimate(reading.value)
            draw(reading, text, on: &plot)
            table.rows.append([
                String(reading.step), Figure.rate(reading.rate), text, reading.mark.rawValue,
            ])
        }
        html.figure(
            course.text,
            "",
            plot,
            LegendEntry.states(course.readings.map(\.mark), areShort: true),
            table
        )
    }

    private static func draw(_ reading: Reading, _ text: String, on plot: inout Plot) {
        switch reading.value {
        case .number(let number, let interval):
            plot.whisker(at: reading.rate, interval.low, interval.high)
            let point = Plot.Point(x: reading.rate, y: number)
            plot.mark(reading.mark, at: point, "step \(reading.step): \(text)")
        case .atLeast(let bound):
            plot.whisker(at: reading.rate, bound, nil)
            let point = Plot.Point(x: reading.rate, y: bound)
            plot.mark(reading.mark, at: point, "step \(reading.step): \(text)")
        case .insufficient: break
        }
    }
}

extension EstimatedValue {
    /// What a plot of it has to show.
    fileprivate var ends: [Double] {
        switch self {
        case .number(let number, let interval): [number, interval.low, interval.high ?? number]
        case .atLeast(let bound): [bound]
        case .insufficient: []
        }
    }
}
