internal import LoadModel

/// Leads to the parts of the page.
enum PageIndex {
    static func write(_ report: RunReport, to html: inout HTMLWriter) {
        html.element("nav", ["aria-label": "Parts of this page"]) { html in
            html.link("trust", "Trust")
            html.link("promises", "Promises")
            if TargetSection.scenario(report) != nil { html.link("targets", "Targets") }
            if report.capacity != nil { html.link("capacity", "Capacity") }
            if LoadSection.isWorthwhile(report) { html.link("load", "Load and time") }
            html.link("times", "Response times")
            html.link("course", "Course")
            html.link("parts", "Resources")
            html.link("errors", "Errors")
            html.link("steps", "Steps")
            html.link("words", "Words")
            html.link("run", "What was run")
        }
    }
}

extension HTMLWriter {
    fileprivate mutating func link(_ section: StaticString, _ title: String) {
        element("a", ["href": "#\(section)"], title)
    }
}
