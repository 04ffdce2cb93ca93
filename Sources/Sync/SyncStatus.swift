package import Basics
package import GlobalIndex

/// How the synchronisation of one store is going, as a value for whoever shows or uses it.
package struct SyncStatus: Sendable, Equatable {
    package enum Following: Sendable, Equatable {
        /// Another gateway follows this store, or nobody does yet.
        case elsewhere
        case importing
        case following
        /// The store shows another database than the one that was indexed.
        case quarantined(EpochBreak)
    }

    package var following = Following.elsewhere
    package var epoch = 0
    package var cursor: Int64 = 0
    /// When the feed was last seen drained, by this process.
    package var drainedAt: Instant?
    /// Instances listed by the running import, and how many the store says it has.
    package var imported = 0
    package var total = 0
    /// Why the last action failed; nil when it did not.
    package var problem: String?
    /// What an operator should look at.
    package var alarm: SyncMachine.Alarm?

    package init() {}
}

/// The latest status of every store that this process follows; readable from any thread.
package final class SyncBoard: Sendable {
    private let statuses = Locked<[StoreKey: SyncStatus]>([:])

    package init() {}

    package var current: [StoreKey: SyncStatus] { statuses.withLock { $0 } }

    func set(_ status: SyncStatus?, for key: StoreKey) {
        statuses.withLock { $0[key] = status }
    }
}
