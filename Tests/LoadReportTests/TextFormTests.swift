import Histogram
import LoadModel
import LoadReport
import Testing

@Suite("The forms for other programs")
struct TextFormTests {
    private func lines(_ text: String) -> [String] {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    // MARK: CSV

    @Test("a row a block, as RFC 4180 wants it")
    func blocks() {
        let rows = lines(CSVReport.blocks(of: TinyReport.fixed()))
        #expect(
            rows == [
                "step,label,factor,operation,start_seconds,length_seconds,due,good,bad,"
                    + "service_mean_us,response_p50_us,response_p95_us,response_p99_us,"
                    + "response_max_us,loop",
                "1,\"calm, first\",2.0,find,0.0,0.25,2,2,0,850.0,1000,1500,1500,1500,open",
                "1,\"calm, first\",2.0,find,0.25,0.25,2,1,1,1649.0,2049,2049,2049,2049,open",
                "2,second,2.0,find,0.0,0.25,2,2,0,850.0,1000,1500,1500,1500,open",
                "2,second,2.0,find,0.25,0.25,2,1,1,1649.0,2049,2049,2049,2049,open",
                "",
            ]
        )
    }

    @Test("a row a step and operation, with as many fields as the head, too few answers empty")
    func steps() {
        let rows = lines(CSVReport.steps(of: TinyReport.fixed()))
        #expect(rows.count == 4)
        #expect(
            rows[0].hasPrefix(
                "step,label,state,factor,offered_per_second,seconds,operation,scheduled,correct,"
            )
        )
        #expect(
            rows[2] == "2,second,void,2.0,2.0,2.0,find,4,3,0,0,0,0,1,0,0,0,1200,90,"
                + ",,,,,2049,,,,,,1649,,,,,,1549,20,,,,,40,open"
        )
        let fields = rows[2].split(separator: ",", omittingEmptySubsequences: false)
        #expect(fields.count == rows[0].split(separator: ",").count)
    }

    @Test("quotes, commas and line breaks stay inside of their field")
    func quoting() {
        var report = TinyReport.fixed()
        report.steps.removeLast()
        report.steps[0].label = "say \"a\",\r\nb"
        let row = "\r\n1,\"say \"\"a\"\",\r\nb\",2.0,find,0.0,"
        #expect(CSVReport.blocks(of: report).contains(row))
    }

    // MARK: JUnit

    @Test("missed is a failure, void an error, undecided skipped, each with its reason")
    func junit() {
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="tiny &lt;run&gt;" tests="7" failures="2" errors="3" skipped="1">
              <testsuite name="tiny &lt;run&gt;" tests="1" failures="1" errors="0" skipped="0" \
            time="0.000">
                <testcase classname="tiny &lt;run&gt;" name="verdict">
                  <failure message="find is too slow | 2 of 4." type="failure">find is too slow | \
            2 of 4.
            p95 is 2.05 ms</failure>
                </testcase>
              </testsuite>
              <testsuite name="step 1: calm, first (2.00×, 2.00/s offered)" tests="3" \
            failures="1" errors="0" skipped="1" time="2.000">
                <testcase classname="step 1: calm, first (2.00×, 2.00/s offered)" name="find p95 \
            ≤ 2 ms">
                  <failure message="missed: 2.05 ms (2.01 ms or more); 25 % late or failed, 1 % \
            allowed" type="failure">2.05 ms (2.01 ms or more); 25 % late or failed, 1 % \
            allowed</failure>
                </testcase>
                <testcase classname="step 1: calm, first (2.00×, 2.00/s offered)" name="find p99 \
            ≤ 9 ms">
                  <skipped message="undecided: too few answers: 4 of 381 needed"/>
                </testcase>
                <testcase classname="step 1: calm, first (2.00×, 2.00/s offered)" \
            name="generator: seen late, p99"/>
              </testsuite>
              <testsuite name="step 2: second (2.00×, 2.00/s offered)" tests="3" failures="0" \
            errors="3" skipped="0" time="2.000">
                <testcase classname="step 2: second (2.00×, 2.00/s offered)" name="find p95 ≤ 2 ms">
                  <error message="void step: seen late, p99 9 ms, limit 1 ms" type="error">2.05 \
            ms (2.01 ms or more); 25 % late or failed, 1 % allowed</error>
                </testcase>
                <testcase classname="step 2: second (2.00×, 2.00/s offered)" name="find p99 ≤ 9 ms">
                  <error message="void step: seen late, p99 9 ms, limit 1 ms" type="error">too \
            few answers to say (381 needed); 25 % late or failed, 1 % allowed</error>
                </testcase>
                <testcase classname="step 2: second (2.00×, 2.00/s offered)" name="generator: \
            seen late, p99">
                  <error message="void: seen late, p99 9 ms, limit 1 ms" type="error">seen late, \
            p99 9 ms, limit 1 ms</error>
                </testcase>
              </testsuite>
            </testsuites>

            """
        let text = JUnitReport.text(of: TinyReport.fixed())
        #expect(text.replacing("\u{A0}", with: " ") == expected)
        #expect(MarkupCheck(text).problem == nil)
    }

    @Test("in a search only the verdict can fail: its steps go too far on purpose")
    func junitOfSearch() {
        let text = JUnitReport.text(of: TinyReport.capacity())
        #expect(text.contains("tests=\"7\" failures=\"0\" errors=\"0\" skipped=\"5\""))
        #expect(text.contains("<skipped message=\"part of the search: missed: "))
        #expect(MarkupCheck(text).problem == nil)
        var report = TinyReport.capacity()
        report.verdict.state = .void
        #expect(
            JUnitReport.text(of: report).contains(
                "tests=\"7\" failures=\"0\" errors=\"1\" skipped=\"5\""
            )
        )
        // As the exit code has it.
        report.verdict.state = .inconclusive
        #expect(
            JUnitReport.text(of: report).contains(
                "tests=\"7\" failures=\"1\" errors=\"0\" skipped=\"5\""
            )
        )
    }

    @Test("what comes in can't break the XML", arguments: 0..<8 as Range<UInt64>)
    func junitOfAnything(seed: UInt64) {
        var random = RandomReport(seed: seed, isWild: true)
        #expect(MarkupCheck(JUnitReport.text(of: random.report())).problem == nil)
    }

    // MARK: Markdown

    @Test("a summary tells verdict, promises and what was void")
    func markdown() {
        let expected = """
            ## ❌ Promises missed: tiny &lt;run&gt;

            **find is too slow \\| 2 of 4.**

            - p95 is 2.05 ms

            ### calm, first: 2.00× of the stated load, 2.00/s offered, 1.50/s answered well

            | Promise | Measured | Result |
            |---|---|---|
            | find p95 ≤ 2 ms | 2.05 ms (2.01 ms or more); 25 % late or failed, 1 % allowed \
            | ❌ missed |
            | find p99 ≤ 9 ms | too few answers to say (381 needed); 25 % late or failed, \
            1 % allowed | ❔ undecided |

            ### second: 2.00× of the stated load, 2.00/s offered, 1.50/s answered well

            Void: seen late, p99 9 ms, limit 1 ms.

            - Void, step 2: seen late, p99 9 ms, limit 1 ms

            Begun 2026-11-27T13:45:00Z, seed 18446744073709551615, 2 steps.

            """
        let text = MarkdownSummary.text(of: TinyReport.fixed())
        #expect(text.replacing("\u{A0}", with: " ") == expected)
    }

    @Test("a search's summary tells capacity and headroom, and stays short")
    func markdownOfSearch() {
        let text = MarkdownSummary.text(of: SampleReport.search)
        #expect(
            text.contains(
                "- Capacity: 5.4 (5.3 to 5.6) studies a minute, 7.0 times the busiest hour\n"
            )
        )
        #expect(text.contains("- First part to saturate: postgres disk\n"))
        #expect(text.utf8.count < 4000)
    }

    // MARK: Running figures

    private func running(late: Duration = .milliseconds(1)) -> RunningFigures {
        var operations: [RunningFigures.Operation] = []
        for name in ["find", "a\"b\\c\nd"] {
            var outcomes = OutcomeCounts()
            var times = Latencies.times
            for time in 1...400 {
                outcomes[.correct] += 1
                times.record(UInt64(time) * 1000)
            }
            outcomes[.timedOut] = 1
            operations.append(.init(name: name, outcomes: outcomes, response: times))
        }
        return RunningFigures(
            step: 4,
            label: "bisect\u{1B}[2J",
            factor: 3,
            offeredRate: 46.6,
            achievedRate: 46.5,
            inFlight: 14,
            operations: operations,
            late: late,
            lateLimit: .milliseconds(5),
            held: 2.8,
            broke: 4,
            left: .seconds(45)
        )
    }

    @Test("Prometheus gets typed families, escaped labels and buckets that end at the promises")
    func prometheus() {
        let text = PrometheusText(limits: [300_000, 300_000, 2_000_000]).text(running())
        let lines = text.split(separator: "\n").map(String.init)
        for line in [
            "# TYPE isengard_load_step gauge", "isengard_load_step 4", "isengard_load_factor 3",
            "isengard_load_offered_operations_per_second 46.6",
            "isengard_load_achieved_operations_per_second 46.5",
            "isengard_load_in_flight_operations 14", "isengard_load_late_seconds 0.001",
            "# TYPE isengard_load_operations_total counter",
            "isengard_load_operations_total{operation=\"find\",outcome=\"correct\"} 400",
            "isengard_load_operations_total{operation=\"find\",outcome=\"timed-out\"} 1",
            "# TYPE isengard_load_response_seconds histogram",
            "isengard_load_response_seconds_bucket{operation=\"find\",le=\"0.001\"} 1",
            "isengard_load_response_seconds_bucket{operation=\"find\",le=\"0.3\"} 299",
            "isengard_load_response_seconds_bucket{operation=\"find\",le=\"0.5\"} 400",
            "isengard_load_response_seconds_bucket{operation=\"find\",le=\"2\"} 400",
            "isengard_load_response_seconds_bucket{operation=\"find\",le=\"+Inf\"} 400",
            "isengard_load_response_seconds_count{operation=\"find\"} 400",
            "isengard_load_operations_total{operation=\"a\\\"b\\\\c\\nd\",outcome=\"wrong\"} 0",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(text.hasSuffix("\n"))
    }

    @Test("each sample has a family, each family help and type once, and buckets only grow")
    func prometheusForm() throws {
        let text = PrometheusText(limits: (1...100).map { $0 * 777 }).text(running())
        var types: Set<String> = []
        var last: (labels: String, count: UInt64) = ("", 0)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE ") {
                #expect(types.insert(String(words[2])).inserted)
            } else if !line.hasPrefix("#") {
                let name = String(words[0].prefix { $0 != "{" })
                let family = ["_bucket", "_sum", "_count"].reduce(name) { name, end in
                    name.hasSuffix(end) ? String(name.dropLast(end.count)) : name
                }
                #expect(types.contains(family), "\(line)")
                guard name.hasSuffix("_bucket"), let count = UInt64(words[words.count - 1]) else {
                    continue
                }
                let labels = String(line.split(separator: ",le=")[0])
                if labels == last.labels { #expect(count >= last.count) }
                last = (labels, count)
            }
        }
        #expect(
            text.split(separator: "\n").filter { $0.contains("_bucket{operation=\"find\"") }.count
                == 41
        )
    }

    @Test("however many operations there are, 64 get labels")
    func prometheusBounds() {
        var figures = running()
        let one = figures.operations[0]
        figures.operations = (0..<1000).map { index in
            var operation = one
            operation.name = "operation \(index)"
            return operation
        }
        let text = PrometheusText(limits: []).text(figures)
        #expect(text.split(separator: "\n").filter { $0.contains("_count{") }.count == 64)
    }

    @Test("a line of progress tells all that matters, without moving the cursor")
    func progress() {
        let line = ProgressLine.plain(running()).replacing("\u{A0}", with: " ")
        #expect(
            line
                == "step 4 bisect [2J  3.00×  offered 46.6/s  achieved 46.5/s  p50 200 ms"
                + "  p95 380 ms  p99 396 ms  errors 0.25 %  in flight 14  on time"
                + "  between 2.80× and 4.00×  45 s left"
        )
        let late = ProgressLine.plain(running(late: .milliseconds(12)))
        #expect(late.replacing("\u{A0}", with: " ").contains("  LATE 12.0 ms  "))
    }

    @Test("on a terminal the line replaces itself, is cut and coloured")
    func progressOnTerminal() {
        let line = ProgressLine.terminal(running(), width: 200)
        #expect(line.hasPrefix("\rstep 4 ") && line.hasSuffix("\u{1B}[K"))
        #expect(line.contains("\u{1B}[32mon time\u{1B}[0m"))
        #expect(ProgressLine.terminal(running(), width: 40).unicodeScalars.count == 40 + 3)
    }
}
