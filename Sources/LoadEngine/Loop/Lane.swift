/// One target on one loop: its transfers and the errands that wait for one.
///
/// Confined to its loop's thread.
final class Lane {
    let handle: TargetHandle
    private let multi: MultiHandle
    private(set) var all: [Transfer] = []
    /// The longest idle first.
    private var idle: [Transfer] = []
    var waiting = ErrandLine()

    init(_ settings: TargetSettings, in multi: MultiHandle) {
        handle = TargetHandle(settings)
        self.multi = multi
    }

    /// A transfer that nothing uses, made if there may be more; nil when all are busy.
    func borrow() throws(LoadError) -> Transfer? {
        if let transfer = idle.popLast() { return transfer }
        guard all.count < handle.settings.connections else { return nil }
        let transfer = try Transfer(handle, of: self, in: multi)
        all.append(transfer)
        return transfer
    }

    func giveBack(_ transfer: Transfer, at now: Int64) {
        transfer.idleSince = now
        idle.append(transfer)
    }

    /// Idle for so many nanoseconds, a transfer is one that only a burst needed.
    private static let longestIdle: Int64 = 10_000_000_000

    /// Gives back what a burst took: each transfer has a buffer of 64 KiB.
    func prune(at now: Int64) {
        while let first = idle.first, first.idleSince < now - Self.longestIdle {
            idle.removeFirst()
            all.removeAll { $0 === first }
        }
    }
}
