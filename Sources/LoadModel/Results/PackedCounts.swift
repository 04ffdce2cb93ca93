/// Counts of ascending times in a byte or two each: by how many buckets one lies behind the one
/// before it, and how many there are unless it is one.
struct PackedCounts: Sendable {
    /// Numbers of 7 bits a byte, the lowest first; the highest bit tells that more follow. The
    /// lowest bit of the first number of an entry tells that its count follows.
    private var bytes: [UInt8] = []

    init() {}

    /// - Parameter entries: Ascending, the values the lowest of their buckets, none twice.
    init(_ entries: [SparseCounts.Entry]) {
        var bytes: [UInt8] = []
        var previous: UInt32 = 0
        for entry in entries {
            let bucket = UInt32(TimeBucket.index(of: UInt64(entry.value)))
            let hasCount = entry.count != 1
            Self.append((bucket - previous) << 1 | (hasCount ? 1 : 0), to: &bytes)
            if hasCount { Self.append(entry.count, to: &bytes) }
            previous = bucket
        }
        // Without the room for more.
        self.bytes = bytes.map { $0 }
    }

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count }

    var entries: [SparseCounts.Entry] {
        var entries: [SparseCounts.Entry] = []
        entries.reserveCapacity(bytes.count)
        var rest = bytes[...]
        var bucket: UInt32 = 0
        while !rest.isEmpty {
            let number = Self.take(from: &rest)
            bucket += number >> 1
            let count = number & 1 == 1 ? Self.take(from: &rest) : 1
            let value = UInt32(clamping: TimeBucket.lowest(Int(bucket)))
            entries.append(.init(value: value, count: count))
        }
        return entries
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func take(from bytes: inout ArraySlice<UInt8>) -> UInt32 {
        var number: UInt32 = 0
        var shift: UInt32 = 0
        while let byte = bytes.popFirst() {
            number |= UInt32(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else { break }
            shift += 7
        }
        return number
    }
}
