internal import Histogram

/// How often each time occurred in one span of time: as ``Latencies``, but only what there is.
///
/// 8 bytes a distinct value, of which a second has some hundred; a byte or two once ``pack()`` was
/// called.
package struct SparseCounts: Sendable {
    package struct Entry: Sendable, Equatable {
        /// Microseconds, the lowest of its bucket.
        package var value: UInt32
        package var count: UInt32

        package init(value: UInt32, count: UInt32) {
            self.value = value
            self.count = count
        }
    }

    /// What is not packed, ascending by value once ``compact()`` was called.
    private var open: [Entry] = []
    private var isCompact = true
    /// As many are kept before equal ones are joined.
    private var limit = fewest
    private var packed = PackedCounts()

    /// 8 kB. Our choice: with more, the block that is written to would grow as blocks get longer.
    private static let fewest = 1024

    package init() {}

    /// - Parameter entries: Ascending, the values the lowest of their buckets, none twice.
    package init(_ entries: [Entry]) { open = entries }

    /// Ascending by value, once ``compact()`` or ``pack()`` was called. Made anew at each look where
    /// something is packed.
    package var entries: [Entry] {
        guard !packed.isEmpty else { return open }
        guard !open.isEmpty else { return packed.entries }
        var whole = self
        whole.compact()
        return whole.open
    }

    /// - Parameter value: Microseconds.
    package mutating func record(_ value: UInt32) {
        open.append(Entry(value: value, count: 1))
        isCompact = false
        guard open.count >= limit else { return }
        compact()
        limit = max(Self.fewest, 2 * open.count)
    }

    package mutating func add(_ other: SparseCounts) {
        open += other.entries
        isCompact = false
        compact()
    }

    package var total: Int { entries.reduce(0) { $0 + Int($1.count) } }

    /// Joins equal values.
    package mutating func compact() {
        if !packed.isEmpty {
            open += packed.entries
            packed = PackedCounts()
            isCompact = false
        }
        guard !isCompact else { return }
        isCompact = true
        for index in open.indices {
            let bucket = TimeBucket.index(of: UInt64(open[index].value))
            open[index].value = UInt32(clamping: TimeBucket.lowest(bucket))
        }
        open.sort { $0.value < $1.value }
        var kept = 0
        for index in open.indices.dropFirst() {
            if open[index].value == open[kept].value {
                let (sum, isOver) = open[kept].count.addingReportingOverflow(open[index].count)
                open[kept].count = isOver ? .max : sum
            } else {
                kept += 1
                open[kept] = open[index]
            }
        }
        if !open.isEmpty { open.removeLast(open.count - kept - 1) }
    }

    /// Joins equal values and takes as little memory as it can until something is added.
    package mutating func pack() {
        guard !open.isEmpty else { return }
        compact()
        packed = PackedCounts(open)
        open = []
    }

    /// Memory that it takes, in bytes.
    package var bytes: Int { open.capacity * MemoryLayout<Entry>.stride + packed.count }
}

extension SparseCounts: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.entries == right.entries }
}
