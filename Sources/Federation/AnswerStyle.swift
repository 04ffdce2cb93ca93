package import DICOM
package import OrthancModel

/// How resources are written.
package struct AnswerStyle: Sendable {
    package var format = TagFormat.simplify
    /// nil: everything that `Expand` gives.
    package var content: Set<ResponseContent>?
    /// Tags asked for beside the main ones.
    package var requestedTags: [Tag] = []
    /// Metadata by name and value, asked of a holder.
    package var showsMetadata = false

    package init() {}
}
