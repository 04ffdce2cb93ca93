import Basics
@testable import LoadEngine
import LoadModel
import LocalServers
import Testing

/// A whole run on a real Orthanc.
@Suite(.serialized) struct LiveRunTests {
    private static let text = """
        version: 1
        name: live
        corpus: {preload: {studies: 6}, seed: 5}
        traffic:
          - {op: find, rate: 20/s, selectivity: {zero: 50%, one: 25%, few: 25%}}
          - {op: tags, rate: 10/s}
          - {op: file, rate: 10/s}
          - {op: study, rate: 10/s}
          - {op: upload, rate: 5/s}
          - {op: upload.study, rate: 1/s, parallel: 2, modality: CR}
        profile: [{hold: 2s}]
        """

    private struct Stage {
        let folder: TemporaryFolder
        let store: LocalOrthanc
        let run: LoadRun
        let log: Locked<[String]>
        let stop: StopSwitch

        init() throws {
            folder = try TemporaryFolder(named: "isengard-load")
            store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
            let scenario = try ScenarioReader.read(text: LiveRunTests.text, name: "live.yaml")
            let recipe = try CorpusRecipe(scenario.corpus)
            let shelf = Shelf(recipe, studies: scenario.corpus.preload.studies, run: 1)
            let log = Locked<[String]>([])
            self.log = log
            stop = StopSwitch()
            run = LoadRun(
                Workload(scenario, shelf),
                targets: [TargetSettings(base: store.url)],
                cores: [nil],
                stop: stop
            ) { event in
                if case .preloading(_, let progress) = event, progress.done == progress.total {
                    log.withLock { $0.append("preloaded \(progress.total), had \(progress.found)") }
                }
                if case .removed(let studies, let failed) = event {
                    log.withLock { $0.append("removed \(studies), failed \(failed)") }
                }
            }
        }

        /// How many studies the store holds, by a search of our own.
        func studies() throws -> Int {
            let engine = try Engine(targets: [TargetSettings(base: store.url)], names: ["find"])
            for count in 0..<1000 {
                let arrivals = ArrivalSequence(
                    .deterministic,
                    at: .constant(1000, for: .milliseconds(1)),
                    seed: 0,
                    stream: 0
                )
                let stream = LoadStream(
                    arrivals: arrivals,
                    work: .single(kind: 0) { _, request in
                        request.get("/studies", expecting: .elements(count))
                    }
                )
                let plan = StepPlan(streams: [stream], duration: .milliseconds(1))
                if try engine.run([plan]).operations[0].outcomes[.correct] == 1 { return count }
            }
            return -1
        }
    }

    private func step(_ stage: Stage) throws -> StepReport {
        try stage.run.run(stage.run.workload.scenario.profile, label: "run", factor: 1)
    }

    @Test("a run fills its target, gets right answers, and leaves what it found")
    func whole() throws {
        let stage = try Stage()
        try stage.run.prepare()
        #expect(try stage.studies() == 6)
        try stage.run.prepare()
        #expect(stage.log.withLock { $0.contains("preloaded 6, had 6") })
        let report = try step(stage)
        for operation in report.result.operations {
            #expect(operation.outcomes.total > 0, "\(operation.name)")
            #expect(operation.outcomes.bad == 0, "\(operation.name): \(operation.outcomes)")
        }
        #expect(report.clauses.allSatisfy { $0.state == .met }, "\(report.clauses)")
        #expect(try stage.studies() > 6)
        try stage.run.cleanUp()
        #expect(try stage.studies() == 6)
        #expect(stage.log.withLock { $0.last?.hasSuffix("failed 0") == true })
    }

    @Test("a target that lost a study is told by wrong answers, naming the operations")
    func lostStudy() throws {
        let stage = try Stage()
        try stage.run.prepare()
        // One of the five of which a search for `few` knows.
        let lost = stage.run.workload.shelf.recipe.study(3).studyIdentifier
        let target = TargetSettings(base: stage.store.url)
        #expect(try Chores.remove([lost], from: target, isStopped: { false }).gone == 1)
        let report = try step(stage)
        let missed = report.clauses.filter { $0.state == .missed }.map(\.text)
        #expect(missed.contains("find wrong answers ≤ 0 %"), "\(missed)")
        #expect(report.state == .fail || report.state == .void)
    }

    @Test("a preload goes on where it was cut, within a study too")
    func cutPreload() throws {
        let stage = try Stage()
        let shelf = stage.run.workload.shelf
        // The first instance of a study with several, as a preload that was killed leaves it.
        let study = try #require((0..<6).map(shelf.recipe.study).first { $0.instanceCount > 1 })
        var body = InstanceBody()
        shelf.templates.encoder(study, series: 0).encode(0, into: &body)
        let file = body
        let engine = try Engine(targets: [TargetSettings(base: stage.store.url)], names: ["upload"])
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(1000, for: .milliseconds(1)),
            seed: 0,
            stream: 0
        )
        let stream = LoadStream(
            arrivals: arrivals,
            work: .single(kind: 0) { _, request in
                request.post("/instances", .dicom, .instance(file))
            }
        )
        _ = try engine.run([StepPlan(streams: [stream], duration: .milliseconds(1))])
        try stage.run.prepare()
        #expect(stage.log.withLock { $0.contains("preloaded 6, had 0") })
    }
}
