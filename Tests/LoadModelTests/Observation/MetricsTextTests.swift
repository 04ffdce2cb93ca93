import LoadModel
import Testing

@Suite("The text form of metrics")
struct MetricsTextTests {
    private func read(_ text: String, keeping: Set<String> = ["a"]) throws -> [MetricSample] {
        try MetricsText(keeping: keeping).read(Array(text.utf8))
    }

    @Test("what Prometheus and Orthanc write is read, and other names are left out")
    func good() throws {
        let text = """
            # HELP a of something
            # TYPE a gauge
            a 1 1795802991634
            a{store="b",shard="0"} 2.5e-3
            a { store = "x\\"\\\\\\n" , } +Inf
            b:c 7

            a -Inf\r
            """
        #expect(
            try read(text) == [
                MetricSample("a", [:], 1), MetricSample("a", ["store": "b", "shard": "0"], 0.0025),
                MetricSample("a", ["store": "x\"\\\n"], .infinity),
                MetricSample("a", [:], -.infinity),
            ]
        )
        #expect(try read("a NaN").first?.value.isNaN == true)
        #expect(try read("") == [])
    }

    @Test(
        "a line that isn't of the form refuses the whole, naming the line",
        arguments: [
            "a", "a ", "a{", "a{} ", "a{x} 1", "a{x=} 1", "a{x=y} 1", "a{x=\"y} 1",
            "a{x=\"y\\q\"} 1", "a{x=\"y\" z=\"y\"} 1", "a{x=\"y\",x=\"y\"} 1", "a{x=\"y\"}1",
            "1a 1",
            "a one", "a 0x10", "a 1 soon", "a 1 2 3", "{x=\"y\"} 1", "a 1e", "<html>", "a\u{0} 1",
            "a{a:b=\"c\"} 1", "a infinity", "a 1_000",
        ]
    )
    func bad(line: String) {
        let error = #expect(throws: MetricsTextError.self) { try read("a 1\n\(line)\na 2") }
        #expect(error?.line == 2)
    }

    @Test("bytes that are no text refuse the whole")
    func bytes() {
        #expect(throws: MetricsTextError.self) {
            try MetricsText(keeping: ["a"]).read(
                Array("a{x=\"".utf8) + [0xff] + Array("\"} 1".utf8)
            )
        }
    }

    @Test("lines, samples, labels and the whole have limits")
    func limits() {
        let line = "a{x=\"\(String(repeating: "y", count: 20_000))\"} 1"
        #expect(throws: MetricsTextError.self) { try read(line) }
        #expect(throws: MetricsTextError.self) { try read(String(repeating: "\n", count: 50_001)) }
        #expect(throws: MetricsTextError.self) {
            try read(String(repeating: "a 1\n", count: 10_001))
        }
        let labels = (0...32).map { "l\($0)=\"\"" }.joined(separator: ",")
        #expect(throws: MetricsTextError.self) { try read("a{\(labels)} 1") }
        #expect(throws: MetricsTextError.self) {
            try MetricsText(keeping: []).read([UInt8](repeating: 0x20, count: (4 << 20) + 1))
        }
    }

    @Test("no bytes whatever stop the program", arguments: 1...40 as ClosedRange<UInt64>)
    func noise(seed: UInt64) {
        var generator = SplitMixGenerator(seed: seed)
        let alphabet = Array("a{}=\",\\ \n1.e+-#Nn".utf8)
        let bytes = (0..<400).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
        _ = try? MetricsText(keeping: ["a"]).read(bytes)
    }
}

