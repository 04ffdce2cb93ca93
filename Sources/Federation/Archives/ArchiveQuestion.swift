package import Basics
package import OrthancModel

/// What somebody wants in one ZIP.
package struct ArchiveQuestion: Sendable {
    package enum Kind: Sendable, Hashable {
        /// Folders of patients, studies and series.
        case archive
        /// Numbered images and a DICOMDIR, which tells more when it is extended.
        case media(isExtended: Bool)
    }

    package var kind: Kind
    package var resources: [(level: Level, id: OrthancID)]
    package var transcoding: Transcoding?
    /// The caller knows that holders disagree about who a patient is, and wants all the same.
    package var confirmsMerge = false

    package init(
        _ kind: Kind,
        _ resources: [(level: Level, id: OrthancID)],
        _ transcoding: Transcoding? = nil
    ) {
        self.kind = kind
        self.resources = resources
        self.transcoding = transcoding
    }
}

/// A ZIP while it is made.
package struct ArchiveAnswer: Sendable {
    /// Ends as failed when a part could not be had.
    package let body: ByteChannel
    package let instances: Int
    /// Of all files, before they are packed.
    package let bytes: Int64
    package let provenance: Provenance
}
