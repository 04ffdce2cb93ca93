import LoadModel
import Testing

@Suite struct CorpusPlanTests {
    private let recipe: CorpusRecipe
    private let year: CorpusPlan

    init() throws {
        recipe = try CorpusRecipe(seed: 42)
        year = CorpusPlan(recipe, .examsPerYear(120_000))
    }

    @Test("a general hospital has 150 to 300 images a study")
    func isWithinBand() {
        #expect(year.isWithinBand)
        #expect(abs(year.imagesPerStudy - 281.8) < 0.1)
        #expect(abs(year.instancesPerStudy - 109.5) < 0.1)
    }

    @Test(
        "the text shows each step of the arithmetic",
        arguments: [
            "120,000 exams a year / 365 = 328.8 studies a day",
            "328.8 studies a day x 0.101 = 33.2 studies in the busiest hour",
            "CT: 10.0 % of studies; a study has 4.01 series, 678.2 instances, 677.2 images",
            "0.600 x 2.59 + 0.190 x 644.4 + 0.100 x 677.2",
            "within 150-300; Melbourne 2009-2022",
            "shares add up to 1.000",
        ]
    )
    func showsSteps(text: String) {
        #expect(year.lines.contains { $0.contains(text) }, "\(year.lines)")
    }

    @Test("each line of the mix is printed with its sources")
    func showsBasis() {
        let text = year.basisLines.joined(separator: "\n")
        #expect(text.contains("McDonald et al., Acad Radiol 2015"))
        #expect(text.contains("Siegel and Reiner, 1998"))
        for row in recipe.mix.rows { #expect(text.contains("\(row.name): share")) }
    }

    @Test("a smaller corpus says which marker sets it lacks")
    func saysWhatIsAbsent() {
        let lines = CorpusPlan(recipe, .studies(150)).lines
        #expect(lines.contains { $0.hasPrefix("marker set of 100: AccessionNumber K3") })
        #expect(lines.contains("marker set of 2,000: absent, needs 2,106 studies"))
        #expect(lines.contains("150 studies x 1.00 % = 1.5") == false)
    }

    @Test("a small corpus weighs little")
    func canBeSmall() throws {
        let small = try CorpusRecipe(
            seed: 42,
            mix: .hospitalGeneral.limited(toImagesPerSeries: 2),
            scale: .small
        )
        #expect(CorpusPlan(small, .studies(2200)).bytes < 120e6)
    }
}
