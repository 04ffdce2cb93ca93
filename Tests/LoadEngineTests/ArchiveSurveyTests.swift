import Basics
@testable import LoadEngine
import LoadModel
import LocalServers
import Testing
import TestKit

/// Learning from a real Orthanc.
@Suite(.serialized) struct ArchiveSurveyTests {
    private static let studies = 120

    /// A hospital's, with at most three images in a series.
    private static func smallMix() throws -> ModalityMix {
        let rows = ModalityMix.hospitalGeneral.rows.map { row in
            var row = row
            for place in row.components.indices {
                row.components[place].images = .perSeries(.uniform(1...3))
            }
            return row
        }
        return try ModalityMix(name: "small", rows: rows)
    }

    @Test("a mix learned from an Orthanc has the shares and counts of what lies there")
    func learns() throws {
        let folder = try TemporaryFolder(named: "isengard-learn")
        let store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
        let target = TargetSettings(base: store.url)
        let mix = try Self.smallMix()
        let recipe = try CorpusRecipe(seed: 11, mix: mix, scale: .small, resendShare: 0)
        let shelf = Shelf(recipe, studies: Self.studies, run: 1)
        try Chores.preload(
            shelf,
            into: target,
            name: "store",
            isStopped: { false },
            report: { _ in }
        )
        let plans = (0..<Self.studies).map(recipe.study)
        let survey = try ArchiveSurvey(of: target, today: recipe.lastDay.day + 2)
        let (counts, samples) = try survey.samples(100, seed: 3)
        #expect(counts.studies == Self.studies && samples.count == 100)
        #expect(counts.instances == plans.reduce(0) { $0 + $1.instanceCount })
        let learned = try CorpusLearner.learn(counts: counts, samples: samples)
        let file = try MixFile.read(text: learned.yaml, name: "mix.yaml")
        for row in mix.rows {
            let there = plans.filter { $0.row == row.name }
            let share = Double(there.count) / Double(Self.studies)
            let told = file.lines[row.name]
            #expect(abs((told?.share ?? 0) - share) < 0.05, "\(row.name)")
            guard let images = told?.imagesMean else { continue }
            let mean = Double(there.reduce(0) { $0 + $1.instanceCount }) / Double(there.count)
            #expect(abs(images / mean - 1) < 0.2, "\(row.name): \(images), \(mean)")
        }
        let told = file.ages.values.reduce(0, +)
        #expect(abs(told - 1) < 1e-3 && file.ages[.unknown] ?? 0 < 0.3, "\(file.ages)")
        let secrets = plans.flatMap { plan in
            [plan.uid.description, plan.studyIdentifier, plan.date.description, recipe.token]
        }
        for secret in secrets { #expect(!learned.yaml.contains(secret)) }
    }

    @Test("a server that is no Orthanc, that isn't there or says too much, is told in one line")
    func refusals() throws {
        let folder = try TemporaryFolder(named: "isengard-learn")
        let store = try LocalOrthanc(.init(name: "store", folder: folder.path + "/store"))
        let proxy = try FaultProxy(to: store.port)
        defer { proxy.close() }
        for fault in [Fault.garbage, .refuse, .hugeAnswer(bytes: 1 << 40)] {
            try proxy.set(fault)
            let error = #expect(throws: LoadError.self) {
                _ = try ArchiveSurvey(of: TargetSettings(base: proxy.url)).samples(10, seed: 1)
            }
            #expect(error?.kind == .target)
            #expect(error?.description.contains("\n") == false)
        }
        try proxy.set(.pass)
        let empty = try ArchiveSurvey(of: TargetSettings(base: proxy.url)).samples(10, seed: 1)
        #expect(empty.counts.studies == 0 && empty.samples.isEmpty)
        let elsewhere = #expect(throws: LoadError.self) {
            let target = TargetSettings(base: store.url + "/instances")
            _ = try ArchiveSurvey(of: target).samples(10, seed: 1)
        }
        #expect(elsewhere?.description.contains("404") == true)
    }

    @Test("as many different places are drawn as were asked for", arguments: [0, 5, 10, 11, 4000])
    func places(total: Int) {
        let places = ArchiveSurvey.places(10, of: total, seed: 9)
        #expect(places.count == min(10, total))
        #expect(Set(places).count == places.count && places == places.sorted())
        #expect(places.allSatisfy { (0..<total).contains($0) })
    }
}
