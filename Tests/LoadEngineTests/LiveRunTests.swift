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

    @Test("a run fills its target, gets right answers, and leaves what it found")
    func whole() throws {
        let stage = try LiveStage(Self.text)
        try stage.run.prepare()
        #expect(try stage.holds(6))
        try stage.run.prepare()
        #expect(stage.told.withLock { $0.preload?.found } == 6)
        let report = try stage.step()
        for operation in report.result.operations {
            #expect(operation.outcomes.total > 0, "\(operation.name)")
            #expect(operation.outcomes.bad == 0, "\(operation.name): \(operation.outcomes)")
        }
        #expect(report.clauses.allSatisfy { $0.state == .met }, "\(report.clauses)")
        #expect(try !stage.holds(6))
        try stage.run.cleanUp()
        #expect(try stage.holds(6))
        let removed = try #require(stage.told.withLock { $0.removed })
        #expect(removed.gone > 0 && removed.failed == 0)
    }

    @Test("a search's trials leave the same database, and what was acknowledged and lacks is lost")
    func sweep() throws {
        let stage = try LiveStage(Self.text)
        try stage.run.prepare()
        for _ in 0..<2 {
            _ = try stage.step()
            #expect(try !stage.holds(6))
            try stage.run.sweep()
            #expect(try stage.holds(6))
        }
        #expect(stage.run.lost == 0 && stage.told.withLock { $0.removed } == nil)
        let (traffic, profile) = (stage.run.workload.scenario.traffic, stage.profile)
        _ = try stage.step()
        // Somebody else, or a store that forgets.
        let upload = try #require(traffic.first { $0.name == "upload" })
        let studies = stage.run.workload.uploads(of: upload, profile, step: 2)
        let gone = Set(studies.prefix(2))
        let removed = try Chores.remove(
            Array(gone),
            from: stage.target,
            isStopped: { false }
        )
        try stage.run.cleanUp()
        #expect(stage.run.lost == removed.gone && removed.gone == gone.count)
        #expect(try stage.holds(6))
    }

    @Test("a target that hangs isn't waited for once for each deletion")
    func hanging() throws {
        let sink = try SinkServer(.freeze(after: .zero, for: .seconds(3)))
        defer { sink.stop() }
        var settings = TargetSettings(base: sink.base)
        settings.timeout = .milliseconds(200)
        let studies = (0..<500).map { "\($0)" }
        let removed = try Chores.remove(studies, from: settings, isStopped: { false })
        #expect(removed.gone + removed.failed == 500 && removed.untried > 400, "\(removed)")
    }

    @Test("deletions for which a target was too ill are made up for, and nothing counts as lost")
    func illTarget() throws {
        let stage = try LiveStage(Self.text, timeout: .seconds(1))
        try stage.run.prepare()
        _ = try stage.step()
        stage.store.pause()
        try stage.run.sweep()
        let failed = stage.told.withLock { $0.removed?.failed } ?? 0
        #expect(failed > 0)
        stage.store.resume()
        _ = try stage.step()
        try stage.run.sweep()
        #expect(try stage.holds(6) && stage.run.lost == 0)
    }

    @Test("a target that lost a study is told by wrong answers, naming the operations")
    func lostStudy() throws {
        let stage = try LiveStage(Self.text)
        try stage.run.prepare()
        // One of the five of which a search for `few` knows.
        let lost = stage.run.workload.shelf.recipe.study(3).studyIdentifier
        #expect(try Chores.remove([lost], from: stage.target, isStopped: { false }).gone == 1)
        let report = try stage.step()
        let missed = report.clauses.filter { $0.state == .missed }.map(\.text)
        #expect(missed.contains("find wrong answers ≤ 0 %"), "\(missed)")
        #expect(report.state == .fail || report.state == .void)
    }

    @Test("a preload goes on where it was cut, within a study too")
    func cutPreload() throws {
        let stage = try LiveStage(Self.text)
        let shelf = stage.run.workload.shelf
        // The first instance of a study with several, as a preload that was killed leaves it.
        let study = try #require((0..<6).map(shelf.recipe.study).first { $0.instanceCount > 1 })
        var body = InstanceBody()
        shelf.templates.encoder(study, series: 0).encode(0, into: &body)
        let file = body
        _ = try stage.send { $0.post("/instances", .dicom, .instance(file)) }
        try stage.run.prepare()
        #expect(stage.told.withLock { $0.preload?.found } == 0)
    }
}
