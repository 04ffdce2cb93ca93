internal import LoadModel

/// Due, right and failed operations a second over the time of a step.
struct FlowPlot {
    private var due: [Double] = []
    private var good: [Double] = []
    private var bad: [Double] = []
    private let seconds: Double
    private let duration: Double

    init(_ result: StepResult) {
        duration = result.duration.inSeconds
        let series = result.operations.map(\.blocks)
        seconds = series.map(\.secondsPerBlock).max() ?? 1
        for series in series {
            for (index, block) in series.blocks.enumerated() {
                let place = Int(Double(index) * series.secondsPerBlock / seconds)
                while due.count <= place {
                    due.append(0)
                    good.append(0)
                    bad.append(0)
                }
                due[place] += Double(block.due)
                good[place] += Double(block.good)
                bad[place] += Double(block.bad)
            }
        }
    }

    func write(to html: inout HTMLWriter) {
        guard !due.isEmpty else { return }
        let rates = due.indices.filter { Double($0) * seconds < duration }.map { index in
            let length = length(index)
            return (due[index] / length, good[index] / length, bad[index] / length)
        }
        var plot = Plot(
            "Operations a second over time",
            .low,
            x: .seconds(duration, parts: 8),
            y: Plot.Axis(
                scale: .linear(rates.flatMap { [$0.0, $0.1, $0.2] }, ticks: 4),
                title: "a second",
                label: { Figure.short($0).trimmed }
            ),
            html.limits
        )
        plot.line(points(rates.map(\.0)), "response")
        plot.line(points(rates.map(\.1)), "service")
        if bad.contains(where: { $0 > 0 }) { plot.line(points(rates.map(\.2)), "third") }
        var table = PlotTable(heads: ["From", "Due", "Answered well", "Not well"])
        for (index, rate) in rates.enumerated() {
            table.rows.append([
                Figure.span(seconds: Double(index) * seconds), Figure.rate(rate.0),
                Figure.rate(rate.1), Figure.rate(rate.2),
            ])
        }
        html.figure(
            "In and out",
            "All operations together, each point over \(Figure.span(seconds: seconds)).",
            plot,
            [
                .line("response", "due"), .line("service", "answered well"),
                .line("third", "not well"),
            ],
            table
        )
    }

    /// Seconds that a block covers: the last ones may end before their time.
    private func length(_ index: Int) -> Double {
        min(seconds, duration - Double(index) * seconds)
    }

    private func points(_ rates: [Double]) -> [Plot.Point] {
        rates.enumerated().map { index, rate in
            Plot.Point(x: Double(index) * seconds + length(index) / 2, y: rate)
        }
    }
}
