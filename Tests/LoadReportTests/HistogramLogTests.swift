import Histogram
import LoadModel
import Testing

@testable import LoadReport

@Suite("HdrHistogram's log")
struct HistogramLogTests {
    @Test("a log begins with its format, its start and the legend")
    func header() {
        let expected = """
            #[Histogram log format version 1.3]
            #[StartTime: 1795787100.000 (seconds since epoch), 2026-11-27T13:45:00Z]
            #[BaseTime: 1795787100.000 (seconds since epoch)]
            #[Values in microseconds, Interval_Max in milliseconds]
            "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"

            """
        #expect(HistogramLog(begun: "2026-11-27T13:45:00Z").header == expected)
    }

    @Test("a line has tag, start and length in seconds, the longest in milliseconds, base64")
    func line() throws {
        var times = Latencies.times
        times.record(2_769_000)
        let log = HistogramLog(begun: "2026-11-27T13:45:00Z")
        let line = log.line(
            tag: "find",
            start: .milliseconds(127),
            length: .milliseconds(1007),
            times
        )
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        let again = try HistogramCodec.decoded(text: String(fields[4].dropLast()))
        #expect(BucketCounts(again) == BucketCounts(times))
        #expect(line.hasSuffix("\n") && line.hasPrefix("Tag=find,0.127,1.007,2770.943,HISTF"))
    }

    @Test("what is counted for a moment gives the same line as a histogram")
    func sparse() {
        var times = Latencies.times
        var counts = SparseCounts()
        for value: UInt32 in [5000, 70_001, 5000, 3_000_000_000] {
            times.record(UInt64(value))
            counts.record(value)
        }
        let log = HistogramLog(begun: "")
        let line = log.line(tag: "x", start: .zero, length: .seconds(1), times)
        #expect(log.line(tag: "x", start: .zero, length: .seconds(1), counts) == line)
    }

    @Test("neither a tag nor a start can break the form")
    func hostile() {
        let log = HistogramLog(begun: "now\n#[StartTime: 7")
        #expect(log.header.split(separator: "\n").count == 5)
        #expect(log.header.contains("#[StartTime: 0.000 "))
        let line = log.line(tag: "a,b c\r\nd", start: .seconds(-3), length: .zero, Latencies.times)
        #expect(line.hasPrefix("Tag=a_b_c__d,0.000,0.000,0.000,HISTF"))
        #expect(line.split(separator: "\n").count == 1)
    }

    @Test("all lines of a report together hold what its histograms hold")
    func whole() throws {
        let report = SampleReport.fixed
        var sums: [String: BucketCounts] = [:]
        for line in HistogramLog.text(of: report).split(separator: "\n")
        where line.hasPrefix("Tag=") {
            let fields = line.split(separator: ",")
            let counts = BucketCounts(try HistogramCodec.decoded(text: String(fields[4])))
            sums[String(fields[0].dropFirst(4)), default: BucketCounts()] += counts
        }
        for kind in SampleReport.kinds {
            var expected = BucketCounts()
            for step in report.steps {
                for operation in step.result.operations where operation.name == kind.name {
                    expected += BucketCounts(operation.response)
                }
            }
            #expect(sums[kind.name]?.total == expected.total && expected.total > 0)
        }
    }

    @Test(
        "universal time is counted from 1970",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T13:45:00Z", 49_500),
            ("1999-12-31T13:45:00Z", 946_647_900), ("2000-02-29T13:45:00Z", 951_831_900),
            ("2026-11-27T13:45:00Z", 1_795_787_100), ("2100-03-01T13:45:00Z", 4_107_591_900),
            ("2026-11-27 13:45:00Z", nil), ("2026-13-27T13:45:00Z", nil), ("", nil),
            ("2026-11-27T13:45:00+", nil), ("2026-02-29T00:00:00Z", nil),
            ("2026-04-31T00:00:00Z", nil), ("2026-01-00T00:00:00Z", nil),
            ("2026-01-01T24:00:00Z", nil), ("2026-01-01T00:60:00Z", nil),
        ] as [(String, Int?)]
    )
    func seconds(text: String, seconds: Int?) {
        #expect(UniversalTime.seconds(text) == seconds)
    }
}
