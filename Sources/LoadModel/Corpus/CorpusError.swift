/// What is wrong with a description of a corpus.
package struct CorpusError: Error, Hashable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// Shares or sizes that can't be.
        case badMix
        case unknownModality
        case unknownMix
        /// A setting of the recipe beyond its limits.
        case badRecipe
        /// Too little was sampled to learn from.
        case nothingLearned
    }

    package let kind: Kind
    package let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
