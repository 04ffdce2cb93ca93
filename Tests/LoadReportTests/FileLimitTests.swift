import Histogram
import JSONText
import LoadModel
import Testing

@testable import LoadReport

@Suite("What a file may make a reader hold or add up")
struct FileLimitTests {
    private func times(_ count: UInt64, _ values: [UInt64] = [5]) -> Latencies {
        var times = Latencies.times
        for value in values { times.record(value, count: count) }
        return times
    }

    private func log(lines: Int, of times: Latencies) -> [UInt8] {
        let log = HistogramLog(begun: "2026-11-27T13:45:00Z")
        let line = log.line(tag: "find", start: .zero, length: .seconds(1), times)
        return Array((log.header + String(repeating: line, count: lines)).utf8)
    }

    // MARK: Sums

    @Test("figures at their limits are read, added up and told")
    func atLimits() throws {
        var report = TinyReport.fixed(name: "tiny")
        for index in report.steps.indices {
            var operation = report.steps[index].result.operations[0]
            for outcome in Outcome.allCases { operation.outcomes[outcome] = 1 << 32 }
            operation.receivedBytes = 1 << 50
            operation.blocks.at(millisecond: 0) { block in
                (block.due, block.good, block.bad) = (1 << 32, 1 << 32, 1 << 32)
                block.serviceSum = 1 << 46
            }
            report.steps[index].result.operations = Array(repeating: operation, count: 20)
        }
        let again = try RunReport(json: JSONReport.text(of: report))
        #expect(again.steps.allSatisfy { $0.scheduled == 180 << 32 })
        let operation = again.steps[1].result.operations[19]
        #expect(operation.receivedBytes == 1 << 50)
        #expect(operation.blocks.blocks[0].good == 1 << 32)
        #expect(operation.blocks.blocks[0].serviceSum == 1 << 46)
        #expect(!HTMLReport.text(of: again).isEmpty && !CSVReport.blocks(of: again).isEmpty)
    }

    @Test("equal lines of a log are added up to 2^50 times a file, whatever they count")
    func equalLines() throws {
        var merge = HistogramLogMerge()
        let whole = log(lines: 4, of: times(1 << 48))
        for _ in 0..<3 { try merge.add(whole) }
        let lines = merge.text.split(separator: "\n").filter { $0.hasPrefix("Tag=find,") }
        let text = try #require(lines.first?.split(separator: ",").last)
        let sum = times(12 << 48)
        #expect(lines.count == 1 && String(text) == HistogramCodec.text(sum))
        let error = #expect(throws: ReportError.self) {
            try merge.add(log(lines: 5, of: times(1 << 48)))
        }
        #expect(error?.place == "line 10")
        #expect(error?.cause == "the histograms of the file count more than 2^50 times")
    }

    @Test("all histograms of a report together count no more than 2^50 times")
    func countedTimes() throws {
        var report = TinyReport.fixed(name: "tiny")
        report.steps[0].result.operations[0].slotWait = times(1 << 49)
        #expect(throws: Never.self) { try RunReport(json: JSONReport.text(of: report)) }
        report.steps[1].result.operations[0].slotWait = times(1 << 49)
        let error = #expect(throws: ReportError.self) {
            try RunReport(json: JSONReport.text(of: report))
        }
        #expect(error?.place == "steps[1].operations[0].slotWait")
    }

    // MARK: Memory

    @Test("no file's buckets take more than a gigabyte")
    func memory() {
        let stride = MemoryLayout<BucketCounts.Bucket>.stride
        #expect(HistogramBudget.mostNumbers * stride < 1 << 30)
    }

    @Test("all histograms of a report share its buckets, and the one that has none left is told")
    func bucketsOfReport() throws {
        let report = TinyReport.fixed(name: "tiny")
        let document = try JSONDocument(JSONReport.text(of: report))
        func read(_ numbers: Int) throws(ReportError) -> RunReport {
            let budget = HistogramBudget(numbers: numbers)
            return try ReportReader.report(ReportField(document.root, sharing: budget))
        }
        #expect(throws: Never.self) { try read(200) }
        let error = #expect(throws: ReportError.self) { try read(12) }
        #expect(error?.place == "steps[0].operations[0].firstByte")
        #expect(error?.cause == "the histograms of the file have too many buckets")
    }

    @Test("so do all lines of a log")
    func bucketsOfLog() throws {
        // Each is a bucket, four empty ones and another.
        let bytes = log(lines: 3, of: times(1, [0, 5]))
        let whole = try HistogramLogReader.intervals(bytes, HistogramBudget(numbers: 9))
        #expect(whole.count == 3)
        let error = #expect(throws: ReportError.self) {
            try HistogramLogReader.intervals(bytes, HistogramBudget(numbers: 8))
        }
        #expect(error?.place == "line 8")
    }
}
