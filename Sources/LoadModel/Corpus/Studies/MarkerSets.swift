/// The marker sets of a corpus: disjoint sets of studies that a search must find, no more and no
/// less, however busy the server is.
///
/// Their members stand at the front of the corpus: 1, then 5, 100 and 2,000 studies. A corpus of
/// fewer studies lacks the larger sets; a set that is cut off counts as lacking.
package enum MarkerSets {
    /// Studies that each set holds, ascending.
    static let sizes = Scenario.Selectivity.AnswerSet.allCases.map(\.count)

    /// A study's set.
    struct Place: Hashable, Sendable {
        let set: Int
        var hits: Int { MarkerSets.sizes[set] }

        func description(_ token: String) -> String { "MARKER \(hits) \(token)" }
    }

    /// All sets, whether or not a corpus is large enough for them.
    package static func all(of recipe: CorpusRecipe) -> [MarkerSet] {
        sizes.indices.map { MarkerSet(recipe, set: $0) }
    }

    /// Which sets there are and how many studies the others would need, a line each.
    package static func lines(_ studies: Int, of recipe: CorpusRecipe) -> [String] {
        all(of: recipe).map { set in
            let query = "AccessionNumber \(set.accessionPattern)"
            return set.studies.upperBound <= studies
                ? "marker set of \(PlainNumber(set.hits)): \(query)"
                : "marker set of \(PlainNumber(set.hits)): absent, needs "
                    + "\(PlainNumber(set.studies.upperBound)) studies"
        }
    }

    static func range(of set: Int) -> Range<Int> {
        let start = sizes[..<set].reduce(0, +)
        return start..<start + sizes[set]
    }

    static func place(of study: Int) -> Place? {
        sizes.indices.first { range(of: $0).contains(study) }.map(Place.init)
    }

    /// 16 characters: a letter and a digit for the set, the seed's token, the study.
    static func accessionNumber(_ token: String, _ study: Int) -> String {
        let digits = String(study)
        let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
        let set = place(of: study).map { "K\($0.set)" } ?? "A0"
        return set + token + padded
    }
}
