internal import LoadModel

/// What was run, with what, so that it can be run again.
enum RunSection {
    static func write(_ report: RunReport, to html: inout HTMLWriter) {
        let identity = report.identity
        html.section("run", "What was run") { html in
            html.element("dl", ["class": "facts"]) { html in
                for fact in identity.facts.prefix(html.limits.rows) {
                    html.element("dt", fact.name)
                    html.element("dd", fact.value)
                }
                html.element("dt", "Begun")
                html.element("dd", identity.begun)
                html.element("dt", "Seed")
                html.element("dd", String(identity.seed))
            }
            html.element("h3", "The scenario, as it was read")
            html.note(
                "With this file and the seed \(identity.seed) the same requests go out "
                    + (identity.closedLoop == nil
                        ? "at the same moments." : "in the same order of each worker.")
            )
            html.element("pre") { html in
                html.write(identity.scenario, most: html.limits.scenario)
            }
            if identity.scenario.unicodeScalars.count > html.limits.scenario {
                html.note("It goes on; the JSON form has all of it.")
            }
        }
        html.element("footer") { html in
            html.write(
                "Made by isengard-load. Every figure stands in the JSON form of this report."
            )
        }
    }
}
