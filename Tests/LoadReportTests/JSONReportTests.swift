import JSONText
import LoadModel
import LoadReport
import Testing

@Suite("The JSON form and what is made of it")
struct JSONReportTests {
    /// Every form but JSON.
    private func forms(of report: RunReport) -> [String] {
        [
            HTMLReport.text(of: report), CSVReport.blocks(of: report), CSVReport.steps(of: report),
            JUnitReport.text(of: report), MarkdownSummary.text(of: report),
            HistogramLog.text(of: report),
        ]
    }

    @Test(
        "a report that is read back gives the same text and, byte by byte, the same forms",
        arguments: 0..<5 as Range<UInt64>,
        [false, true]
    )
    func roundTrip(seed: UInt64, isWild: Bool) throws {
        var random = RandomReport(seed: seed, isWild: isWild)
        let report = random.report()
        let text = JSONReport.text(of: report)
        let again = try RunReport(json: text)
        #expect(JSONReport.text(of: again) == text)
        for (rebuilt, first) in zip(forms(of: again), forms(of: report)) {
            #expect(rebuilt == first)
        }
        #expect(again.identity == report.identity && again.verdict == report.verdict)
    }

    @Test("a run's page is the same from the run and from its JSON")
    func samePage() throws {
        for report in [SampleReport.fixed, TinyReport.capacity(name: "tiny")] {
            let again = try RunReport(json: JSONReport.text(of: report))
            #expect(HTMLReport.text(of: again) == HTMLReport.text(of: report))
        }
    }

    @Test("the text tells schema and seed in a way that other programs keep")
    func members() throws {
        let root = try JSONDocument(JSONReport.text(of: TinyReport.fixed())).root
        #expect(root["schema"]?.integer == 1)
        #expect(root["identity"]?["seed"]?.string == "18446744073709551615")
        let step = try #require(root["steps"].map { Array($0.elements)[0] })
        let find = try #require(step["operations"].map { Array($0.elements)[0] })
        #expect(find["outcomes"]?["server-error"]?.integer == 1)
        #expect(find["response"]?.string?.hasPrefix("HISTFAAAA") == true)
        #expect(find["responseMicroseconds"]?["max"]?.integer == 2049)
        #expect(find["blocks"]?["due"].map { $0.elements.map { $0.integer } } == [2, 2])
    }

    // MARK: Hostile files

    private static let tiny = String(
        decoding: JSONReport.text(of: TinyReport.capacity(name: "tiny")),
        as: UTF8.self
    )

