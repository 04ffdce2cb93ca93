internal import Basics
internal import LoadModel

/// The one line that tells a person at a terminal how a step goes.
package enum ProgressLine {
    /// Without a line break and without colours.
    package static func plain(_ figures: RunningFigures) -> String {
        let words = head(figures) + [light(figures)] + tail(figures)
        return words.joined(separator: "  ")
    }

    /// In place of the line before it.
    ///
    /// - Parameter width: Columns of the terminal; what goes beyond them is cut.
    package static func terminal(_ figures: RunningFigures, width: Int) -> String {
        let text = EscapedText.cut(plain(figures), to: max(1, width - 1))
        let colour = isLate(figures) ? "\u{1B}[31m" : "\u{1B}[32m"
        let light = light(figures)
        return "\r" + text.replacing(light, with: colour + light + "\u{1B}[0m", maxReplacements: 1)
            + "\u{1B}[K"
    }

    private static func head(_ figures: RunningFigures) -> [String] {
        var response = BucketCounts()
        var (bad, total) = (0, 0)
        for operation in figures.operations {
            response += BucketCounts(operation.response)
            bad += operation.outcomes.bad
            total += operation.outcomes.total
        }
        let of = figures.steps.map { " of \($0)" } ?? ""
        let label = EscapedText.cut(EscapedText.line(figures.label), to: 24)
        let quantiles = [0.5, 0.95, 0.99].map { share in
            "\(Figure.quantile(share)) \(Figure.time(response.supportedTime(at: share)))"
        }
        return ["step \(figures.step)\(of) \(label)", Figure.factor(figures.factor)]
            + ["offered \(Figure.rate(figures.offeredRate))"]
            + ["achieved \(Figure.rate(figures.achievedRate))"] + quantiles
            + ["errors \(total > 0 ? Figure.share(Double(bad) / Double(total)) : Figure.unknown)"]
            + ["in flight \(Figure.grouped(figures.inFlight))"]
    }

    private static func tail(_ figures: RunningFigures) -> [String] {
        var words: [String] = []
        if figures.held != nil || figures.broke != nil {
            let low = figures.held.map { Figure.factor($0) } ?? "0"
            let high = figures.broke.map { Figure.factor($0) } ?? "?"
            words.append("between \(low) and \(high)")
        }
        if let left = figures.left {
            words.append("\(Figure.span(seconds: left.inSeconds.rounded())) left")
        }
        return words
    }

    private static func isLate(_ figures: RunningFigures) -> Bool {
        figures.late > figures.lateLimit
    }

    /// Whether the generator keeps its schedule.
    private static func light(_ figures: RunningFigures) -> String {
        let late = Figure.time(microseconds: figures.late.inSeconds * 1e6)
        return isLate(figures) ? "LATE \(late)" : "on time"
    }
}
