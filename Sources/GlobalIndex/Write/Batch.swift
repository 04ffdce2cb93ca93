package import OrthancModel

/// What one store is found to hold: a page of its feed, a page of an import, or an upload.
///
/// At most ``mostInstances`` instances. Ancestors of instances may be left out when the index
/// knows them or they were staged. A record of a parent without instances below it in the same
/// batch only refreshes a copy that is known.
package struct Batch: Sendable {
    package static let mostInstances = 2000

    package enum Origin: Sendable, Hashable {
        /// The store's change feed: copies and parents change as the store says.
        case feed
        /// A client's upload that the store has taken. It loses to a deletion begun after
        /// `startedAt`, by the database's clock in microseconds since 1970. Its records make what
        /// is new; what is known keeps its text until the feed brings the store's own.
        case upload(startedAt: Int64)
        /// An id list: `startedAt` is when the listing began, by the database's clock. Nothing
        /// becomes unstable by it; parents come from where they were staged.
        case listing(startedAt: Int64)
    }

    package let store: StoreKey
    package let epoch: Int
    package let origin: Origin
    /// Any order; of several records of one resource the last counts.
    package var records: [ResourceRecord] = []
    /// Feed sequence of an instance's NewInstance row; tells tombstoned copies from new ones.
    package var sequences: [OrthancID: Int64] = [:]
    /// Resources that the store has called stable. Leave out one that got a NewInstance later in
    /// the same page.
    package var stable: [(level: Level, id: OrthancID)] = []
    /// Other events, passed on as they are when the resource is known: Modified…, Anonymized…,
    /// CompletedSeries (once a series), Updated….
    package var events: [(type: ChangeType, level: Level, id: OrthancID)] = []

    package init(store: StoreKey, epoch: Int, origin: Origin) {
        self.store = store
        self.epoch = epoch
        self.origin = origin
    }

    package var isEmpty: Bool { records.isEmpty && stable.isEmpty && events.isEmpty }
}

/// What a batch did to the union.
package struct AppliedBatch: Sendable, Equatable {
    package let newPatients: Int
    package let newStudies: Int
    package let newSeries: Int
    package let newInstances: Int
    /// Instance copies that were not known before.
    package let newCopies: Int
    /// Rows written to the change log; the last of them has ``lastSequence``.
    package let logged: Int
    package let lastSequence: Int64?
    /// Instances left out because they were deleted here.
    package let tombstoned: [OrthancID]
    /// Instances left out because an ancestor is neither known, given nor staged: fetch the
    /// parents and apply them again.
    package let orphans: [OrthancID]
}
