@testable import LoadModel
import Testing

@Suite struct MarkerSetsTests {
    private let recipe: CorpusRecipe

    init() throws { recipe = try CorpusRecipe(seed: 42, resendShare: 0.3) }

    @Test("a search finds as many studies as the set says, and no others")
    func hasKnownCount() {
        let studies = (0..<2300).map(recipe.study)
        for set in MarkerSets.all(of: recipe) {
            let prefix = set.accessionPattern.dropLast()
            let found = studies.filter { $0.accessionNumber.hasPrefix(prefix) }
            #expect(Set(found.map(\.uid)).count == set.hits)
            #expect(Set(found.map(\.source)) == Set(set.studies))
            #expect(
                studies.filter { $0.description == set.description }.map(\.source)
                    == found.map(\.source)
            )
        }
    }

    @Test(
        "a corpus lacks the sets that it has no room for",
        arguments: [(0, 4), (1, 3), (105, 2), (106, 1), (2106, 0)]
    )
    func lacksSets(studies: Int, absent: Int) {
        let lines = MarkerSets.lines(studies, of: recipe)
        #expect(lines.count == 5)
        #expect(lines.suffix(absent).allSatisfy { $0.contains("absent") })
        #expect(lines.dropLast(absent).allSatisfy { !$0.contains("absent") })
    }

    @Test("another seed reserves other words")
    func dependsOnSeed() throws {
        let other = try CorpusRecipe(seed: 43)
        for (one, two) in zip(MarkerSets.all(of: recipe), MarkerSets.all(of: other)) {
            #expect(one.accessionPattern != two.accessionPattern)
            #expect(one.description != two.description)
        }
    }

    @Test("the query is what Orthanc's tools/find reads")
    func hasBody() throws {
        let set = try #require(MarkerSets.all(of: recipe).first { $0.hits == 100 })
        #expect(
            String(decoding: set.findBody(expand: false), as: UTF8.self)
                == #"{"Level":"Study","Expand":false,"Query":{"AccessionNumber":"K3DA0B53*"}}"#
        )
    }
}
