internal import JSONText

/// A search with a known answer.
package struct MarkerSet: Hashable, Sendable {
    /// How many studies must be found.
    package let hits: Int
    /// The members, by index.
    package let studies: Range<Int>
    /// Finds the set by AccessionNumber, a prefix and `*`.
    package let accessionPattern: String
    /// StudyDescription of each member, and of no other study.
    package let description: String

    init(_ recipe: CorpusRecipe, set: Int) {
        hits = MarkerSets.sizes[set]
        studies = MarkerSets.range(of: set)
        accessionPattern = "K\(set)\(recipe.token)*"
        description = MarkerSets.Place(set: set).description(recipe.token)
    }

    /// The body of a `/tools/find` by AccessionNumber.
    package func findBody(expand: Bool) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        writer.member("Level", "Study")
        writer.member("Expand", expand)
        writer.key("Query")
        writer.beginObject()
        writer.member("AccessionNumber", accessionPattern)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
