import Histogram
import LoadModel
import Testing

@testable import LoadReport

@Suite("The page")
struct HTMLReportTests {
    @Test("a page is well-formed, needs nothing from elsewhere and has no script")
    func selfContained() {
        for report in [SampleReport.fixed, SampleReport.search] {
            let page = HTMLReport.text(of: report)
            let check = MarkupCheck(page)
            #expect(check.problem == nil)
            #expect(
                !check.elements.contains {
                    ["script", "img", "link", "iframe", "object"].contains($0)
                }
            )
            #expect(!page.contains("url(") && !page.contains("src=") && !page.contains("@import"))
            #expect(
                page.contains(
                    "content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\""
                )
            )
            #expect(page.ranges(of: "http").count == 2, "a name space, and http-equiv")
        }
    }

    @Test(
        "the verdict, its reasons, every check, every promise, facts, scenario and seed are there"
    )
    func contents() {
        let report = SampleReport.search
        let text = MarkupCheck(HTMLReport.text(of: report)).content
        var expected = [
            report.verdict.sentence, "Promises kept", "postgres disk", "7.00×", "not met in step 6",
            "seed 42", "The search, trial by trial", "timed-out", "Words used here",
        ]
        expected += report.verdict.reasons + report.identity.facts.map(\.value)
        expected += report.steps[0].checks.map(\.name) + report.steps[0].clauses.map(\.text)
        expected.append(report.identity.scenario)
        for piece in expected { #expect(text.contains(EscapedText.markup(piece)), "\(piece)") }
    }

    @Test("targets that were asked the same stand beside each other, and only those")
    func besideEachOther() {
        var report = SampleReport.fixed
        #expect(!HTMLReport.text(of: report).contains("#targets"))
        report.identity.scenario = """
            version: 1
            name: beside
            targets:
              - {name: gateway, url: "http://127.0.0.1:8042"}
              - {name: direct, url: "http://127.0.0.1:8043"}
            corpus: {preload: {studies: 10}}
            traffic:
              - {name: find, op: tags, target: gateway, rate: 1/s}
              - {name: qido, op: tags, target: direct, rate: 1/s}
            profile: [{hold: 1s}]
            """
        let page = HTMLReport.text(of: report)
        #expect(MarkupCheck(page).problem == nil)
        #expect(page.contains("href=\"#targets\""))
        let text = MarkupCheck(page).content
        #expect(text.contains("Target beside target") && !text.contains("Too little was measured"))
    }

    @Test("every plot has its table, and shapes as well as colours")
    func tables() {
        let page = HTMLReport.text(of: SampleReport.search)
        let plots = page.ranges(of: "class=\"plot\"").count
        #expect(plots >= 16)
        #expect(page.ranges(of: "<summary>The same as a table</summary>").count == plots)
        for mark in PlotMark.allCases {
            #expect(page.contains("<use href=\"#m-\(mark.rawValue)\""))
        }
    }

    @Test("the same report makes the same page")
    func deterministic() {
        let pages = (0..<2).map { _ in
            HTMLReport.text(of: SampleReport(seed: 8, density: 0.3).fixed())
        }
        #expect(pages[0] == pages[1])
    }

    // MARK: Hostile reports

    /// A search of few steps.
    private static let sample: RunReport = {
        var report = SampleReport.search
        report.steps = Array(report.steps[4...9])
        return report
    }()

    /// A report in which every text is `text`.
    private static func filled(_ text: String) -> RunReport {
        var report = Self.sample
        report.identity = RunIdentity(
            name: text,
            scenario: text,
            seed: 1,
            begun: text,
            facts: [.init(text, text)]
        )
        report.verdict = RunVerdict(.void, text, reasons: [text])
        for index in report.steps.indices {
            var step = report.steps[index]
            step.label = text
            step.window.note = text
            step.result.operations = step.result.operations.map { old in
                var new = OperationResult(name: text)
                new.outcomes = old.outcomes
                new.response = old.response
                new.blocks = old.blocks
                return new
            }
            for place in step.clauses.indices {
                step.clauses[place].text = text
                step.clauses[place].operation = text
            }
            step.checks = step.checks.map {
                ValidityCheck($0.cause, text, value: text, limit: text, isMet: $0.isMet)
            }
            step.resources = [ResourceReading(name: text, utilisation: 2, limit: text, wait: 1)]
            report.steps[index] = step
        }
        report.capacity?.inWords = text
        report.capacity?.bindingClause = text
        report.capacity?.bottleneck = text
        report.capacity?.evidence = [text]
        report.capacity?.scalability = [text]
        report.capacity?.trials[0].purpose = text
        return report
    }

    /// The elements of a page that nobody attacks.
    private static let harmless = MarkupCheck(HTMLReport.text(of: filled("harmless"))).elements

    @Test(
        "no text of a scenario becomes markup, wherever it stands",
        arguments: [
            "\"><script>alert('1')</script>", "</title></style><img src=x onerror=alert(1)>",
            "<!-- ", "]]>", "&lt;script&gt;", "' onload='x", "\u{0}\u{B}\u{202E}x",
        ]
    )
    func injection(text: String) {
        let page = HTMLReport.text(of: Self.filled(text))
        let check = MarkupCheck(page)
        #expect(check.problem == nil)
        #expect(check.elements == Self.harmless)
        #expect(check.content.contains(EscapedText.markup(text)))
        let controls = page.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }
        #expect(controls.isEmpty && !page.contains("\u{202E}"))
    }

    @Test(
        "whatever its figures are, a page is made and well-formed",
        arguments: 0..<12 as Range<UInt64>
    )
    func extremes(seed: UInt64) {
        var random = RandomReport(seed: seed, isWild: true)
        let page = HTMLReport.text(of: random.report())
        #expect(MarkupCheck(page).problem == nil)
        #expect(!page.contains("nan") && !page.contains("NaN"))
    }

    // MARK: Size

    @Test("a usual run's page stays below 300 kB")
    func usualSize() {
        for report in [SampleReport(seed: 9, density: 4).fixed(), SampleReport.search] {
            #expect(HTMLReport.text(of: report).utf8.count < 300_000)
        }
    }

    /// 200 steps of 12 operations each; they share their histograms, which would take 2 GB.
    private func large(_ text: String) -> RunReport {
        var report = Self.filled(text)
        var step = report.steps[0]
        let operation = SampleReport(seed: 9, density: 4).step(
            1,
            "",
            factor: 7,
            seconds: 120,
            busy: 0.8
        )
        .result.operations[0]
        let clause = step.clauses[0]
        step.result.operations = (0..<12).map { index in
            var new = OperationResult(name: "\(index) \(text)")
            new.outcomes = operation.outcomes
            new.outcomes[.wrong] = 7
            new.response = operation.response
            new.service = operation.response
            new.blocks = operation.blocks
            return new
        }
        step.clauses = (0..<12).map { index in
            var new = clause
            new.text = "\(index) \(text)"
            return new
        }
        report.steps = (0..<200).map { index in
            var new = step
            new.factor = Double(index)
            new.offeredRate = Double(index * 10)
            new.state = index % 3 == 0 ? .fail : .pass
            return new
        }
        return report
    }

    @Test("200 steps of 12 operations stay below 2 MB", arguments: [false, true])
    func largest(isSearch: Bool) {
        var report = large("find p95 ≤ 300 ms")
        if !isSearch { report.capacity = nil }
        let page = HTMLReport.page(report, .usual)
        #expect(page.utf8.count < HTMLReport.most && page.hasSuffix("</html>\n"))
    }

    @Test("texts without end, of which each letter takes six, don't lengthen a page beyond 2 MB")
    func longest() {
        var report = large(String(repeating: "\"", count: 3000))
        report.identity.scenario = String(repeating: "\"", count: 1_000_000)
        report.verdict.reasons = Array(repeating: report.identity.name, count: 1000)
        report.identity.facts = Array(repeating: report.identity.facts[0], count: 1000)
        #expect(HTMLReport.text(of: report).utf8.count < HTMLReport.most)
    }
}
