import Histogram
import LoadModel
import Testing

/// Reports of one kind of operation, as if somebody had run them.
struct RunMaker {
    var text = "name: a\ntargets: [{url: http://one:1}]\n"
    var begun = "2026-11-27T10:00:00Z"
    var state = StepReport.State.pass
    var seed: UInt64 = 1

    /// - Parameters:
    ///   - times: Microseconds of good answers.
    ///   - bad: So many failed.
    func run(_ name: String, times: [UInt64], bad: Int = 0) -> RunFigures {
        var find = OperationResult(name: "find")
        for time in times { find.response.record(time) }
        find.outcomes[.correct] = times.count
        find.outcomes[.serverError] = bad
        let step = StepReport(
            label: "run",
            factor: 1,
            offeredRate: 10,
            result: StepResult(operations: [find], duration: .seconds(10)),
            window: SteadyWindow(skipped: 0, seconds: 10, isSteady: true, note: ""),
            clauses: [],
            checks: [],
            state: state
        )
        return RunFigures(report([step]), name: name)
    }

    func search(_ name: String, capacity: Double, profile: String = "quick") -> RunFigures {
        var report = report([])
        report.capacity = CapacityReport(
            profile: profile,
            capacity: capacity,
            interval: nil,
            inWords: "",
            bindingClause: nil,
            headroom: nil,
            bottleneck: nil,
            evidence: [],
            scalability: [],
            trials: []
        )
        return RunFigures(report, name: name)
    }

    private func report(_ steps: [StepReport]) -> RunReport {
        RunReport(
            identity: RunIdentity(name: "a", scenario: text, seed: seed, begun: begun),
            verdict: RunVerdict(.met, ""),
            steps: steps
        )
    }
}

@Suite("Comparison of builds") struct BuildComparisonTests {
    /// 200 times around `centre`.
    private static func times(_ centre: UInt64) -> [UInt64] {
        (0..<200).map { centre + UInt64($0) * centre / 1000 }
    }

    private static func runs(_ centres: [UInt64], bad: [Int] = [], hour: Int = 10) -> [RunFigures] {
        centres.enumerated().map { place, centre in
            var maker = RunMaker()
            maker.begun = "2026-11-27T\(hour):0\(2 * place)"
            let failed = bad.isEmpty ? 0 : bad[place]
            return maker.run("run-\(place)", times: times(centre), bad: failed)
        }
    }

    private static func row(
        _ comparison: BuildComparison,
        _ measure: RunFigures.Measure
    ) throws -> BuildComparison.Row {
        try #require(comparison.rows.first { $0.subject.measure == measure })
    }

    @Test("a build that is slower in every run is worse, and stops at the gate")
    func slower() throws {
        let (first, second) = (
            Self.runs([1000, 1010, 990, 1005]), Self.runs([1200, 1210, 1190, 1220])
        )
        let comparison = BuildComparison(baseline: first, candidate: second)
        for measure in [RunFigures.Measure.p50, .p95, .p99] {
            #expect(try Self.row(comparison, measure).judgement == .worse)
        }
        #expect(try Self.row(comparison, .errors).judgement == .noDifferenceSeen)
        #expect(try Self.row(comparison, .throughput).judgement == .noDifferenceSeen)
        let measures = comparison.regressions(beyond: 0.1).map(\.subject.measure)
        #expect(measures == [.p50, .p95, .p99])
        #expect(comparison.regressions(beyond: 0.3).isEmpty)
        let back = BuildComparison(baseline: second, candidate: first)
        #expect(try Self.row(back, .p95).judgement == .better)
        #expect(back.regressions(beyond: 0).isEmpty)
    }

    @Test("runs that overlap show no difference and pass the gate, however far the worst is off")
    func noise() throws {
        let comparison = BuildComparison(
            baseline: Self.runs([1000, 1500, 900, 1200]),
            candidate: Self.runs([950, 1400, 1300, 3000])
        )
        #expect(try Self.row(comparison, .p95).judgement == .noDifferenceSeen)
        #expect(comparison.regressions(beyond: 0).isEmpty)
    }

    @Test("single runs and pairs are never judged, three of each not at 95 %", arguments: 1...3)
    func few(count: Int) throws {
        let (slow, fast) = (
            Array(repeating: UInt64(9000), count: count),
            Array(repeating: UInt64(1000), count: count)
        )
        let comparison = BuildComparison(baseline: Self.runs(fast), candidate: Self.runs(slow))
        let row = try Self.row(comparison, .p95)
        #expect(row.judgement == (count < 3 ? .notDecided : .tooFewRuns))
        #expect(row.result.shift ?? 0 > 7000)
        #expect(comparison.regressions(beyond: 0).isEmpty)
        #expect(comparison.notes.contains { $0.contains("4 of each can") }, "\(comparison.notes)")
    }

