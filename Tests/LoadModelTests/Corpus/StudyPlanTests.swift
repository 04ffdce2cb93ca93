@testable import LoadModel
import Testing

@Suite struct StudyPlanTests {
    private static func recipe(
        _ seed: UInt64 = 42,
        resends: Double = 0.01,
        edges: Double = 0.01
    ) throws -> CorpusRecipe {
        try CorpusRecipe(seed: seed, resendShare: resends, edgeShare: edges)
    }

    /// Every picture counts, documents don't.
    private static func frames(of study: StudyPlan) -> Int {
        study.series.indices.filter { study.series[$0].format.sopClass.isImage }
            .reduce(0) { sum, series in
                (0..<study.series[series].instanceCount).reduce(sum) {
                    $0 + study.frames(series: series, instance: $1)
                }
            }
    }

    @Test("study i is the same whoever asks, and whatever was asked before")
    func repeats() throws {
        let first = try Self.recipe().study(4711)
        let again = try Self.recipe()
        _ = again.study(12)
        #expect(again.study(4711) == first)
        #expect(try Self.recipe(43).study(4711) != first)
    }

    @Test("modalities and sizes come within 5 % of the table over 8,192 studies")
    func holdsMix() throws {
        let recipe = try Self.recipe(resends: 0)
        let studies = (0..<8192).map(recipe.study)
        for row in recipe.mix.rows where row.share >= 0.05 {
            let own = studies.filter { $0.row == row.name }
            let count = Double(own.count)
            #expect(abs(count / 8192 / row.share - 1) < 0.01, "\(row.name)")
            let series = Double(own.reduce(0) { $0 + $1.series.count }) / count
            #expect(abs(series / row.meanSeries - 1) < 0.05, "\(row.name)")
            let instances = Double(own.reduce(0) { $0 + $1.instanceCount }) / count
            #expect(abs(instances / row.meanInstances - 1) < 0.05, "\(row.name)")
        }
        let frames = Double(studies.reduce(0) { $0 + Self.frames(of: $1) }) / 8192
        #expect(abs(frames / recipe.mix.meanFrames - 1) < 0.05)
    }

    @Test("patients have the studies, and the earlier ones, that were fitted")
    func clustersPatients() throws {
        let seed: UInt64 = 42
        let places = (0..<20).flatMap { block in
            (0..<1024).map { PatientBlock(seed: seed, number: block).place(of: $0) }
        }
        let patients = Set(places.map(\.patient)).count
        #expect(abs(Double(places.count) / Double(patients) - 9.1) < 0.6)
        let earlier = Double(places.reduce(0) { $0 + $1.ordinal }) / Double(places.count)
        #expect(abs(earlier - 10.2) < 1)
        #expect(Set(places.map { [$0.patient, $0.ordinal] }).count == places.count)
        #expect(places.allSatisfy { $0.ordinal < $0.studies })
    }

    @Test("a patient's studies are in the order of their numbers and follow each other closely")
    func clustersInTime() throws {
        let recipe = try Self.recipe(resends: 0)
        var days: [Int: [(ordinal: Int, day: Int)]] = [:]
        for index in 0..<1024 {
            let place = PatientBlock(seed: 42, number: 0).place(of: index)
            let study = recipe.study(index)
            #expect(study.date <= recipe.lastDay && study.date > study.patient.birthDate)
            days[place.patient, default: []].append((place.ordinal, study.date.day))
        }
        var gaps: [Int] = []
        for list in days.values {
            let sorted = list.sorted { $0.ordinal < $1.ordinal }.map(\.day)
            gaps += zip(sorted, sorted.dropFirst()).map { $1 - $0 }
        }
        #expect(gaps.allSatisfy { $0 >= 0 })
        let close = Double(gaps.filter { $0 <= 7 }.count) / Double(gaps.count)
        #expect(abs(close - 0.72) < 0.05)
    }

    @Test("all studies of a patient agree on who that is")
    func agreesOnPatient() throws {
        let recipe = try Self.recipe(edges: 1)
        var known: [Int: PatientPlan] = [:]
        for index in 0..<300 {
            let patient = recipe.study(index).patient
            #expect(known[patient.number, default: patient] == patient)
            known[patient.number] = patient
        }
        #expect(Set(known.values.map(\.id)).count == known.count)
    }

    @Test("identifiers and accession numbers are a study's own")
    func isUnique() throws {
        let recipe = try Self.recipe(resends: 0)
        let studies = (0..<2000).map(recipe.study)
        #expect(Set(studies.map(\.uid)).count == 2000)
        #expect(Set(studies.map(\.accessionNumber)).count == 2000)
        #expect(studies.allSatisfy { $0.accessionNumber.utf8.count == 16 })
    }

    @Test("a re-send is an earlier study again, about as often as asked")
    func resends() throws {
        let recipe = try Self.recipe(resends: 0.1)
        let studies = (3000..<5000).map(recipe.study)
        let again = studies.filter(\.isResend)
        #expect(abs(Double(again.count) / 2000 - 0.1) < 0.025)
        for study in again.prefix(20) {
            let original = recipe.study(study.source)
            #expect(!original.isResend && original.index < study.index)
            #expect(original.uid == study.uid && original.series == study.series)
        }
    }

    @Test("studies keep to the weekday and hour curves")
    func keepsHours() throws {
        let recipe = try Self.recipe(resends: 0)
        let studies = (0..<4096).map(recipe.study)
        let busiest = studies.filter { $0.second / 3600 == 10 }.count
        #expect(abs(Double(busiest) / 4096 - 0.101) < 0.015)
        let weekend = studies.filter { $0.date.weekday >= 5 }.count
        #expect(abs(Double(weekend) / 4096 - 0.6 / 5.6) < 0.03)
    }

    @Test("edge cases of every kind occur, in the share that was asked for")
    func hasEdges() throws {
        let recipe = try Self.recipe(resends: 0, edges: 0.2)
        let studies = (3000..<5000).map(recipe.study)
        let kinds = Set(studies.flatMap { [$0.edge, $0.patient.edge] })
        #expect(kinds.isSuperset(of: EdgeCase.allCases.map(Optional.some)))
        let share = Double(studies.filter { $0.edge != nil }.count) / 2000
        #expect(abs(share - 0.1) < 0.025)
    }

    @Test("the most common surname has the share of patients that the table promises")
    func collidesSurnames() throws {
        let recipe = try Self.recipe(edges: 0)
        let patients = (0..<8000).map { PatientPlan(recipe, number: $0) }
        let common = patients.filter { $0.name.text.hasPrefix("Müller^") }.count
        let expected = NameTable.share(ofLatinSurname: 0)
        #expect(abs(Double(common) / 8000 - expected) < 0.004)
        #expect(Set(patients.map(\.name.characterSet)).count == 3)
    }
}
