internal import JSONText

/// A search with a known answer.
package struct MarkerSet: Hashable, Sendable {
    /// How many studies must be found.
    package let hits: Int
    /// The members, by index.
    package let studies: Range<Int>
    /// Finds the set by AccessionNumber, a prefix and `*`.
    package let accessionPattern: String
    /// Finds the set by StudyDescription, to the letter.
    package let description: String
    private let recipe: CorpusRecipe

    init(_ recipe: CorpusRecipe, set: Int) {
        hits = MarkerSets.sizes[set]
        studies = MarkerSets.range(of: set)
        accessionPattern = "K\(set)\(recipe.token)*"
        description = MarkerSets.Place(set: set).description(recipe.token)
        self.recipe = recipe
    }

    /// The body of a `/tools/find` by AccessionNumber.
    package func findBody(expand: Bool) -> [UInt8] {
        body("AccessionNumber", accessionPattern, expand)
    }

    /// The body of a `/tools/find` by StudyDescription.
    package func findBodyByDescription(expand: Bool) -> [UInt8] {
        body("StudyDescription", description, expand)
    }

    /// The parameters of a QIDO-RS search for studies; no character in them needs an escape but the
    /// blank.
    package var qidoParameters: [(name: String, value: String)] {
        [("AccessionNumber", accessionPattern)]
    }

    /// What Orthanc calls the members, in the order of their indexes.
    package var studyIdentifiers: [String] { studies.map { recipe.study($0).studyIdentifier } }

    /// The members' StudyInstanceUIDs, in the order of their indexes.
    package var studyUIDs: [String] { studies.map { recipe.study($0).uid.description } }

    private func body(_ tag: String, _ value: String, _ expand: Bool) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        writer.member("Level", "Study")
        writer.member("Expand", expand)
        writer.key("Query")
        writer.beginObject()
        writer.member(tag, value)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