@Suite("Metrics as parts that can be busy")
struct MetricRuleTests {
    @Test("Orthanc's requests are told without the look itself")
    func orthanc() throws {
        let text = """
            orthanc_jobs_pending 3 1795802991634
            orthanc_jobs_running 2 1795802991634
            orthanc_rest_api_active_requests 11 1795802991634
            """
        let samples = try MetricsText(keeping: MetricRule.names()).read(Array(text.utf8))
        #expect(
            MetricRule.sightings(samples, server: "main") == [
                Sighting(
                    "main HTTP threads",
                    used: .level(10),
                    of: 50,
                    limit: "50 threads",
                    wait: nil
                ),
                Sighting(
                    "main jobs",
                    used: .level(2),
                    of: 2,
                    limit: "2 at a time",
                    wait: .level(3)
                ),
            ]
        )
    }

    @Test("a gateway's stores are parts each, summed up over its loops")
    func gateway() throws {
        var text = ""
        for shard in 0...1 {
            for (store, busy) in [("a", 1.5), ("b", 4)] {
                let labels = "{store=\"\(store)\",shard=\"\(shard)\"}"
                text += "isengard_store_busy_seconds_total\(labels) \(busy)\n"
                text += "isengard_store_queued_seconds_total\(labels) 0.25\n"
                text += "isengard_store_requests_limit\(labels) 8\n"
            }
        }
        let samples = try MetricsText(keeping: MetricRule.names()).read(Array(text.utf8))
        let seen = MetricRule.sightings(samples, server: "127.0.0.1:8080")
        let names = seen.map(\.name)
        #expect(names == ["store a connections", "store b connections", "store a", "store b"])
        #expect(seen[1].used == .total(8) && seen[1].capacity == 16 && seen[1].wait == .total(0.5))
        #expect(seen[3].used == .total(8.5) && seen[3].measure == .line)
    }

    @Test("a label that is no store's name makes no part")
    func label() {
        let samples = [
            MetricSample("isengard_store_busy_seconds_total", ["store": "<b>"], 1),
            MetricSample("isengard_store_queued_seconds_total", ["store": "<b>"], 1),
            MetricSample("isengard_store_busy_seconds_total", ["store": "b"], .nan),
            MetricSample("isengard_store_queued_seconds_total", ["store": "b"], 1),
        ]
        #expect(MetricRule.sightings(samples, server: "") == [])
    }
}

@Suite("One step's looks become readings")
struct ResourceTallyTests {
    private static let second: Int64 = 1_000_000_000

    @Test("counters give their rise by second, levels their mean")
    func means() {
        var tally = ResourceTally()
        for second in 0...4 {
            tally.add(
                [
                    Sighting(
                        "cpu",
                        used: .total(7 + Double(second) * 1.5),
                        of: 2,
                        limit: "2 cores",
                        wait: .total(Double(second) * 0.25)
                    ),
                    Sighting(
                        "pool",
                        used: .level(Double(second)),
                        of: 10,
                        limit: "10",
                        wait: nil
                    ),
                ],
                at: Int64(second) * Self.second
            )
        }
        #expect(
            tally.readings == [
                ResourceReading(name: "cpu", utilisation: 0.75, limit: "2 cores", wait: 0.25),
                ResourceReading(name: "pool", utilisation: 0.2, limit: "10", wait: nil),
            ]
        )
    }

    @Test("requests at a server are how busy it would be with one at a time")
    func line() {
        var tally = ResourceTally()
        for second in 0...1 {
            let level = Sighting.Figure.total(Double(second) * 3)
            tally.add(
                [Sighting("b", used: level, of: 1, limit: "", wait: nil, measure: .line)],
                at: Int64(second) * Self.second
            )
        }
        let reading = tally.readings.first
        #expect(reading?.utilisation == 0.75 && reading?.wait == 2.25)
        #expect((ServerLine.level(busy: 0.75) - 3).magnitude < 1e-9)
        // M/D/1 at 0.8: 0.8 + 0.64/0.4.
        #expect((ServerLine.busyEvenly(level: 2.4) - 0.8).magnitude < 1e-9)
    }

    @Test("what was not there all the time, or began anew, is lost and not told")
    func lost() {
        var tally = ResourceTally()
        func cpu(_ name: String, _ total: Double, isPassing: Bool = false) -> Sighting {
            Sighting(
                name,
                used: .total(total),
                of: 1,
                limit: "",
                wait: nil,
                isPassing: isPassing
            )
        }
        tally.add([cpu("ended", 1), cpu("reset", 9), cpu("whole", 1)], at: 0)
        tally.add(
            [
                cpu("reset", 1), cpu("whole", 1.5), cpu("late", 1),
                cpu("thread", 1, isPassing: true),
            ],
            at: Self.second
        )
        #expect(tally.readings.map(\.name) == ["whole"])
        #expect(tally.lost == ["ended", "reset", "late"])
        #expect(ResourceTally().readings == [])
    }

    @Test("the number of parts has a limit")
    func most() {
        var tally = ResourceTally()
        let parts = (0..<2000).map {
            Sighting("part \($0)", used: .level(1), of: 1, limit: "", wait: nil)
        }
        tally.add(parts, at: 0)
        tally.add(parts, at: Self.second)
        #expect(tally.readings.count == ResourceTally.most)
    }
}
