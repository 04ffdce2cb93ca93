internal import LoadModel

/// How the capacity goes with the size of the database.
enum GrowthPlot {
    static func write(_ sizes: [CapacityReport.Size], to html: inout HTMLWriter) {
        let sizes = sizes.suffix(html.limits.rows)
        let known = sizes.filter { $0.found.capacity != nil }
        guard !sizes.isEmpty else { return }
        html.element("h3", "As the database grows")
        var plot = Plot(
            "Capacity against preloaded studies",
            .whole,
            x: Plot.Axis(
                scale: .linear([0] + sizes.map { Double($0.studies) }),
                title: "studies",
                label: { Figure.short($0).trimmed }
            ),
            y: Plot.Axis(
                scale: .linear(
                    [0] + known.flatMap { [$0.found.capacity ?? 0, $0.found.interval?.high ?? 0] }
                ),
                title: "times the stated load",
                label: { Figure.short($0).trimmed + "×" }
            ),
            html.limits
        )
        let points = known.map { Plot.Point(x: Double($0.studies), y: $0.found.capacity ?? 0) }
        plot.line(points, "path")
        for (size, point) in zip(known, points) {
            plot.mark(PlotMark(.pass), at: point, "\(size.studies) studies: \(size.found.text)")
        }
        var table = PlotTable(heads: ["Studies", "Capacity", "First promise to fail", "Limited by"])
        table.rows = sizes.map { size in
            [
                Figure.grouped(size.studies), size.found.text,
                size.found.bindingClause ?? "none seen", size.found.bottleneck ?? "not identified",
            ]
        }
        html.figure(
            "Capacity at each size of the database",
            "A line that falls says when to plan the next server.",
            plot,
            LegendEntry.states([PlotMark(.pass)]),
            table
        )
    }
}

extension CapacityReport.Finding {
    /// `2.1× (2× to 2.2×)`, or that nothing was confirmed.
    var text: String {
        guard let capacity else { return "no confirmed load" }
        guard let interval, let high = interval.high else {
            return "at least \(Figure.factor(capacity))"
        }
        return "\(Figure.factor(capacity)) (\(Figure.factor(interval.low)) to "
            + "\(Figure.factor(high)))"
    }
}
