/// Bytes of HdrHistogram's encoding, written one after the other.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    /// The lowest `count` bytes of a number, the highest of them first.
    mutating func append(_ number: UInt64, bytes count: Int) {
        for position in (0..<count).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * position)))
        }
    }

    /// Seven bits a byte, the lowest first, the sign as lowest bit; a ninth byte holds eight.
    ///
    /// Source: HdrHistogram, ZigZagEncoding ("LEB128-64b9B").
    mutating func append(zigZag number: Int64) {
        var bits = UInt64(bitPattern: number << 1 ^ number >> 63)
        for _ in 0..<8 {
            guard bits >= 0x80 else { break }
            bytes.append(UInt8(truncatingIfNeeded: bits) | 0x80)
            bits >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: bits))
    }
}
