package import LoadModel

/// A report as one page that needs nothing else: no script, no font, no picture from elsewhere.
///
/// The same report always makes the same page. It forbids itself to run scripts or to fetch
/// anything, opens by day and by night, and prints.
package enum HTMLReport {
    /// Bytes that no page exceeds. Our choice: what a mail takes and a browser opens at once.
    package static let most = 2_000_000

    package static func text(of report: RunReport) -> String {
        let page = page(report, .usual)
        return page.utf8.count <= most ? page : self.page(report, .brief)
    }

    static func page(_ report: RunReport, _ limits: PageLimits) -> String {
        var html = HTMLWriter(limits)
        html.raw("<!DOCTYPE html>\n")
        html.element("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]) { html in
            html.element("head") { html in head(report, to: &html) }
            html.raw("\n")
            html.element("body") { html in
                PlotMark.writeShapes(to: &html)
                html.element("main") { html in sections(report, to: &html) }
            }
        }
        html.raw("\n")
        return html.text
    }

    private static func head(_ report: RunReport, to html: inout HTMLWriter) {
        html.empty("meta", ["charset": "utf-8"])
        html.empty(
            "meta",
            [
                "http-equiv": "Content-Security-Policy",
                "content": "default-src 'none'; style-src 'unsafe-inline'",
            ]
        )
        html.empty(
            "meta",
            ["name": "viewport", "content": "width=device-width, initial-scale=1"]
        )
        html.element("title", "Load test: \(report.identity.name)")
        html.element("style") { html in html.raw(PageStyle.sheet) }
    }

    private static func sections(_ report: RunReport, to html: inout HTMLWriter) {
        let shown = ShownStep.all(report, html.limits)
        VerdictSection.write(report, shown.first, to: &html)
        TrustSection.write(report, shown, to: &html)
        PromiseSection.write(shown, to: &html)
        TargetSection.write(report, shown, to: &html)
        if let capacity = report.capacity { CapacitySection.write(capacity, to: &html) }
        LoadSection.write(report, to: &html)
        SpectrumSection.write(shown, to: &html)
        TimeSection.write(shown, to: &html)
        ResourceSection.write(shown, to: &html)
        ErrorSection.write(report, shown, to: &html)
        StepSection.write(report, to: &html)
        WordSection.write(to: &html)
        RunSection.write(report, to: &html)
    }
}
