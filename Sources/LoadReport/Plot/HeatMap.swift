internal import LoadModel

/// How the times of one operation's answers spread over the time of a step.
struct HeatMap {
    /// Most columns; a page with all of a step's blocks would be twice as long. Our choice.
    private static let mostColumns = 60
    private static let rows = 26
    private static let shades = 6
    /// Rows of the table.
    private static let mostSpans = 20

    private let name: String
    private let secondsPerColumn: Double
    private let columns: [BucketCounts]
    /// How much of each column the step lasted.
    private let parts: [Double]

    /// - Parameter duration: Of the step; what ended after it is not shown.
    init(_ operation: OperationResult, _ duration: Duration) {
        name = operation.name
        let series = operation.blocks
        let blocks = series.blocks.enumerated().filter { index, _ in
            Double(index) * series.secondsPerBlock < duration.inSeconds
        }
        let joined = (blocks.count + Self.mostColumns - 1) / Self.mostColumns
        secondsPerColumn = series.secondsPerBlock * Double(max(1, joined))
        columns = Self.join(blocks.map { BucketCounts($0.element.response) }, max(1, joined))
        let width = secondsPerColumn
        parts = columns.indices.map { index in
            min(1, max(0.01, duration.inSeconds / width - Double(index)))
        }
    }

    private static func join(_ counts: [BucketCounts], _ length: Int) -> [BucketCounts] {
        guard length > 1 else { return counts }
        return stride(from: 0, to: counts.count, by: length).map { start in
            var sum = BucketCounts()
            for index in start..<min(start + length, counts.count) { sum += counts[index] }
            return sum
        }
    }

    func write(to html: inout HTMLWriter) {
        let ends = columns.flatMap { counts in
            [counts.buckets.first, counts.buckets.last].compactMap { bucket in
                bucket.map { Double(TimeBucket.highest($0.index)) }
            }
        }
        guard !ends.isEmpty else { return }
        let time = Plot.Axis.times(ends)
        var plot = Plot(
            "\(name): how many answers took how long, over time",
            .half,
            x: .seconds(Double(columns.count) * secondsPerColumn, parts: 5),
            y: time,
            html.limits
        )
        let cells = cells(time.scale)
        plot.grid(Self.rows, columns.count, (1...Self.shades).map { Self.areas(cells, $0) })
        html.figure(
            name,
            "Response time; each column is \(Figure.span(seconds: secondsPerColumn)).",
            plot,
            [.shade(1, "few answers"), .shade(3, "more"), .shade(6, "most")],
            table
        )
    }

    // MARK: Cells

    /// The shade of each row of each column, 0: nothing.
    private func cells(_ scale: Scale) -> [[Int]] {
        let counts = zip(columns, parts).map { column, length in
            var rows = [Double](repeating: 0, count: Self.rows)
            for bucket in column.buckets {
                let part = scale.part(Double(TimeBucket.highest(bucket.index)))
                rows[min(Self.rows - 1, Int(part * Double(Self.rows)))] += Double(bucket.count)
            }
            return rows.map { $0 / length }
        }
        let most = counts.map { $0.max() ?? 0 }.max() ?? 0
        return counts.map { $0.map { Self.shade($0, most) } }
    }

    /// Shades go up with the square root: single answers stay visible beside thousands.
    private static func shade(_ count: Double, _ most: Double) -> Int {
        guard count > 0 else { return 0 }
        return min(shades, 1 + Int((count / most).squareRoot() * Double(shades)))
    }

    /// Neighbours in a row are one area.
    private static func areas(_ cells: [[Int]], _ shade: Int) -> [Plot.Cells] {
        var areas: [Plot.Cells] = []
        for row in 0..<rows {
            var start: Int?
            for column in 0...cells.count {
                let isInside = column < cells.count && cells[column][row] == shade
                if isInside {
                    start = start ?? column
                } else if let begun = start {
                    areas.append(Plot.Cells(row: row, columns: begun..<column))
                    start = nil
                }
            }
        }
        return areas
    }

    // MARK: Table

    private var table: PlotTable {
        var table = PlotTable(heads: ["From", "Answers", "Half within", "95 % within", "Longest"])
        let length = (columns.count + Self.mostSpans - 1) / Self.mostSpans
        for (index, counts) in Self.join(columns, max(1, length)).enumerated() {
            let start = Double(index * max(1, length)) * secondsPerColumn
            table.rows.append([
                Figure.span(seconds: start), Figure.grouped(counts.total),
                Figure.time(counts.time(at: 0.5)), Figure.time(counts.time(at: 0.95)),
                Figure.time(counts.longest),
            ])
        }
        return table
    }
}
