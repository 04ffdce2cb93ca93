/// Where the index stands with one store: what is read back after a start, a takeover or a doubt.
package struct Standing: Sendable, Equatable {
    package enum Phase: Sendable, Equatable {
        /// Nothing of it is in the index.
        case new
        /// The cursor is fixed, the contents are being listed.
        case importing
        /// The contents are in; the feed is followed.
        case following
        /// The store shows another database than the one that was indexed. Nothing is removed.
        case quarantined(EpochBreak)
    }

    package var phase: Phase
    package var cursor: Int64
    package var recent: RecentRows
    /// 1 for the first database seen under this name, one more for each that followed.
    package var epoch: Int
    /// `DatabaseServerIdentifier`, where the store says it (Orthanc ≥ 1.11.1).
    package var identifier: String?
    /// The contents of this epoch were listed and verified once.
    package var isImported: Bool

    package init(
        phase: Phase = .new,
        cursor: Int64 = 0,
        recent: RecentRows = RecentRows(),
        epoch: Int = 1,
        identifier: String? = nil,
        isImported: Bool = false
    ) {
        self.phase = phase
        self.cursor = cursor
        self.recent = recent
        self.epoch = epoch
        self.identifier = identifier
        self.isImported = isImported
    }
}

/// How a store's database came to be another one.
package enum EpochBreak: String, Sendable, CaseIterable {
    /// Started again from nothing.
    case wiped
    /// Other contents, none of the known ones.
    case replaced
    /// An older state of the same contents.
    case restored
}