    @Test("three of each decide at 90 %")
    func ninety() throws {
        let comparison = BuildComparison(
            baseline: Self.runs([1000, 1010, 1020]),
            candidate: Self.runs([1500, 1510, 1520]),
            confidence: 0.9
        )
        #expect(try Self.row(comparison, .p95).judgement == .worse)
        #expect(Comparison.fewestRuns(significance: 0.1) == 3)
        #expect(Comparison.fewestRuns(significance: 0.05) == 4)
        #expect(Comparison.fewestRuns(significance: 0.01) == 5)
    }

    @Test("failures count as slower than anything, and a rise of their share stops at the gate")
    func failures() throws {
        let comparison = BuildComparison(
            baseline: Self.runs([1000, 1001, 1002, 1003], bad: [0, 0, 0, 0]),
            candidate: Self.runs([100, 101, 102, 103], bad: [20, 21, 22, 23])
        )
        let errors = try Self.row(comparison, .errors)
        #expect(errors.judgement == .worse)
        #expect(try Self.row(comparison, .p95).candidate.allSatisfy { $0 == .infinity })
        #expect(try Self.row(comparison, .p95).judgement == .notDecided)
        #expect(try Self.row(comparison, .p50).judgement == .better)
        #expect(comparison.regressions(beyond: 0.1).map(\.subject.measure) == [.errors])
    }

    @Test("a void run is left out and named")
    func void() {
        var maker = RunMaker()
        maker.state = .void
        let void = maker.run("void.json", times: [1])
        let comparison = BuildComparison(
            baseline: Self.runs([1000, 1010, 990]) + [void],
            candidate: Self.runs([1000, 1010, 990, 1000])
        )
        #expect(comparison.rows.allSatisfy { $0.baseline.count == 3 })
        #expect(comparison.notes.contains { $0.hasPrefix("void.json is left out") })
    }

    @Test("runs of one side after all of the other are told, interleaved ones are not")
    func order() {
        func notes(_ hour: Int) -> [String] {
            BuildComparison(
                baseline: Self.runs([1, 2, 3, 4]),
                candidate: Self.runs([1, 2, 3, 4], hour: hour)
            ).notes
        }
        #expect(notes(11).contains { $0.contains("not interleaved") })
        #expect(!notes(10).contains { $0.contains("not interleaved") })
    }

    @Test("searches are compared by their capacity, of which more is better")
    func capacity() throws {
        let maker = RunMaker()
        let comparison = BuildComparison(
            baseline: [7.0, 7.1, 7.2, 7.3].map { maker.search("a", capacity: $0) },
            candidate: [5.0, 5.1, 5.2, 5.3].map { maker.search("b", capacity: $0) }
        )
        let row = try Self.row(comparison, .capacity)
        #expect(row.judgement == .worse && comparison.rows.count == 1)
        #expect(comparison.regressions(beyond: 0.1).count == 1)
    }

    @Test("only the targets' URLs may differ between scenarios")
    func likeness() throws {
        let first = RunMaker().run("a.json", times: [1])
        var maker = RunMaker()
        maker.text = "name: a\ntargets: [{url: https://two:2/x}]\n"
        #expect(RunLikeness.difference(of: maker.run("b.json", times: [1]), from: first) == nil)
        maker.text = "name: a\ntargets: [{url: http://one:1, timeout: 5s}]\n"
        let other = RunLikeness.difference(of: maker.run("b.json", times: [1]), from: first)
        let text = try #require(other)
        #expect(text.hasPrefix("b.json and a.json differ in line 2"), "\(text)")
        #expect(text.contains("timeout: 5s"))
        maker.text = "name: a\n"
        #expect(RunLikeness.difference(of: maker.run("b.json", times: [1]), from: first) != nil)
        maker.text = "name: a\u{1B}[2J\n"
        let hostile = RunLikeness.difference(of: maker.run("b.json", times: [1]), from: first)
        #expect(hostile?.contains("\u{1B}") == false)
        let search = maker.search("c.json", capacity: 1)
        #expect(RunLikeness.difference(of: search, from: first)?.contains("quick search") == true)
    }
}
