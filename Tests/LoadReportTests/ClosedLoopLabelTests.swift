import JSONText
import LoadModel
import LoadReport
import Testing

@Suite("A closed loop is told in every form")
struct ClosedLoopLabelTests {
    private static let label =
        "closed loop of 8 workers: latency leaves out what would have come meanwhile"

    private static func report(workers: Int?) -> RunReport {
        var report = TinyReport.fixed(name: "tiny")
        report.identity.closedLoop = workers
        report.verdict = RunVerdict(.met, "All promises were kept.")
            .labelled(report.identity.label)
        return report
    }

    private static func forms(_ report: RunReport) -> [String] {
        [
            HTMLReport.text(of: report), MarkdownSummary.text(of: report),
            JUnitReport.text(of: report), CSVReport.blocks(of: report),
            CSVReport.steps(of: report), HistogramLog.text(of: report),
            String(decoding: JSONReport.text(of: report), as: UTF8.self),
        ]
    }

    @Test("each form has the label, beside its verdict too", arguments: 0..<7)
    func labelled(form: Int) {
        var report = Self.report(workers: 8)
        #expect(report.verdict.sentence == "All promises were kept. (\(Self.label))")
        // Not only where the verdict's sentence stands.
        report.verdict = RunVerdict(.met, "All promises were kept.")
        #expect(Self.forms(report)[form].contains(Self.label))
    }

    @Test("an open loop has none", arguments: 0..<7)
    func open(form: Int) {
        let report = Self.report(workers: nil)
        #expect(report.verdict.sentence == "All promises were kept.")
        #expect(!Self.forms(report)[form].contains("closed loop"))
    }

    @Test("every row of the tables says which loop it is of")
    func rows() {
        for table in [CSVReport.blocks, CSVReport.steps] {
            let rows = table(Self.report(workers: 1)).split(separator: "\r\n")
            let label = "closed loop of 1 worker: latency leaves out what would have come meanwhile"
            #expect(rows[0].hasSuffix(",loop"))
            #expect(rows.dropFirst().allSatisfy { $0.hasSuffix(",\(label)") })
        }
    }

    @Test("JSON keeps the workers, and the same forms can be made of it")
    func roundTrip() throws {
        let report = Self.report(workers: 8)
        let again = try RunReport(json: JSONReport.text(of: report))
        #expect(again.identity == report.identity)
        #expect(Self.forms(again) == Self.forms(report))
    }
}
