@testable import LoadModel
import Testing

@Suite struct PatientHistoryTests {
    private static func recipe() throws -> CorpusRecipe {
        try CorpusRecipe(seed: 11, scale: .small, resendShare: 0.1)
    }

    @Test("a permutation is undone by its inverse")
    func inverse() {
        let order = BlockPermutation(CorpusRandom(seed: 3, .blocks, 1))
        #expect((0..<1024).allSatisfy { order.preimage(of: order.image(of: $0)) == $0 })
    }

    @Test("a patient's studies are those that say so themselves, the earliest first")
    func studies() throws {
        let recipe = try Self.recipe()
        let count = 1500
        let plans = (0..<count).map(recipe.study)
        for index in stride(from: 0, to: count, by: 37) {
            let plan = plans[index]
            let found = recipe.studies(ofPatientOf: index, in: count)
            let own = plans.filter { $0.patient.id == plan.patient.id && !$0.isResend }
            #expect(Set(found) == Set(own.map(\.index)), "seed 11, study \(index)")
            #expect(found.contains(plan.source))
            let days = found.map { plans[$0].date.day }
            #expect(days == days.sorted(), "seed 11, study \(index)")
            #expect(Set(found).isSubset(of: recipe.studies(ofPatientOf: index)))
        }
    }

    @Test("a corpus that is cut short has the studies up to its end alone")
    func cut() throws {
        let recipe = try Self.recipe()
        for index in 0..<100 {
            let found = recipe.studies(ofPatientOf: index, in: 100)
            #expect(found.allSatisfy { $0 < 100 })
            let all = recipe.studies(ofPatientOf: index)
            #expect(found == all.filter { $0 < 100 })
        }
    }
}