    @Test(
        "a file that is none of ours is refused with one line that says where",
        arguments: [
            (
                "{\"schema\":1", "{\"schema\":2",
                "schema 2 is not known here; the highest known is 1"
            ),
            (
                "{\"schema\":1", "{\"schema\":0",
                "schema 0 is not known here; the highest known is 1"
            ),
            ("{\"schema\":1", "{\"schema\":\"1\"", "not a report: it tells no schema"),
            ("\"schema\":1,", "", "not a report: it tells no schema"),
            ("\"label\":\"calm, first\"", "\"label\":7", "steps[0].label: not a string"),
            ("\"label\":\"second\",", "", "steps[1].label: lacks"),
            (
                "\"state\":\"void\"", "\"state\":\"fine\"",
                "steps[1].state: none of the words that may stand here"
            ),
            ("\"factor\":2.0", "\"factor\":\"2\"", "steps[0].factor: not a number"),
            (
                "\"isSteady\":true", "\"isSteady\":1",
                "steps[0].window.isSteady: neither true nor false"
            ),
            (
                "\"sentBytes\":90", "\"sentBytes\":-1",
                "steps[0].operations[0].sentBytes: not a whole number from 0 to 2^50"
            ),
            (
                "\"sentBytes\":90", "\"sentBytes\":1e3",
                "steps[0].operations[0].sentBytes: not a whole number from 0 to 2^50"
            ),
            (
                "\"correct\":3", "\"correct\":4294967297",
                "steps[0].operations[0].outcomes.correct: not a whole number from 0 to 2^32"
            ),
            (
                "\"due\":[2,2]", "\"due\":[2,4294967297]",
                "steps[0].operations[0].blocks.due[1]: not a whole number from 0 to 2^32"
            ),
            (
                "\"good\":[2,", "\"good\":[4294967297,",
                "steps[0].operations[0].blocks.good[0]: not a whole number from 0 to 2^32"
            ),
            (
                "\"bad\":[0,", "\"bad\":[4294967297,",
                "steps[0].operations[0].blocks.bad[0]: not a whole number from 0 to 2^32"
            ),
            (
                "\"serviceSum\":[1700,", "\"serviceSum\":[70368744177665,",
                "steps[0].operations[0].blocks.serviceSum[0]: not a whole number from 0 to 2^46"
            ),
            (
                "\"scheduled\":4", "\"scheduled\":4294967297",
                "steps[0].clauses[0].scheduled: not a whole number from 0 to 2^32"
            ),
            (
                "\"response\":\"HISTF", "\"response\":\"HIST*",
                "steps[0].operations[0].response: the histogram is not base64"
            ),
            (
                "\"response\":\"HISTF", "\"response\":\"AAAAF",
                "steps[0].operations[0].response: the histogram is not in HdrHistogram's V2 form"
            ),
            (
                "\"due\":[2,2]", "\"due\":[2]",
                "steps[0].operations[0].blocks: `good` is not as long as `due`"
            ),
            (
                "\"good\":[2,", "\"good\":[0,",
                "steps[0].operations[0].blocks.response[0]: more times than `good`"
            ),
            (
                "\"millisecondsPerBlock\":250", "\"millisecondsPerBlock\":0",
                "steps[0].operations[0].blocks.millisecondsPerBlock: not from 1 to 2^30"
            ),
            (
                "\"seed\":\"184467", "\"seed\":\"-84467",
                "identity.seed: not a whole number below 2^64 in quotes"
            ),
            ("\"steps\":[", "\"steps\":{},\"old\":[", "steps: not a list"),
            ("\"trials\":[{", "\"trials\":[7,{", "capacity.trials[0].factor: lacks"),
            ("{\"schema\":1", "[{\"schema\":1", "read JSON: syntax error at byte"),
        ]
    )
    func refused(old: String, new: String, message: String) throws {
        try #require(Self.tiny.contains(old))
        let text = Self.tiny.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: ReportError.self) { try RunReport(json: Array(text.utf8)) }
        let line = try #require(error).description
        #expect(line.hasPrefix("read report: " + message) && !line.contains("\n"), "\(line)")
    }

    @Test(
        "a name that no scenario can have is refused: files are named for it",
        arguments: ["../../tiny", "/tmp/tiny", "a/b", "a b", "", "tiny\\u0000", "tiny\\u001b[2J"]
    )
    func foreignName(name: String) throws {
        let (old, new) = ("\"name\":\"tiny\"", "\"name\":\"\(name)\"")
        try #require(Self.tiny.contains(old))
        let text = Self.tiny.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: ReportError.self) { try RunReport(json: Array(text.utf8)) }
        #expect(error?.place == "identity.name")
        #expect(error?.cause == "not a name: 1 to 60 letters, digits, `-`, `_` and `.`")
    }

    @Test("a file with more than a report may hold is refused")
    func tooMuch() throws {
        var report = TinyReport.fixed(name: "tiny")
        report.steps[0].result.operations = []
        report.steps = Array(repeating: report.steps[0], count: 1001)
        #expect(throws: ReportError.self) { try RunReport(json: JSONReport.text(of: report)) }
        report.steps.removeLast(975)
        let operation = OperationResult(name: "find")
        for index in report.steps.indices {
            report.steps[index].result.operations = Array(repeating: operation, count: 97)
        }
        let error = #expect(throws: ReportError.self) {
            try RunReport(json: JSONReport.text(of: report))
        }
        #expect(error?.cause == "more than 2500 operations in all steps")
    }

    @Test("brackets without end, or no JSON at all, are refused")
    func noJSON() {
        for text in ["", "null", "{}", "[[[[", String(repeating: "[", count: 100_000), "\u{0}"] {
            #expect(throws: ReportError.self) { try RunReport(json: Array(text.utf8)) }
        }
    }

    @Test(
        "whatever is changed in a file, all forms are made or the file is refused",
        arguments: 0..<4 as Range<UInt64>
    )
    func changed(seed: UInt64) {
        var random = SplitMixGenerator(seed: seed)
        let whole = Array(Self.tiny.utf8)
        let marks = Array("0123456789-.eE\"{}[],:ntf ".utf8)
        var read = 0
        for _ in 0..<120 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = marks[Int.random(in: 0..<marks.count, using: &random)]
            }
            guard let report = try? RunReport(json: bytes) else { continue }
            read += forms(of: report).allSatisfy { !$0.isEmpty } ? 1 : 0
        }
        #expect(read > 0)
    }
}
