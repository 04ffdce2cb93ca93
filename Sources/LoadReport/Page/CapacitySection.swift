internal import LoadModel

/// How much is carried, and how that was found.
enum CapacitySection {
    static func write(_ capacity: CapacityReport, to html: inout HTMLWriter) {
        html.section("capacity", "How much is carried?") { html in
            html.paragraph(
                capacity.inWords.isEmpty ? "No load was carried." : capacity.inWords + "."
            )
            html.note(
                "Found by a search: the load goes up until a promise is missed, then the limit is "
                    + "closed in from both sides, and the result is confirmed by repeating it."
            )
            if capacity.profile == "quick" {
                html.note(
                    "A quick search: short trials, one confirmation, and what a trial left "
                        + "undecided is taken as it looked. A full one tells more surely."
                )
            }
            if let caution = capacity.caution { html.note(caution) }
            GrowthPlot.write(capacity.sizes, to: &html)
            FrontierPlot.write(capacity.mixes, to: &html)
            path(capacity, to: &html)
            if let recovery = capacity.recovery { html.paragraph(recovery) }
            bottleneck(capacity, to: &html)
            if !capacity.scalability.isEmpty {
                html.element("h3", "Beyond what was measured")
                html.list(capacity.scalability)
            }
        }
    }

    private static func bottleneck(_ capacity: CapacityReport, to html: inout HTMLWriter) {
        html.element("h3", "What limits it")
        html.paragraph(
            capacity.bottleneck.map { "First to saturate: \($0)." }
                ?? "Which part saturates first could not be told."
        )
        html.list(capacity.evidence)
    }

    // MARK: The search

    private static func path(_ capacity: CapacityReport, to html: inout HTMLWriter) {
        let trials = capacity.trials.suffix(html.limits.rows)
        guard !trials.isEmpty else { return }
        let first = capacity.trials.count - trials.count + 1
        let count = Double(trials.count)
        var plot = Plot(
            "Load of each trial in the order in which they were run",
            .whole,
            x: Plot.Axis(
                scale: .exact(0.5, count + 0.5, ticks: ticks(trials.count)),
                title: "trial",
                label: { Figure.fixed($0 + Double(first) - 1, 0) }
            ),
            y: Plot.Axis(
                scale: .linear(trials.map(\.factor) + [capacity.interval?.high ?? 0]),
                title: "times the stated load",
                label: { Figure.short($0).trimmed + "×" }
            ),
            html.limits
        )
        if let interval = capacity.interval, let high = interval.high {
            plot.band(interval.low, high, "range")
        }
        if let level = capacity.capacity {
            plot.level(level, "capacity", "capacity \(Figure.factor(level))")
        }
        let points = trials.enumerated().map { index, trial in
            Plot.Point(x: Double(index + 1), y: trial.factor)
        }
        plot.line(points, "path")
        for (trial, point) in zip(trials, points) {
            let name = "\(Figure.factor(trial.factor)), \(trial.purpose): \(trial.word)"
            plot.mark(PlotMark(trial.state), at: point, name)
        }
        html.figure(
            "The search, trial by trial",
            capacity.interval == nil ? "" : "The green band is where the capacity lies.",
            plot,
            LegendEntry.states(trials.map { PlotMark($0.state) }),
            table(Array(trials), from: first)
        )
    }

    private static func ticks(_ count: Int) -> [Double] {
        let step = max(1, (count + 19) / 20)
        return stride(from: 1, through: count, by: step).map { Double($0) }
    }

    private static func table(_ trials: [CapacityReport.Trial], from first: Int) -> PlotTable {
        var table = PlotTable(heads: ["Trial", "Load", "For", "Lasted", "Result"])
        for (index, trial) in trials.enumerated() {
            table.rows.append([
                String(first + index), Figure.factor(trial.factor), trial.purpose,
                Figure.span(seconds: trial.seconds), trial.word,
            ])
        }
        return table
    }
}
