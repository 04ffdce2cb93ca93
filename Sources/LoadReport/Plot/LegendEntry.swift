/// One entry below a plot that says what is drawn how.
enum LegendEntry {
    /// A line, by its class.
    case line(StaticString, String)
    case mark(PlotMark, String)
    /// A shade, 1…6.
    case shade(Int, String)
}

extension LegendEntry {
    /// The marks that occur, each once.
    ///
    /// - Parameter areShort: Without what the words mean.
    static func states(_ marks: [PlotMark], areShort: Bool = false) -> [LegendEntry] {
        let words: [(PlotMark, String, String)] = [
            (.pass, "held", ""), (.fail, "missed", ""),
            (.unstable, "unstable", ": more came in than went out"),
            (.inconclusive, "undecided", ""), (.void, "void", ": the generator was the limit"),
        ]
        return words.filter { marks.contains($0.0) }.map {
            .mark($0.0, areShort ? $0.1 : $0.1 + $0.2)
        }
    }
}
