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
            #expect(
                studies.filter { $0.description == set.description }.map(\.source)
                    == found.map(\.source)
            )
        }
    }

    @Test("the members' identifiers are known without files")
    func knowsMembers() throws {
        let set = try #require(MarkerSets.all(of: recipe).first { $0.hits == 5 })
        #expect(set.studyIdentifiers == (1...5).map { recipe.study($0).studyIdentifier })
        #expect(set.studyUIDs.count == 5)
    }

    @Test(
        "a corpus holds the sets that it has room for",
        arguments: [(0, [0]), (1, [0, 1]), (105, [0, 1, 5]), (106, [0, 1, 5, 100])]
    )
    func isPresent(studies: Int, hits: [Int]) {
        #expect(MarkerSets.present(in: studies, of: recipe).map(\.hits) == hits)
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
        #expect(set.qidoParameters.map(\.value) == ["K3DA0B53*"])
    }
}
