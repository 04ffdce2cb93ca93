/// Bytes of HdrHistogram's encoding, read one after the other.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - position }

    /// A number of `count` bytes, the highest first; nil behind the end.
    mutating func number(bytes count: Int) -> UInt64? {
        guard left >= count else { return nil }
        defer { position += count }
        return bytes[position..<position + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// As ``ByteWriter/append(zigZag:)`` writes it; nil when it is cut.
    mutating func zigZag() -> Int64? {
        var bits: UInt64 = 0
        for place in 0..<9 {
            guard position < bytes.count else { return nil }
            let byte = UInt64(bytes[position])
            position += 1
            let isLast = place == 8 || byte & 0x80 == 0
            bits |= (place == 8 ? byte : byte & 0x7F) << UInt64(7 * place)
            if isLast { break }
        }
        return Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
    }
}
