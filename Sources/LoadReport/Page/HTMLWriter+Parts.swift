extension HTMLWriter {
    // MARK: Sections

    /// A part of the page, which ``PageIndex`` leads to.
    mutating func section(
        _ name: StaticString,
        _ title: String,
        _ body: (inout HTMLWriter) -> Void
    ) {
        element("section", ["id": "\(name)"]) { html in
            html.element("h2", title)
            body(&html)
        }
    }

    mutating func paragraph(_ content: String) { element("p", content) }

    /// In a softer colour: what explains.
    mutating func note(_ content: String) { element("p", ["class": "note"], content) }

    /// Nothing when there is nothing to list.
    mutating func list(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        element("ul") { html in
            for line in lines.prefix(html.limits.lines) { html.element("li", line) }
            if lines.count > html.limits.lines {
                html.element("li", "and \(lines.count - html.limits.lines) more")
            }
        }
    }

    // MARK: Tables

    /// - Parameter heads: A name that begins with a tab belongs to figures, which stand at the
    ///   right.
    mutating func table(_ heads: [String], _ rows: (inout HTMLWriter) -> Void) {
        element("div", ["class": "scroll"]) { html in
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        for head in heads { html.head(head) }
                    }
                }
                html.element("tbody", [:], rows)
            }
        }
    }

    private mutating func head(_ name: String) {
        guard name.hasPrefix("\t") else { return element("th", ["scope": "col"], name) }
        element("th", ["scope": "col", "class": "n"], String(name.dropFirst()))
    }

    mutating func row(_ cells: (inout HTMLWriter) -> Void) { element("tr", [:], cells) }
    mutating func cell(_ content: String) { element("td", content) }
    mutating func figure(_ content: String) { element("td", ["class": "n"], content) }

    mutating func cell(_ mark: PlotMark, _ word: String) {
        element("td") { mark.write(word, to: &$0) }
    }

    /// What was left out of a table, if anything.
    mutating func rest(_ count: Int, of noun: String) {
        guard count > limits.rows else { return }
        note("\(Figure.grouped(count - limits.rows)) more \(noun) are in the JSON form.")
    }

    // MARK: Plots

    /// A plot with its title, its legend and its table.
    mutating func figure(
        _ title: String,
        _ note: String,
        _ plot: Plot,
        _ legend: [LegendEntry],
        _ table: PlotTable
    ) {
        element("figure") { html in
            html.element("figcaption") { html in
                html.element("b", title)
                if !note.isEmpty { html.paragraph(note) }
            }
            plot.write(to: &html)
            html.legend(legend)
            html.element("details") { html in
                html.element("summary", "The same as a table")
                html.write(table)
            }
        }
    }

    private mutating func write(_ table: PlotTable) {
        let heads = table.heads.enumerated().map { $0.offset == 0 ? $0.element : "\t\($0.element)" }
        self.table(heads) { html in
            for row in table.rows.prefix(html.limits.rows) {
                html.row { html in
                    for (index, text) in row.enumerated() {
                        if index == 0 { html.cell(text) } else { html.figure(text) }
                    }
                }
            }
        }
    }

    private mutating func legend(_ entries: [LegendEntry]) {
        guard !entries.isEmpty else { return }
        element("ul", ["class": "legend"]) { html in
            for entry in entries {
                html.element("li") { html in html.legend(entry) }
            }
        }
    }

    private mutating func legend(_ entry: LegendEntry) {
        switch entry {
        case .mark(let mark, let word):
            mark.write(to: &self)
            write(word)
        case .line(let style, let word):
            element("svg", ["viewBox": "0 0 30 10", "aria-hidden": "true"]) { html in
                html.empty("path", ["class": "curve \(style)", "d": "M0 5H30"])
            }
            write(word)
        case .shade(let shade, let word):
            element("svg", ["viewBox": "0 0 30 10", "aria-hidden": "true"]) { html in
                html.empty(
                    "path",
                    ["class": "heat\(shade)", "d": "M0 5H30", "stroke-width": "10"]
                )
            }
            write(word)
        }
    }
}
