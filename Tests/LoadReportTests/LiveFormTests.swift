import Histogram
import JSONText
import LoadModel
@testable import LoadReport
import Testing

/// What is written while a load runs: intervals for a histogram log, objects for a program.
@Suite struct LiveFormTests {
    private func operation(_ name: String, _ times: [UInt64]) -> RunningFigures.Operation {
        var response = OperationResult(name: name).response
        for time in times { response.record(nanoseconds: Int64(time) * 1000) }
        var outcomes = OutcomeCounts()
        outcomes[.correct] = times.count
        outcomes[.wrong] = 1
        return RunningFigures.Operation(name: name, outcomes: outcomes, response: response)
    }

    private func distribution(_ line: Substring) throws -> Latencies {
        try HistogramCodec.decoded(text: String(line.split(separator: ",")[4]))
    }

    @Test("each interval holds what has ended since the last, and all of them together the whole")
    func intervals() throws {
        var log = IntervalLog(begun: "2026-11-27T13:45:00Z")
        log.begin(at: .milliseconds(500))
        let first = log.lines(
            [operation("a", [10, 20, 30]), operation("b", [])],
            at: .milliseconds(1500)
        )
        let second = log.lines(
            [operation("a", [10, 20, 30, 30, 90_000]), operation("b", [5])],
            at: .milliseconds(2750)
        )
        #expect(first.hasPrefix("Tag=a,0.500,1.000,0.030,") && first.hasSuffix("\n"))
        #expect(first.split(separator: "\n").count == 1)
        let lines = second.split(separator: "\n")
        #expect(lines.count == 2)
        for (line, tag) in zip(lines, ["a", "b"]) {
            #expect(line.hasPrefix("Tag=\(tag),1.500,1.250,"))
        }
        var all = try distribution(first.split(separator: "\n")[0])
        #expect(all.totalCount == 3)
        all.add(try distribution(lines[0]))
        let whole = operation("a", [10, 20, 30, 30, 90_000]).response
        #expect(BucketCounts(all) == BucketCounts(whole))
    }

    @Test("a new step counts from nothing, and nothing new makes no line")
    func steps() {
        var log = IntervalLog(begun: "2026-11-27T13:45:00Z")
        log.begin(at: .zero)
        let figures = [operation("a", [10, 20])]
        #expect(!log.lines(figures, at: .seconds(1)).isEmpty)
        #expect(log.lines(figures, at: .seconds(2)).isEmpty)
        log.begin(at: .seconds(3))
        #expect(log.lines(figures, at: .seconds(4)).hasPrefix("Tag=a,3.000,1.000,"))
    }

    @Test("each object is one line of JSON that says what it is")
    func objects() throws {
        let figures = RunningFigures(
            step: 2,
            label: "ramp \"2\"\n",
            factor: 1.5,
            offeredRate: 46.5,
            achievedRate: 46,
            inFlight: 3,
            operations: [operation("a", (1...100).map { $0 * 1000 })],
            late: .microseconds(40),
            lateLimit: .milliseconds(1),
            held: 1
        )
        let lines = [
            ProgressObject.running(figures, elapsed: .milliseconds(2500)),
            ProgressObject.verdict(RunVerdict(.missed, "No.", reasons: ["a"])),
            ProgressObject.began(step: 1, label: "run", factor: 1, .seconds(12)),
            ProgressObject.preloading(target: "main", done: 1, of: 2),
            ProgressObject.removed(studies: 1, failed: 0),
        ]
        for line in lines {
            #expect(line.filter { $0 == 10 }.count == 1 && line.last == 10)
            #expect(String(decoding: line, as: UTF8.self).hasPrefix("{\"event\":\""))
        }
        let running = String(decoding: lines[0], as: UTF8.self)
        for part in [
            "\"seconds\":2.5", "\"offered\":46.5", "\"held\":1", "\"lateMicroseconds\":40",
            "\"good\":100,\"bad\":1", "\"p50\":50",
        ] { #expect(running.contains(part), "\(part)") }
        // 381 samples are needed.
        #expect(!running.contains("p99") && !running.contains("broke"))
        #expect(String(decoding: lines[1], as: UTF8.self).contains("\"exitCode\":1"))
    }
}
