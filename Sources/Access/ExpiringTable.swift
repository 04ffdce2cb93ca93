internal import Basics

/// Entries with an end, bounded in number; the oldest make room.
///
/// Time is told by the caller. Every entry of a table lives equally long, so the order of insertion
/// is the order of ending.
struct ExpiringTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var value: Value
        var end: Instant
        var stamp: Int
    }

    private let life: Duration
    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var order: [(key: Key, stamp: Int)] = []
    private var head = 0
    private var stamp = 0

    init(life: Duration, limit: Int) {
        precondition(limit > 0, "a table of nothing")
        self.life = life
        self.limit = limit
    }

    var count: Int { entries.count }

    func value(of key: Key, at now: Instant) -> Value? {
        guard let entry = entries[key], entry.end > now else { return nil }
        return entry.value
    }

    /// Sets an entry, whose life begins anew.
    mutating func set(_ value: Value, of key: Key, at now: Instant) {
        stamp += 1
        entries[key] = Entry(value: value, end: now.advanced(by: life), stamp: stamp)
        order.append((key, stamp))
        dropEnded(at: now)
    }

    mutating func remove(_ key: Key) { entries[key] = nil }

    private mutating func dropEnded(at now: Instant) {
        while head < order.count {
            let (key, stamp) = order[head]
            if let entry = entries[key], entry.stamp == stamp {
                guard entries.count > limit || entry.end <= now else { break }
                entries[key] = nil
            }
            head += 1
        }
        guard order.count > 2 * limit + 64 else { return }
        order = order[head...].filter { entries[$0.key]?.stamp == $0.stamp }
        head = 0
    }
}
