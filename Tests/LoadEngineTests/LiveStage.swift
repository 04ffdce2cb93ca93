import Basics
@testable import LoadEngine
import LoadModel
import LocalServers

/// A real Orthanc and a scenario's run on it.
struct LiveStage {
    /// What the run has told of its latest preload, once that was complete, and its cleaning up.
    struct Told {
        var preload: PreloadProgress?
        var removed: (gone: Int, failed: Int)?
    }

    private let folder: TemporaryFolder
    let store: LocalOrthanc
    let target: TargetSettings
    let run: LoadRun
    let told = Locked(Told())

    /// - Parameter timeout: Of every request; nil: the usual one.
    init(_ text: String, timeout: Duration? = nil) throws {
        folder = try TemporaryFolder(named: "isengard-load")
        store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
        var settings = TargetSettings(base: store.url)
        settings.timeout = timeout ?? settings.timeout
        target = settings
        let scenario = try ScenarioReader.read(text: text, name: "live.yaml")
        let recipe = try CorpusRecipe(scenario.corpus)
        let shelf = Shelf(recipe, studies: scenario.corpus.preload.studies, run: 1)
        let told = told
        run = LoadRun(
            Workload(scenario, shelf),
            targets: [target],
            cores: [nil],
            stop: StopSwitch()
        ) { event in
            if case .preloading(_, let progress) = event, progress.done == progress.total {
                told.withLock { $0.preload = progress }
            }
            if case .removed(let studies, let failed) = event {
                told.withLock { $0.removed = (studies, failed) }
            }
        }
    }

    var profile: RateProfile { run.workload.scenario.profile }

    func step() throws -> StepReport { try run.run(profile, label: "run", factor: 1) }

    /// Sends the store one request of our own.
    func send(_ fill: @escaping @Sendable (inout Request) -> Void) throws -> OutcomeCounts {
        let engine = try Engine(targets: [target], names: ["own"])
        let arrivals = ArrivalSequence(
            .deterministic,
            at: .constant(1000, for: .milliseconds(1)),
            seed: 0,
            stream: 0
        )
        let stream = LoadStream(
            arrivals: arrivals,
            work: .single(kind: 0) { _, request in fill(&request) }
        )
        let plan = StepPlan(streams: [stream], duration: .milliseconds(1))
        return try engine.run([plan]).operations[0].outcomes
    }

    /// Whether the store holds so many studies, by a search of our own.
    func holds(_ studies: Int) throws -> Bool {
        let outcomes = try send { request in
            request.get("/studies", expecting: .elements(studies))
        }
        return outcomes[.correct] == 1
    }
}
