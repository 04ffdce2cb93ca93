/// One patient of the corpus.
package struct PatientPlan: Hashable, Sendable {
    /// Unique in the corpus, whatever the seed.
    package let number: Int
    /// Unique among corpora of different seeds, as far as 24 bits of the seed's hash go.
    package let id: String
    package let name: PersonName
    package let birthDate: CivilDate
    package let isFemale: Bool
    package let edge: EdgeCase?

    init(_ recipe: CorpusRecipe, number: Int) {
        var random = CorpusRandom(seed: recipe.seed, .patients, number)
        self.number = number
        isFemale = random.chance(0.52)
        let years = Self.ages.quantile(random.unit())
        let days = years * 365 + years / 4 + random.below(365)
        birthDate = CivilDate(day: recipe.lastDay.day - days)
        let name = NameTable.name(isFemale: isFemale, &random)
        edge = EdgeCase.drawn(from: EdgeCase.ofPatients, recipe.edgeShare / 2, &random)
        self.name = edge == .emptyName ? .empty : name
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        id =
            edge == .blanksInPatientID
            ? "LT \(recipe.token)  \(padded)" : "LT\(recipe.token)\(padded)"
    }

    /// At the end of the corpus' time: adults, so that no study is earlier than the birth. Our
    /// assumption.
    private static let ages = CountDistribution.uniform(18...92)
}
