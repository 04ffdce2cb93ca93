@testable import LoadModel
import Testing

@Suite struct ScenarioReaderTests {
    @Test("what isn't stated has its default")
    func defaults() throws {
        let scenario = try ScenarioText.scenario("")
        let target = try #require(scenario.targets.first)
        #expect(scenario.targets.count == 1 && target.name == "main")
        #expect(target.url == "http://127.0.0.1:8042" && target.timeout == .seconds(60))
        #expect(target.auth == nil && target.tls.isVerified && target.dicomWeb == "/dicom-web")
        #expect(scenario.seed == 1 && scenario.corpus.mix == "hospital-general")
        #expect(scenario.corpus.pixels == .small && scenario.corpus.preload.studies == 0)
        #expect(scenario.corpus.resend == 0.01 && scenario.corpus.preload.targets == ["main"])
        #expect(scenario.arrival == .poisson && scenario.demand == nil)
        #expect(scenario.profile == .constant(1, for: .seconds(300)))
        #expect(scenario.plan == .fixed(repeats: 1) && scenario.cleanup == .deleteUploaded)
        #expect(scenario.limits == .init(inFlight: 10_000, connections: 1000))
        #expect(scenario.closedLoop == nil && scenario.observe == [])
    }

    @Test("what has no clause must be correct")
    func impliedClause() throws {
        let scenario = try ScenarioText.scenario("")
        let clause = try #require(scenario.clauses.first)
        #expect(scenario.clauses.count == 1 && clause.subject == .operation("system"))
        #expect(clause.correct == 1 && clause.bounds == [] && clause.errors == nil)
    }

