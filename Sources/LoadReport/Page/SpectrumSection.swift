internal import Glibc
internal import LoadModel

/// The distribution of each operation's times up to its tail.
enum SpectrumSection {
    /// Points of one line. Our choice.
    private static let points = 72

    static func write(_ shown: [ShownStep], to html: inout HTMLWriter) {
        html.section("times", "How long answers took") { html in
            html.paragraph(
                "Read a plot from left to right: half of the answers took no longer than at 50 %, "
                    + "99 of 100 no longer than at 99 %. A line that stays flat means that nearly "
                    + "everybody gets the same; a rise at the right are the few who waited long."
            )
            html.note(
                "Response is what a user waits: from the moment the request was due. Service is "
                    + "from the moment it was sent; where the two part, requests waited to be "
                    + "sent. Right answers only; what failed is further down. A line ends where "
                    + "there are too few answers to go on."
            )
            shown.writeFolded(to: &html) { shown, html in write(shown.step, to: &html) }
        }
    }

    private static func write(_ step: StepReport, to html: inout HTMLWriter) {
        let operations = step.result.operations.shown(html.limits.plots)
        html.element("div", ["class": "grid2"]) { html in
            for operation in operations { write(operation, step, to: &html) }
        }
        if operations.count < step.result.operations.count {
            html.note(
                "Shown are those of \(step.result.operations.count) kinds of operations that were "
                    + "due most often; the JSON form has all."
            )
        }
    }

    private static func write(
        _ operation: OperationResult,
        _ step: StepReport,
        to html: inout HTMLWriter
    ) {
        let response = BucketCounts(operation.response)
        let service = BucketCounts(operation.service)
        guard response.total > 0 else { return }
        let lines = (spectrum(response), spectrum(service))
        let limits = step.clauses.filter { $0.operation == operation.name }.compactMap { clause in
            clause.quantile.flatMap { quantile in
                clause.limit.map { Plot.Point(x: depth(quantile), y: Double($0)) }
            }
        }
        var plot = Plot(
            "\(operation.name): time within which a share of the answers came",
            .half,
            x: axis(max(depth(of: response), 1.01)),
            y: .times((lines.0 + lines.1 + limits).map(\.y)),
            html.limits
        )
        plot.line(lines.1, "service")
        plot.line(lines.0, "response")
        for limit in limits.prefix(html.limits.lines) {
            plot.line(
                [
                    Plot.Point(x: limit.x - 0.16, y: limit.y),
                    Plot.Point(x: limit.x + 0.16, y: limit.y),
                ],
                "limit"
            )
        }
        var legend: [LegendEntry] = [.line("response", "response"), .line("service", "service")]
        if !limits.isEmpty { legend.append(.line("limit", "limit of a promise")) }
        html.figure(
            operation.name,
            "\(Figure.grouped(response.total)) answers",
            plot,
            legend,
            table(operation, response, service)
        )
    }

    // MARK: Shares

    /// Where a line begins: at one of ten.
    private static let start = -log10(0.9)

    /// How many nines: 0 for none, 1 for 90 %, 2 for 99 %.
    private static func depth(_ share: Double) -> Double { -log10(max(1e-12, 1 - share)) }

    /// As far as a quantile still has an interval.
    private static func depth(of counts: BucketCounts) -> Double {
        let samples = Double(OrderStatistics.fewestSamples(for: 0.5))
        return log10(max(2, Double(counts.total) / samples))
    }

    private static func spectrum(_ counts: BucketCounts) -> [Plot.Point] {
        guard counts.total > 0 else { return [] }
        let end = max(start, depth(of: counts))
        var line: [Plot.Point] = []
        var rest = counts.buckets[...]
        var seen: UInt64 = 0
        for index in 0...points {
            let x = start + (end - start) * Double(index) / Double(points)
            let rank = OrderStatistics.rank(max(0, 1 - pow(10, -x)), of: counts.total)
            while let first = rest.first, seen + first.count < rank {
                seen += first.count
                rest.removeFirst()
            }
            guard let first = rest.first else { break }
            line.append(Plot.Point(x: x, y: Double(TimeBucket.highest(first.index))))
        }
        return line
    }

    private static func axis(_ end: Double) -> Plot.Axis {
        let marks = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.999_99, 0.999_999].filter {
            depth($0) <= end
        }
        return Plot.Axis(
            scale: .exact(start, end, ticks: marks.map { depth($0) }),
            title: "share of the answers",
            label: { Figure.fixed((1 - pow(10, -$0)) * 100, 4).trimmed + " %" }
        )
    }

    private static func table(
        _ operation: OperationResult,
        _ response: BucketCounts,
        _ service: BucketCounts
    ) -> PlotTable {
        let all = [
            response, service, BucketCounts(operation.firstByte), BucketCounts(operation.slotWait),
        ]
        let heads = ["Share", "Response", "Service", "First byte", "Wait for a slot"]
        var table = PlotTable(heads: heads)
        for share in [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999] {
            let row = all.map { $0.supportedTime(at: share).map { Figure.time($0) } ?? "too few" }
            table.rows.append([Figure.quantile(share)] + row)
        }
        table.rows.append(["longest"] + all.map { Figure.time($0.longest) })
        return table
    }
}

extension [OperationResult] {
    /// Those that were due most often, at most `most`, in the order of the scenario.
    func shown(_ most: Int) -> [OperationResult] {
        let order = indices.sorted {
            (self[$0].outcomes.total, -$0) > (self[$1].outcomes.total, -$1)
        }
        return order.prefix(most).sorted().map { self[$0] }
    }
}
