package import LoadModel

/// Two builds side by side, as text and as Markdown.
package enum ComparisonTable {
    private static let head = [
        "operation", "measure", "baseline", "candidate", "shift", "interval", "relative", "verdict",
    ]

    /// Columns for a terminal, then the notes.
    package static func text(of comparison: BuildComparison) -> [String] {
        let table = [head] + comparison.rows.map { cells($0).map(EscapedText.line) }
        let widths = head.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { row in
            let padded = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return String(padded.joined(separator: "  ").trimmedEnd)
        }
        return lines + comparison.notes.map(EscapedText.line) + [legend(comparison)]
    }

    package static func markdown(
        of comparison: BuildComparison,
        regressions: [BuildComparison.Row]
    ) -> String {
        var text = "## \(headline(comparison, regressions.count))\n\n"
        text += "| " + head.joined(separator: " | ") + " |\n"
        text += "|" + String(repeating: "---|", count: head.count) + "\n"
        for row in comparison.rows {
            let cells = cells(row).map(EscapedText.markdown)
            text += "| " + cells.joined(separator: " | ") + " |\n"
        }
        text += "\n"
        for note in comparison.notes { text += "- \(EscapedText.markdown(note))\n" }
        return text + "- \(EscapedText.markdown(legend(comparison)))\n"
    }

    /// What the gate found, in one line.
    package static func line(of row: BuildComparison.Row) -> String {
        let cells = cells(row)
        return "worse: \(EscapedText.line(cells[0])) \(cells[1]), \(cells[4]) (\(cells[6]))"
    }

    private static func headline(_ comparison: BuildComparison, _ regressions: Int) -> String {
        if regressions > 0 { return "❌ Clearly worse: \(regressions)" }
        let isDecided = comparison.rows.contains {
            [.better, .worse, .noDifferenceSeen].contains($0.judgement)
        }
        return isDecided ? "✅ No clear worsening" : "⚠️ Not decided"
    }

    private static func legend(_ comparison: BuildComparison) -> String {
        """
        Medians (and range) of the runs; shift: median of all differences between a candidate's \
        and a baseline's run (Hodges–Lehmann), with its interval at \
        \(Figure.share(comparison.confidence)); verdict: Mann–Whitney, each row for itself. Times \
        count from when an operation was due.
        """
    }

    private static func cells(_ row: BuildComparison.Row) -> [String] {
        let (measure, result) = (row.subject.measure, row.result)
        return [
            row.subject.operation.isEmpty ? "all" : EscapedText.cut(row.subject.operation, to: 60),
            measure.rawValue,
            side(row.baseline, measure),
            side(row.candidate, measure),
            result.shift.map { figure($0, measure, isShift: true) } ?? Figure.unknown,
            interval(result.interval, measure),
            result.relativeShift.map { signed($0, Figure.share($0)) } ?? Figure.unknown,
            word(row),
        ]
    }

    private static func side(
        _ values: [Double?],
        _ measure: RunFigures.Measure
    ) -> String {
        let known = values.compactMap(\.self).sorted()
        guard let least = known.first, let most = known.last,
            let middle = OrderStatistics.median(known)
        else { return Figure.unknown }
        let centre = figure(middle, measure)
        guard known.count > 1 else { return centre }
        return "\(centre) (\(figure(least, measure)) to \(figure(most, measure)))"
    }

    private static func interval(
        _ interval: ConfidenceInterval?,
        _ measure: RunFigures.Measure
    ) -> String {
        guard let interval, let high = interval.high else { return Figure.unknown }
        let low = figure(interval.low, measure, isShift: true)
        return "\(low) to \(figure(high, measure, isShift: true))"
    }

    private static func figure(
        _ value: Double,
        _ measure: RunFigures.Measure,
        isShift: Bool = false
    ) -> String {
        guard value.isFinite else { return "among failures" }
        let text =
            switch measure {
            case .p50, .p95, .p99: Figure.time(microseconds: value)
            case .errors: Figure.share(value)
            case .throughput: Figure.rate(value)
            case .capacity: Figure.factor(value)
            }
        return isShift ? signed(value, text) : text
    }

    private static func signed(_ value: Double, _ text: String) -> String {
        value > 0 ? "+" + text : text
    }

    private static func word(_ row: BuildComparison.Row) -> String {
        switch row.judgement {
        case .better: "better"
        case .worse: "worse"
        case .noDifferenceSeen: "no difference seen"
        case .tooFewRuns: "too few runs to tell"
        case .notDecided: "not decided"
        }
    }
}

extension String {
    fileprivate var trimmedEnd: Substring {
        var rest = self[...]
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
