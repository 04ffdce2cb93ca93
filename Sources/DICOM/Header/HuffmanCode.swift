/// One Huffman code of a deflate block, in canonical form.
///
/// Source: RFC 1951 section 3.2.2.
struct HuffmanCode: Sendable {
    static let longestCode = 15

    /// Number of codes of each length.
    private var counts = [Int](repeating: 0, count: HuffmanCode.longestCode + 1)
    /// Symbols in the order of their codes.
    private var symbols: [Int] = []

    /// - Parameter lengths: Code length of each symbol, 0 when it has none.
    /// - Returns: Nil when the lengths claim more codes than there are.
    init?(lengths: [Int]) {
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        var left = 1
        for length in 1...Self.longestCode {
            left = left << 1 - counts[length]
            guard left >= 0 else { return nil }
        }
        var offsets = [Int](repeating: 0, count: Self.longestCode + 2)
        for length in 1...Self.longestCode {
            offsets[length + 1] = offsets[length] + counts[length]
        }
        symbols = [Int](repeating: 0, count: offsets[Self.longestCode + 1])
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[offsets[length]] = symbol
            offsets[length] += 1
        }
    }

    enum Outcome {
        case symbol(Int)
        case needsInput
        case broken
    }

    /// Takes one symbol from the bits.
    func decode(_ bits: inout BitReader) -> Outcome {
        var (code, first, index) = (0, 0, 0)
        for length in 1...Self.longestCode {
            guard let bit = bits.take(1) else { return .needsInput }
            code |= bit
            let count = counts[length]
            if code - count < first { return .symbol(symbols[index + code - first]) }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        return .broken
    }

    static let fixedLiterals = HuffmanCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
    )
    static let fixedDistances = HuffmanCode(lengths: [Int](repeating: 5, count: 30))
}

/// Bits of a byte stream that is still arriving, lowest first.
struct BitReader: Sendable {
    private var bytes: [UInt8] = []
    /// Position of the next bit.
    private(set) var position = 0

    mutating func append(_ more: Span<UInt8>) {
        let done = position / 8
        if done > 4096 {
            bytes.removeFirst(done)
            position -= done * 8
        }
        bytes.reserveCapacity(bytes.count + more.count)
        for index in more.indices { bytes.append(more[index]) }
    }

    /// The next bits as a number, or nil when they are not all there.
    mutating func take(_ count: Int) -> Int? {
        guard position + count <= bytes.count * 8 else { return nil }
        var value = 0
        for index in 0..<count {
            let bit = position + index
            value |= Int(bytes[bit >> 3] >> UInt8(bit & 7) & 1) << index
        }
        position += count
        return value
    }

    /// Goes on to the next whole byte.
    mutating func alignToByte() { position = (position + 7) / 8 * 8 }

    /// Goes back to where it was, when a step turns out to lack input.
    mutating func rewind(to position: Int) { self.position = position }
}
