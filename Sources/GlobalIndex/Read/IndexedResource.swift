package import OrthancModel

/// One resource as the union of its copies.
package struct IndexedResource: Sendable, Equatable {
    package let level: Level
    package let id: OrthancID
    /// JSON object: MainDicomTags of one copy, whole.
    package let tags: [UInt8]
    /// JSON object: PatientMainDicomTags; studies only.
    package let patientTags: [UInt8]?
    /// The resource above; nil for a patient.
    package let parent: OrthancID?
    /// Ascending; empty for an instance.
    package let children: [OrthancID]
    /// Series only.
    package let expectedInstances: Int?
    /// Series only, judged over the union.
    package let status: SeriesStatus?
    /// Instances only.
    package let indexInSeries: Int?
    /// Every holder says so.
    package let isStable: Bool
    /// `YYYYMMDDTHHMMSS`, the latest of the holders'; empty for an instance.
    package let lastUpdate: String
    /// Ascending by store.
    package let holders: [Holder]
    /// Instances in the union; nil when it was not asked for.
    package let instances: Int?
    /// One copy an instance; nil when it was not asked for.
    package let bytes: Int64?
    /// Keywords of the tags on which holders disagree about who this is.
    package var conflicts: [String]
    /// Ascending.
    package let labels: [String]
    package let derivation: Derivation?
    /// Patients only: what was asked of the federation last.
    package let isProtected: Bool?

    /// Stores that hold the whole union.
    package var completeHolders: [StoreKey] {
        guard let instances else { return [] }
        return holders.filter { $0.instances == instances }.map(\.store)
    }
}

/// A store that has at least one instance of a resource.
package struct Holder: Sendable, Hashable {
    package let store: StoreKey
    /// How many of the union's instances it has; nil when it was not asked for.
    package let instances: Int?
    package let bytes: Int64?
    /// Instances only: the file's name in that store.
    package let fileUuid: String?

    package init(store: StoreKey, instances: Int?, bytes: Int64?, fileUuid: String? = nil) {
        self.store = store
        self.instances = instances
        self.bytes = bytes
        self.fileUuid = fileUuid
    }
}

/// How much a resource question brings.
package enum Detail: Sendable {
    /// What an answer shows. Holders come without counts.
    case answer
    /// With the instance counts and sizes of each holder and of the union.
    case counted
}
