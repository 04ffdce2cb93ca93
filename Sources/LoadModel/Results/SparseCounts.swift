internal import Histogram

/// How often each time occurred in one span of time: as ``Latencies``, but only what there is.
///
/// 8 bytes a distinct value, of which a second has some hundred.
package struct SparseCounts: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        /// Microseconds, the lowest of its bucket.
        package var value: UInt32
        package var count: UInt32

        package init(value: UInt32, count: UInt32) {
            self.value = value
            self.count = count
        }
    }

    /// Ascending by value, once ``compact()`` was called.
    package private(set) var entries: [Entry] = []
    private var isCompact = true

    package init() {}

    /// - Parameter entries: Ascending, the values the lowest of their buckets, none twice.
    package init(_ entries: [Entry]) { self.entries = entries }

    /// - Parameter value: Microseconds.
    package mutating func record(_ value: UInt32) {
        entries.append(Entry(value: value, count: 1))
        isCompact = false
        if entries.count >= 8192, entries.count == entries.capacity { compact() }
    }

    package mutating func add(_ other: SparseCounts) {
        entries += other.entries
        isCompact = false
        compact()
    }

    package var total: Int { entries.reduce(0) { $0 + Int($1.count) } }

    /// Joins equal values.
    package mutating func compact() {
        guard !isCompact else { return }
        isCompact = true
        for index in entries.indices { entries[index].value = Self.floor(entries[index].value) }
        entries.sort { $0.value < $1.value }
        var kept = 0
        for index in entries.indices.dropFirst() {
            if entries[index].value == entries[kept].value {
                let (sum, isOver) = entries[kept].count.addingReportingOverflow(
                    entries[index].count
                )
                entries[kept].count = isOver ? .max : sum
            } else {
                kept += 1
                entries[kept] = entries[index]
            }
        }
        if !entries.isEmpty { entries.removeLast(entries.count - kept - 1) }
    }

    /// Joins equal values and gives back the room for more.
    package mutating func pack() {
        compact()
        if entries.capacity > 2 * entries.count { entries = entries.map { $0 } }
    }

    /// The lowest value of the bucket in which three digits put `value`: 2,048 values a bucket at
    /// first, then 1,024 of doubling width. Source: HdrHistogram, "unit magnitude" and buckets.
    private static func floor(_ value: UInt32) -> UInt32 {
        let width = max(0, (UInt32.bitWidth - value.leadingZeroBitCount) - 11)
        return (value >> UInt32(width)) << UInt32(width)
    }
}
