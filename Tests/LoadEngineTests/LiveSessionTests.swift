import Basics
@testable import LoadEngine
import LoadModel
import Testing

/// Sessions and workers on a real Orthanc.
@Suite(.serialized) struct LiveSessionTests {
    private static func outcomes(of step: StepReport) -> [String: OutcomeCounts] {
        let pairs = step.result.operations.map { ($0.name, $0.outcomes) }
        return Dictionary(uniqueKeysWithValues: pairs)
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
        let stage = try LiveStage(Self.priors)
        try stage.run.prepare()
        let outcomes = Self.outcomes(of: try stage.step())
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
        _ = try Chores.remove(lost, from: stage.target, isStopped: { false })
        let after = Self.outcomes(of: try stage.step())
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
        let stage = try LiveStage(Self.workers)
        try stage.run.prepare()
        let outcomes = Self.outcomes(of: try stage.step())
        for (name, counts) in outcomes {
            #expect(counts.total > 0 && counts.bad == 0, "\(name): \(counts)")
        }
        try stage.run.cleanUp()
        let removed = try #require(stage.told.withLock { $0.removed })
        let single = try #require(outcomes["upload"]).total
        let whole = try #require(outcomes["upload.study"]).total
        // What is sent again is one study with what it repeats.
        #expect(removed.failed == 0 && removed.gone <= single + whole)
        #expect(removed.gone > (single + whole) / 2)
        #expect(try stage.holds(6))
    }
}