    @Test("targets and sources are read")
    func targets() throws {
        let scenario = try ScenarioText.scenario(
            """
            targets:
              - name: a
                url: "https://h:8042/orthanc/"
                auth: env:ORTHANC_AUTH
                tls: {authority: ca.pem, certificate: c.pem, key: k.pem}
                timeout: 500ms
              - {name: b, url: "http://[::1]:80", auth: "file:/run/secret"}
            observe:
              - {kind: orthanc-metrics, every: 1s}
              - {kind: prometheus-text, url: "http://h/metrics"}
              - {kind: proc, pids: [Orthanc, 4711]}
              - {kind: postgres, dsn: env:PGDSN}
            """
        )
        let first = scenario.targets[0]
        #expect(first.url == "https://h:8042/orthanc" && first.timeout == .milliseconds(500))
        #expect(first.auth == .environment("ORTHANC_AUTH") && first.tls.key == "k.pem")
        #expect(scenario.targets[1].auth == .file("/run/secret"))
        #expect(
            scenario.observe.map(\.kind) == [
                .orthancMetrics(url: nil, auth: nil),
                .prometheusText(url: "http://h/metrics", auth: nil),
                .processes([.named("Orthanc"), .id(4711)]),
                .postgres(dsn: .environment("PGDSN")),
            ]
        )
        #expect(
            scenario.observe.map(\.every) == [.seconds(1)] + .init(repeating: .seconds(2), count: 3)
        )
    }

    @Test("every operation is read with its keys", arguments: OperationKind.table)
    func operation(_ kind: OperationKind) throws {
        let keys = [
            "get": "path: /x",
            "find": "level: series, expand: false, selectivity: {one: 0.4, many: 60%}",
            "qido": "selectivity: zero", "upload": "modality: CT", "changes": "limit: 7",
            "upload.study": "parallel: 4, modality: MR", "stow.study": "batch: 20",
            "archive": "abandon: 5%",
        ]
        let rest = keys[kind.name].map { ", " + $0 } ?? ""
        let scenario = try ScenarioText.scenario(
            "corpus: {preload: {studies: 106}}",
            traffic: "traffic: [{op: \(kind.name), rate: 30/min\(rest)}]\n"
        )
        let entry = try #require(scenario.traffic.first)
        guard case .operation(let operation) = entry.work else {
            Issue.record("\(entry.work)")
            return
        }
        #expect(entry.name == kind.name && operation.kind == kind && entry.amount == .rate(0.5))
        #expect(operation.path == (kind.name == "get" ? "/x" : nil))
        #expect(operation.abandon == (kind.name == "archive" ? 0.05 : nil))
        #expect(operation.batch == (kind.name == "stow.study" ? 20 : nil))
        #expect(operation.parallel == (kind.name == "upload.study" ? 4 : nil))
        #expect(operation.limit == (kind.name == "changes" ? 7 : nil))
        #expect(operation.level == (kind.name == "find" ? .series : nil))
        #expect(operation.isExpanded == (kind.name == "find" ? false : nil))
        if kind.name == "find" {
            let parts = try #require(operation.selectivity?.parts)
            #expect(parts == [.init(set: .one, share: 0.4), .init(set: .many, share: 0.6)])
        }
    }

    @Test("a session is read step by step")
    func session() throws {
        let scenario = try ScenarioText.scenario(
            """
            corpus: {preload: {studies: 6}}
            sessions:
              s:
                browserConnections: 4
                steps:
                  - qido: {selectivity: few, mark: listed}
                  - think: lognormal(4s, 0.8)
                  - metadata
                  - frames: {mark: first}
                  - previews: {pick: all, share: "exponential(40%)", parallel: 2}
                  - files: {pick: middle-out, share: 60%}
                  - prior: {strategy: last(2), probability: 0.5, reuse: [metadata, frames]}
                  - think: 2s
            """,
            traffic: "traffic: [{session: s, rate: 1/s}]\n"
        )
        let session = try #require(scenario.session(named: "s"))
        #expect(session.browserConnections == 4 && session.marks == ["listed", "first"])
        #expect(session.steps[1].action == .think(.lognormal(mean: 4, shape: 0.8)))
        #expect(session.steps[2].action == .metadata)
        #expect(
            session.steps[3].action
                == .images(
                    .init(form: .frames, pick: .firstOfEachSeries, share: .constant(1), parallel: 6)
                )
        )
        #expect(
            session.steps[4].action
                == .images(
                    .init(form: .previews, pick: .all, share: .exponential(mean: 0.4), parallel: 2)
                )
        )
        #expect(
            session.steps[5].action
                == .images(
                    .init(form: .files, pick: .middleOut, share: .constant(0.6), parallel: 6)
                )
        )
        let prior = Scenario.Prior(probability: 0.5, latest: 2, steps: [2, 3])
        #expect(session.steps[6].action == .prior(prior))
        #expect(session.steps[7].action == .think(.constant(2)))
        #expect(scenario.clauses.map(\.subject) == [.session("s", mark: nil)])
    }

    @Test("a profile's segments go on from where the one before ended")
    func profile() throws {
        let scenario = try ScenarioText.scenario(
            """
            profile:
              - {ramp: 10s}
              - {hold: 1min}
              - {ramp: 5s, to: 3x}
              - {hold: 2s}
              - {hold: 1s, at: 0.5x}
            """
        )
        #expect(
            scenario.profile.pieces == [
                .init(duration: .seconds(10), from: 0, to: 1),
                .init(duration: .seconds(60), from: 1, to: 1),
                .init(duration: .seconds(5), from: 1, to: 3),
                .init(duration: .seconds(2), from: 3, to: 3),
                .init(duration: .seconds(1), from: 0.5, to: 0.5),
            ]
        )
    }

    @Test("arrivals come evenly, at random or in bursts")
    func arrival() throws {
        #expect(try ScenarioText.scenario("arrival: deterministic").arrival == .deterministic)
        #expect(try ScenarioText.scenario("arrival: {kind: poisson}").arrival == .poisson)
        let bursts = try ScenarioText.scenario("arrival: {kind: bursts, burst: 6x, burstFor: 5s}")
        let wanted = ArrivalPattern.Bursts(
            calm: 1,
            burst: 6,
            calmFor: .seconds(120),
            burstFor: .seconds(5)
        )
        #expect(bursts.arrival == .bursts(wanted))
        #expect(bursts.meanRate(of: bursts.traffic[0]) == wanted.mean)
    }

    @Test("a quick plan has other defaults than a full one")
    func search() throws {
        let slo = "slo: [{op: system, p95: 1s}]\n"
        let full = try ScenarioText.scenario(slo + "plan: {kind: capacity}").plan
        let quick = try ScenarioText.scenario(slo + "plan: {kind: capacity, profile: quick}").plan
        #expect(
            full
                == .capacity(
                    .init(
                        profile: .full,
                        start: 0.25,
                        limit: 40,
                        precision: 0.05,
                        confirm: .init(runs: 3, each: .seconds(300)),
                        budget: .seconds(5400),
                        sizes: []
                    )
                )
        )
        #expect(
            quick
                == .capacity(
                    .init(
                        profile: .quick,
                        start: 0.25,
                        limit: 40,
                        precision: 0.1,
                        confirm: .init(runs: 1, each: .seconds(60)),
                        budget: .seconds(720),
                        sizes: []
                    )
                )
        )
    }

    @Test(
        "a clause holds its bounds in ascending order, and a corpus is preloaded as the plan says"
    )
    func clauses() throws {
        let scenario = try ScenarioText.scenario(
            """
            slo: [{op: system, p99.9: 2s, p50: 5ms, p99: 1s, errors: 0.5%, correct: 99.9%}]
            plan: {kind: capacity, sizes: [10, 200]}
            """
        )
        let clause = try #require(scenario.clauses.first)
        #expect(
            clause.bounds == [
                .init(quantile: 0.5, limit: .milliseconds(5)),
                .init(quantile: 0.99, limit: .seconds(1)),
                .init(quantile: 0.999, limit: .seconds(2)),
            ]
        )
        #expect(clause.errors == 0.005 && clause.correct == 0.999)
        #expect(scenario.preloads == [10, 200])
    }

    @Test(
        "a weight counts per study that arrives in the busy hour",
        arguments: ["120000/year", "480/day"]
    )
    func demand(_ studies: String) throws {
        let scenario = try ScenarioText.scenario(
            "demand: {studies: \(studies), busyHourShare: 10%, workingDays: 250}",
            traffic: "traffic: [{op: system, weight: 12}]\n"
        )
        let demand = try #require(scenario.demand)
        #expect(demand.studiesPerYear == 120_000)
        #expect(abs(scenario.rate(of: scenario.traffic[0]) - 12 * 48 / 3600.0) < 1e-12)
    }

    @Test("corpus, report, limits and a closed loop are read")
    func rest() throws {
        let scenario = try ScenarioText.scenario(
            """
            corpus:
              seed: 7
              overrides: {CT: {share: 12%, images: 800}, MR: {series: 9, imageSize: 513kB}}
              pixels: full
              edges: 0
              preload: {studies: 10, atMost: 5GB}
            report: {html: out/a b.html, csv: out, hlog: out, json: j, markdown: m, junit: x}
            limits: {inFlight: 5, connections: 6}
            closedLoop: {workers: 8, for: 30s}
            cleanup: keep
            """
        )
        #expect(scenario.seed == 7 && scenario.corpus.edges == 0 && scenario.corpus.pixels == .full)
        #expect(
            scenario.corpus.overrides == [
                .init(modality: "CT", share: 0.12, images: 800),
                .init(modality: "MR", series: 9, imageBytes: 513_000),
            ]
        )
        #expect(scenario.corpus.preload.limitBytes == 5_000_000_000)
        #expect(scenario.report.html == "out/a b.html" && scenario.report.junit == "x")
        #expect(scenario.limits == .init(inFlight: 5, connections: 6))
        #expect(scenario.closedLoop == .init(workers: 8, duration: .seconds(30)))
        #expect(scenario.profile.duration == .seconds(30))
        #expect(scenario.cleanup == .keep)
    }

    @Test("a mixture gives each set its share")
    func mixture() throws {
        let selectivity = Scenario.Selectivity(parts: [
            .init(set: .zero, share: 0.25), .init(set: .many, share: 0.75),
        ])
        #expect(
            [0, 0.24, 0.26, 0.999, 1].map(selectivity.set(at:)) == [
                .zero, .zero, .many, .many, .many,
            ]
        )
        let sets = Scenario.Selectivity.AnswerSet.allCases
        #expect(sets.map(\.count) == [0, 1, 5, 100, 2000])
        #expect(sets.map(\.preload) == [0, 1, 6, 106, 2106])
    }

    @Test(
        "a distribution has the mean that it states",
        arguments: [
            Scenario.Distribution.constant(4), .exponential(mean: 4),
            .lognormal(mean: 4, shape: 0.8),
        ]
    )
    func distribution(_ distribution: Scenario.Distribution) {
        let random = CounterRandom(seed: 5, stream: 1)
        let count: UInt64 = 20_000
        let sum = (0..<count).reduce(0) { $0 + distribution.value(random, $1) }
        #expect(abs(sum / Double(count) - 4) < 0.12, "seed 5: \(sum / Double(count))")
    }
}
