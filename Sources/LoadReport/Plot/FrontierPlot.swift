internal import LoadModel

/// How much may be read beside how much is stored: the frontier of what is carried.
enum FrontierPlot {
    static func write(_ mixes: [CapacityReport.Mix], to html: inout HTMLWriter) {
        let mixes = Array(mixes.suffix(html.limits.rows))
        guard !mixes.isEmpty else { return }
        html.element("h3", "Storing against reading")
        var table = PlotTable(
            heads: ["Uploads", "Capacity", "Uploads carried", "All else carried", "Limited by"]
        )
        table.rows = mixes.map { mix in
            [
                Figure.factor(mix.uploads), mix.found.text,
                mix.carried.map { Figure.rate($0.uploads) } ?? Figure.unknown,
                mix.carried.map { Figure.rate($0.others) } ?? Figure.unknown,
                mix.found.bottleneck ?? "not identified",
            ]
        }
        html.figure(
            "Each point is the capacity with another share of uploads",
            "What lies below the line is carried.",
            plot(mixes, html.limits),
            LegendEntry.states([PlotMark(.pass)]),
            table
        )
    }

    private static func plot(_ mixes: [CapacityReport.Mix], _ limits: PageLimits) -> Plot {
        let carried = mixes.compactMap(\.carried)
        var plot = Plot(
            "Uploads carried against all else carried",
            .whole,
            x: Plot.Axis(
                scale: .linear([0] + carried.map { $0.uploads }),
                title: "uploads a second",
                label: { Figure.short($0).trimmed }
            ),
            y: Plot.Axis(
                scale: .linear([0] + carried.map { $0.others }),
                title: "other arrivals a second",
                label: { Figure.short($0).trimmed }
            ),
            limits
        )
        let points = carried.sorted { $0.uploads < $1.uploads }
            .map { Plot.Point(x: $0.uploads, y: $0.others) }
        plot.line(points, "path")
        for mix in mixes {
            guard let carried = mix.carried else { continue }
            let point = Plot.Point(x: carried.uploads, y: carried.others)
            plot.mark(
                PlotMark(.pass),
                at: point,
                "uploads \(Figure.factor(mix.uploads)): \(mix.found.text)"
            )
        }
        return plot
    }
}

extension CapacityReport.Mix {
    /// Arrivals a second at its capacity; nil where none was confirmed.
    var carried: (uploads: Double, others: Double)? {
        found.capacity.map { ($0 * uploadRate, $0 * otherRate) }
    }
}
