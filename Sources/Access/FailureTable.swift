internal import Basics

/// Who failed to log in lately, and how long they must wait.
///
/// A few failures are free; each further one doubles the wait, up to a cap. Counted for name and
/// address together, so that nobody locks another out from elsewhere, and for the address alone,
/// with more patience, against guessing of names.
struct FailureTable: Sendable {
    private struct Origin: Hashable, Sendable {
        /// nil counts the whole address.
        let name: String?
        let address: String
    }

    private struct Failures: Sendable {
        var count: Int
        var until: Instant
    }

    private static let freePerName = 3
    private static let freePerAddress = 20
    private static let firstWait: Duration = .milliseconds(500)
    private static let longestWait: Duration = .seconds(30)
    /// After this long without a failure all is forgotten.
    private static let memory: Duration = .seconds(600)

    private var table: ExpiringTable<Origin, Failures>

    init(limit: Int) { table = ExpiringTable(life: Self.memory, limit: limit) }

    /// How long this origin must wait; nil when it may try.
    func wait(
        name: String,
        address: String,
        at now: Instant
    ) -> Duration? {
        let waits = origins(name, address).compactMap { origin in
            table.value(of: origin.key, at: now).map { now.duration(to: $0.until) }
        }
        guard let longest = waits.max(), longest > .zero else { return nil }
        return longest
    }

    mutating func failed(name: String, address: String, at now: Instant) {
        for (origin, free) in origins(name, address) {
            let count = (table.value(of: origin, at: now)?.count ?? 0) + 1
            let wait = count > free ? Self.wait(after: count - free) : .zero
            table.set(Failures(count: count, until: now.advanced(by: wait)), of: origin, at: now)
        }
    }

    /// A success forgives the name at this address, not the address.
    mutating func succeeded(name: String, address: String) {
        table.remove(Origin(name: name, address: address))
    }

    private func origins(_ name: String, _ address: String) -> [(key: Origin, free: Int)] {
        [
            (Origin(name: name, address: address), Self.freePerName),
            (Origin(name: nil, address: address), Self.freePerAddress),
        ]
    }

    private static func wait(after failures: Int) -> Duration {
        min(longestWait, firstWait * (1 << min(failures - 1, 16)))
    }
}
