import Histogram
import LoadModel
import LoadReport
import Testing

@Suite struct HistogramLogMergeTests {
    private static let log = HistogramLog(begun: "2026-11-27T13:45:00Z")

    private func times(_ values: [UInt64]) -> Latencies {
        var times = Latencies.times
        for value in values { times.record(value) }
        return times
    }

    private func line(_ tag: String, _ start: Int, _ length: Int, _ values: [UInt64]) -> String {
        Self.log.line(
            tag: tag,
            start: .milliseconds(start),
            length: .milliseconds(length),
            times(values)
        )
    }

    private func merged(_ texts: [String]) throws -> String {
        var merge = HistogramLogMerge()
        for text in texts { try merge.add(Array(text.utf8)) }
        return merge.text
    }

    @Test("lines of one tag and start become one, others stay as they are")
    func sameStart() throws {
        let first = Self.log.header + line("find", 0, 1000, [5, 900]) + line("get", 0, 1000, [7])
        let second = Self.log.header + line("find", 0, 1000, [5]) + line("find", 1000, 500, [30])
        let expected =
            Self.log.header + line("find", 0, 1000, [5, 5, 900]) + line("get", 0, 1000, [7])
            + line("find", 1000, 500, [30])
        #expect(try merged([first, second]) == expected)
        #expect(try merged([second, first]) == expected)
    }

    @Test("narrow blocks are added to the wide ones around them, and what follows stays apart")
    func widths() throws {
        let wide = Self.log.header + line("find", 0, 500, [1]) + line("find", 500, 500, [2])
        let narrow =
            Self.log.header + line("find", 0, 250, [3]) + line("find", 250, 250, [4])
            + line("find", 750, 250, [5]) + line("find", 1000, 0, [6])
        let expected =
            Self.log.header + line("find", 0, 500, [1, 3, 4]) + line("find", 500, 500, [2, 5])
            + line("find", 1000, 0, [6])
        #expect(try merged([wide, narrow]) == expected)
    }

    @Test("logs that began at different times are laid out by the clock")
    func bases() throws {
        let later = HistogramLog(begun: "2026-11-27T13:45:02Z")
        let second =
            later.header
            + later.line(tag: "find", start: .zero, length: .seconds(1), times([9]))
        let first = Self.log.header + line("find", 0, 1000, [5]) + line("find", 2000, 1000, [6])
        let expected =
            Self.log.header + line("find", 0, 1000, [5]) + line("find", 2000, 1000, [6, 9])
        #expect(try merged([second, first]) == expected)
    }

    @Test("the logs of workers are the log of their merged report")
    func ofReports() throws {
        var random = RandomReport(seed: 4)
        let report = random.report()
        let text = HistogramLog.text(of: report)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("Tag=") }
        let again = try merged([text]).split(separator: "\n").filter { $0.hasPrefix("Tag=") }
        #expect(Set(again.map { $0.split(separator: ",")[0] }).count > 0)
        #expect(again.count <= lines.count && !again.isEmpty)
    }

    @Test(
        "what is no log is refused with its line",
        arguments: [
            ("", "no histogram log"), ("hello", "line 1: no interval of a log"),
            ("#[StartTime: 1 (s)]\nTag=a,1,1", "line 2: no interval of a log"),
            ("Tag=a,x,1,1,HIST", "line 1: no interval of a log"),
            ("Tag=a,0,1,1,HISTFAAA", "line 1: the histogram"),
            ("Tag=a,999999999999999999,1,1,HISTFAAA", "line 1: no interval of a log"),
        ]
    )
    func refused(text: String, words: String) {
        #expect {
            try merged([text])
        } throws: { error in
            "\(error)".contains(words) && !"\(error)".contains("\n")
        }
    }

    @Test("universal time is the same after it was read and written")
    func time() {
        for text in [
            "1970-01-01T00:00:00Z", "2026-11-27T13:45:09Z", "2000-02-29T23:59:59Z",
            "1969-12-31T23:59:59Z", "9999-12-31T00:00:00Z",
        ] {
            #expect(UniversalTime.seconds(text).map(UniversalTime.text) == text)
        }
    }
}
