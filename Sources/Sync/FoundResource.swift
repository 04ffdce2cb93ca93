import GlobalIndex
import OrthancClient
import OrthancModel

/// One resource as a store describes it, ready for the index.
struct FoundResource: Sendable {
    let record: ResourceRecord
    let isStable: Bool

    init(_ resource: StoreResource) throws(StoreError) {
        isStable = resource.isStable
        do {
            record = try ResourceRecord(
                level: resource.level,
                id: resource.id,
                parent: resource.parent,
                tags: resource.tags,
                patientTags: resource.patientTags,
                lastUpdate: resource.lastUpdate,
                isStable: resource.isStable,
                expectedInstances: resource.expectedInstances,
                indexInSeries: resource.indexInSeries,
                fileSize: resource.fileSize,
                fileUuid: resource.fileUuid,
                derivation: resource.derivation
            )
        } catch {
            throw Self.malformed
        }
    }

    /// Reads an answer of `/tools/bulk-content`.
    static func list(_ text: [UInt8], _ level: Level) throws(StoreError) -> [FoundResource] {
        try StoreResource.list(text, level).map { resource throws(StoreError) in
            try FoundResource(resource)
        }
    }

    private static let malformed = StoreError(
        .malformed,
        doing: "read resources",
        cause: "not what Orthanc answers",
        bytesSent: true
    )
}
