import Basics
@testable import LoadEngine
import LoadModel
import LocalServers
import Testing

/// Sessions and workers on a real Orthanc.
@Suite(.serialized) struct LiveSessionTests {
    private struct Stage {
        let folder: TemporaryFolder
        let store: LocalOrthanc
        let scenario: Scenario
        let run: LoadRun
        let removed = Locked<[Int]>([])

        init(_ text: String) throws {
            folder = try TemporaryFolder(named: "isengard-load")
            store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
            scenario = try ScenarioReader.read(text: text, name: "live.yaml")
            let recipe = try CorpusRecipe(scenario.corpus)
            let removed = removed
            run = LoadRun(
                Workload(
                    scenario,
                    Shelf(recipe, studies: scenario.corpus.preload.studies, run: 1)
                ),
                targets: [TargetSettings(base: store.url)],
                cores: [nil],
                stop: StopSwitch()
            ) { event in
                if case .removed(let gone, let failed) = event {
                    removed.withLock { $0 = [gone, failed] }
                }
            }
        }

        func step() throws -> [String: OutcomeCounts] {
            let report = try run.run(scenario.profile, label: "run", factor: 1)
            let pairs = report.result.operations.map { ($0.name, $0.outcomes) }
            return Dictionary(uniqueKeysWithValues: pairs)
        }
    }

    /// Radiographs alone: few images; every other patient is awkward.
    private static let priors = """
        version: 1
        name: priors
        corpus:
          {preload: {studies: 80}, seed: 9, edges: 100%, overrides: {DX: {share: 100%}}}
        sessions:
          viewer:
            steps:
              - find: {selectivity: zero}
              - files
              - prior: {strategy: last(2), probability: 100%}
        traffic: [{session: viewer, rate: 15/s}]
        profile: [{hold: 2s}]
        """

    @Test("a search for a patient's studies finds as many as the corpus has, and priors are there")
    func priors() throws {
        let stage = try Stage(Self.priors)
        try stage.run.prepare()
        let outcomes = try stage.step()
        for (name, counts) in outcomes { #expect(counts.bad == 0, "\(name): \(counts)") }
        let sessions = try #require(outcomes["viewer"]).total
        #expect(sessions > 10)
        #expect(outcomes["viewer/prior"]?[.correct] == sessions)
        // A prior's files come beside the first study's.
        let own = try #require(outcomes["viewer/files"]).total
        #expect(own > sessions)
        // Half of the patients' studies are lost: whoever looks for them finds too few.
        let recipe = stage.run.workload.shelf.recipe
        let lost = (6..<80).filter { $0 % 2 == 0 }.map { recipe.study($0).studyIdentifier }
        let target = TargetSettings(base: stage.store.url)
        _ = try Chores.remove(lost, from: target, isStopped: { false })
        let after = try stage.step()
        #expect(try #require(after["viewer/prior"])[.wrong] > 0)
    }

    private static let workers = """
        version: 1
        name: workers
        corpus: {preload: {studies: 6}, seed: 9, overrides: {DX: {share: 100%}}}
        traffic:
          - {op: find, rate: 3/s, selectivity: {zero: 50%, one: 25%, few: 25%}}
          - {op: upload, rate: 1/s}
          - {op: upload.study, rate: 1/s}
        closedLoop: {workers: 4, for: 2s}
        """

    @Test("workers get right answers, and what they uploaded is gone afterwards")
    func workers() throws {
        let stage = try Stage(Self.workers)
        try stage.run.prepare()
        let outcomes = try stage.step()
        for (name, counts) in outcomes {
            #expect(counts.total > 0 && counts.bad == 0, "\(name): \(counts)")
        }
        try stage.run.cleanUp()
        let removed = stage.removed.withLock { $0 }
        let single = try #require(outcomes["upload"]).total
        let whole = try #require(outcomes["upload.study"]).total
        // What is sent again is one study with what it repeats.
        #expect(removed.count == 2 && removed[1] == 0 && removed[0] <= single + whole)
        #expect(removed[0] > (single + whole) / 2)
        let engine = try Engine(targets: [TargetSettings(base: stage.store.url)], names: ["all"])
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(1000, for: .milliseconds(1)),
            seed: 0,
            stream: 0
        )
        let work = LoadStream.Work.single(kind: 0) { _, request in
            request.get("/studies", expecting: .elements(6))
        }
        let stream = LoadStream(arrivals: arrivals, work: work)
        let left = try engine.run([StepPlan(streams: [stream], duration: .milliseconds(1))])
        #expect(left.operations[0].outcomes[.correct] == 1)
    }
}
