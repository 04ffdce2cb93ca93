/// Inflates a deflated data set as it arrives.
///
/// Keeps the last 32 KiB of the output and the input not yet used. A step that lacks input is
/// taken back and made again later, so input may come byte by byte. Written here, in safe code
/// and 200 lines, because the bytes are an enemy's and only a header's worth is ever inflated.
/// Source: RFC 1951.
struct Inflater: Sendable {
    private enum Block {
        case none
        case stored(left: Int)
        case coded(literals: HuffmanCode, distances: HuffmanCode)
        case finished
    }

    private enum Progress {
        case went, needsInput
    }

    private static let windowBytes = 32_768
    /// Output of one ``next()``, but for the end of a copy.
    private static let pieceBytes = 16_384

    private var bits = BitReader()
    private var block = Block.none
    private var isLast = false
    private var isBroken = false
    /// What copies may refer to, and behind it the output not yet given.
    private var window: [UInt8] = []
    private var given = 0

    mutating func feed(_ bytes: Span<UInt8>) { bits.append(bytes) }

    /// The next piece of output; empty when input is lacking or the data set is over.
    mutating func next() throws(HeaderRefusal) -> [UInt8] {
        fill()
        let piece = Array(window[given...])
        // What was right before the fault is given first, however the input was cut.
        if piece.isEmpty, isBroken { throw .badDeflate }
        given = window.count
        if window.count > 4 * Self.windowBytes {
            window.removeFirst(window.count - Self.windowBytes)
            given = window.count
        }
        return piece
    }

    private mutating func fill() {
        while window.count - given < Self.pieceBytes, !isBroken {
            let start = bits.position
            do throws(HeaderRefusal) {
                guard try step() == .went else {
                    bits.rewind(to: start)
                    return
                }
            } catch {
                isBroken = true
            }
        }
    }

    private mutating func step() throws(HeaderRefusal) -> Progress {
        switch block {
        case .none: try beginBlock()
        case .stored(let left): copyStored(left)
        case .coded(let literals, let distances): try symbol(literals, distances)
        case .finished: .needsInput
        }
    }

    private mutating func endBlock() { block = isLast ? .finished : .none }

    // MARK: Blocks

    private mutating func beginBlock() throws(HeaderRefusal) -> Progress {
        guard let last = bits.take(1), let type = bits.take(2) else { return .needsInput }
        isLast = last == 1
        switch type {
        case 0: return try beginStored()
        case 1:
            guard let literals = HuffmanCode.fixedLiterals,
                let distances = HuffmanCode.fixedDistances
            else { throw .badDeflate }
            block = .coded(literals: literals, distances: distances)
            return .went
        case 2: return try beginDynamic()
        default: throw .badDeflate
        }
    }

    private mutating func beginStored() throws(HeaderRefusal) -> Progress {
        bits.alignToByte()
        guard let length = bits.take(16), let check = bits.take(16) else { return .needsInput }
        guard length ^ check == 0xFFFF else { throw .badDeflate }
        block = .stored(left: length)
        if length == 0 { endBlock() }
        return .went
    }

    private mutating func copyStored(_ left: Int) -> Progress {
        guard let byte = bits.take(8) else { return .needsInput }
        window.append(UInt8(byte))
        block = .stored(left: left - 1)
        if left == 1 { endBlock() }
        return .went
    }

    private mutating func beginDynamic() throws(HeaderRefusal) -> Progress {
        guard let literalCount = bits.take(5), let distanceCount = bits.take(5),
            let lengthCount = bits.take(4)
        else { return .needsInput }
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        var lengths = [Int](repeating: 0, count: 19)
        for index in 0..<lengthCount + 4 {
            guard let length = bits.take(3) else { return .needsInput }
            lengths[order[index]] = length
        }
        guard let code = HuffmanCode(lengths: lengths) else { throw .badDeflate }
        let total = literalCount + 257 + distanceCount + 1
        guard let all = try codeLengths(total, code) else { return .needsInput }
        guard let literals = HuffmanCode(lengths: Array(all[..<(literalCount + 257)])),
            let distances = HuffmanCode(lengths: Array(all[(literalCount + 257)...]))
        else { throw .badDeflate }
        block = .coded(literals: literals, distances: distances)
        return .went
    }

    /// The run-length coded lengths of a dynamic block, or nil when input is lacking.
    private mutating func codeLengths(
        _ total: Int,
        _ code: HuffmanCode
    ) throws(HeaderRefusal) -> [Int]? {
        var lengths: [Int] = []
        while lengths.count < total {
            switch code.decode(&bits) {
            case .needsInput: return nil
            case .broken: throw .badDeflate
            case .symbol(let symbol) where symbol < 16: lengths.append(symbol)
            case .symbol(let symbol):
                let (extra, least) = [(2, 3), (3, 3), (7, 11)][symbol - 16]
                guard let more = bits.take(extra) else { return nil }
                let length: Int
                if symbol == 16 {
                    guard let last = lengths.last else { throw .badDeflate }
                    length = last
                } else {
                    length = 0
                }
                lengths += [Int](repeating: length, count: least + more)
            }
        }
        guard lengths.count == total else { throw .badDeflate }
        return lengths
    }

    // MARK: Symbols

    private mutating func symbol(
        _ literals: HuffmanCode,
        _ distances: HuffmanCode
    ) throws(HeaderRefusal) -> Progress {
        switch literals.decode(&bits) {
        case .needsInput: return .needsInput
        case .broken: throw .badDeflate
        case .symbol(256): endBlock()
        case .symbol(let symbol) where symbol < 256: window.append(UInt8(symbol))
        case .symbol(let symbol): return try copy(symbol - 257, distances)
        }
        return .went
    }

    private mutating func copy(
        _ symbol: Int,
        _ distances: HuffmanCode
    ) throws(HeaderRefusal) -> Progress {
        guard symbol < Self.lengthBases.count else { throw .badDeflate }
        guard let extra = bits.take(Self.lengthBits[symbol]) else { return .needsInput }
        switch distances.decode(&bits) {
        case .needsInput: return .needsInput
        case .broken: throw .badDeflate
        case .symbol(let code):
            guard code < Self.distanceBases.count else { throw .badDeflate }
            guard let more = bits.take(Self.distanceBits[code]) else { return .needsInput }
            let distance = Self.distanceBases[code] + more
            guard distance <= window.count else { throw .badDeflate }
            for _ in 0..<Self.lengthBases[symbol] + extra {
                window.append(window[window.count - distance])
            }
            return .went
        }
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12,
        13, 13,
    ]
}
