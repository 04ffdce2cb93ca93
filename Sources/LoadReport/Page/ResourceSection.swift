internal import LoadModel

/// How busy the parts of the system were.
enum ResourceSection {
    static func write(_ shown: [ShownStep], to html: inout HTMLWriter) {
        html.section("parts", "How busy the parts were") { html in
            let isKnown = shown.contains { !$0.step.resources.isEmpty }
            guard isKnown else {
                return html.paragraph("Nothing was observed on the target's side.")
            }
            html.paragraph(
                "A part that is busy nearly all of the time, while work waits for it, is what "
                    + "limits the whole."
            )
            shown.write(to: &html) { shown, html in table(shown.step, to: &html) }
        }
    }

    private static func table(_ step: StepReport, to html: inout HTMLWriter) {
        let busiest = step.resources.sorted { known($0) > known($1) }
        guard !busiest.isEmpty else { return html.paragraph("Nothing was observed in this step.") }
        html.table(["Part", "Of", "In use", "\t", "\tWork waited for it"]) { html in
            for resource in busiest.prefix(html.limits.lines) {
                html.row { html in
                    html.cell(resource.name)
                    html.cell(resource.limit)
                    html.element("td", ["class": "wide"]) { bar(known(resource), to: &$0) }
                    html.figure(Figure.share(resource.utilisation))
                    html.figure(
                        resource.wait.map {
                            $0 == 0 ? "none" : Figure.time(microseconds: $0 * 1e6) + " a second"
                        } ?? Figure.unknown
                    )
                }
            }
        }
    }

    private static func known(_ resource: ResourceReading) -> Double {
        resource.utilisation.isFinite ? min(max(resource.utilisation, 0), 1) : 0
    }

    private static func bar(_ share: Double, to html: inout HTMLWriter) {
        html.element("svg", ["viewBox": "0 0 200 18", "class": "bar", "aria-hidden": "true"]) {
            html in
            html.empty(
                "rect",
                ["class": "track", "y": "5", "height": "8", "rx": "2", "width": "200"]
            )
            html.empty(
                "rect",
                [
                    "class": share >= 0.9 ? "fill over" : "fill", "y": "5", "height": "8",
                    "rx": "2", "width": Plot.number(200 * share),
                ]
            )
        }
    }
}
