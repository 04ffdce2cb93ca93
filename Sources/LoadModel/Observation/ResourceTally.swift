/// Makes one step's readings from the looks at one source, in memory that the number of parts alone
/// decides.
package struct ResourceTally: Sendable {
    private struct Entry {
        let first: Sighting
        var last: Sighting
        var levels = 0.0
        var waits = 0.0
        var count = 0
    }

    private var entries: [Entry] = []
    private var places: [String: Int] = [:]
    private var begun: Int64?
    private var ended: Int64 = 0
    private var looks = 0

    /// Most parts of one source; further ones are not read. Our choice.
    package static let most = 512

    package init() {}

    /// Counts one look.
    ///
    /// - Parameter moment: In nanoseconds, of any one clock.
    package mutating func add(_ sightings: [Sighting], at moment: Int64) {
        begun = begun ?? moment
        ended = moment
        looks += 1
        for sighting in sightings { add(sighting) }
    }

    private mutating func add(_ sighting: Sighting) {
        let place: Int
        if let known = places[sighting.name] {
            place = known
        } else {
            guard entries.count < Self.most else { return }
            place = entries.count
            places[sighting.name] = place
            entries.append(Entry(first: sighting, last: sighting))
        }
        entries[place].last = sighting
        entries[place].count += 1
        if case .level(let level) = sighting.used { entries[place].levels += level }
        if case .level(let level)? = sighting.wait { entries[place].waits += level }
    }

    /// Readings of what was there at every look.
    package var readings: [ResourceReading] {
        guard seconds > 0 else { return [] }
        return entries.compactMap(reading)
    }

    /// Parts that were not there at every look, or whose counters began anew.
    package var lost: [String] {
        entries.filter { !$0.last.isPassing && reading($0) == nil }.map(\.last.name)
    }

    private var seconds: Double { begun.map { Double(ended - $0) / 1e9 } ?? 0 }

    private func reading(_ entry: Entry) -> ResourceReading? {
        guard entry.count == looks,
            let level = mean(entry.first.used, entry.last.used, entry.levels, entry.count)
        else { return nil }
        let wait = entry.first.wait.flatMap { first in
            entry.last.wait.flatMap { mean(first, $0, entry.waits, entry.count) }
        }
        let isLine = entry.last.measure == .line
        let used = isLine ? ServerLine.busy(level: level) : level / entry.last.capacity
        guard used.isFinite else { return nil }
        return ResourceReading(
            name: entry.last.name,
            utilisation: min(1, max(0, used)),
            limit: entry.last.limit,
            wait: isLine ? max(0, level - used) : wait.flatMap { $0.isFinite ? $0 : nil }
        )
    }

    private func mean(
        _ first: Sighting.Figure,
        _ last: Sighting.Figure,
        _ sum: Double,
        _ count: Int
    ) -> Double? {
        switch (first, last) {
        case (.total(let first), .total(let last)):
            last >= first && seconds > 0 ? (last - first) / seconds : nil
        case (.level, .level): sum / Double(count)
        default: nil
        }
    }
}
