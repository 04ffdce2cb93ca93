/// Takes a chunked body apart as it comes, without keeping any of it.
///
/// Strict where leniency has hidden a second message: sizes are bare hexadecimal digits, lines end
/// with CR LF. Chunk extensions and trailers are dropped. Source: RFC 9112, section 7.1.
struct ChunkDecoder {
    enum Step {
        /// The next bytes of the body.
        case data(UnsafeRawBufferPointer)
        /// All that was given is used up.
        case more
        /// The body is whole; what is left belongs to nobody.
        case end
        /// Why this is not a chunked body.
        case refused(String)
    }

    private enum Place {
        case size, sizeExtension, sizeEnd, data, dataReturn, dataEnd
        case trailer, trailerEnd, end
    }

    /// Most bytes of all extensions, or of all trailers.
    static let maxDropped = 16 << 10
    private static let maxDigits = 15

    private var place = Place.size
    private var left = 0
    private var digits = 0
    private var dropped = 0
    private var trailerLength = 0

    /// Takes from the front of `rest` up to the next piece of data.
    mutating func next(_ rest: inout UnsafeRawBufferPointer) -> Step {
        while place != .end {
            if place == .data { return takeData(&rest) }
            guard let byte = rest.first else { return .more }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
            if let problem = take(byte) { return .refused(problem) }
        }
        return .end
    }

    private mutating func takeData(_ rest: inout UnsafeRawBufferPointer) -> Step {
        guard !rest.isEmpty else { return .more }
        let amount = min(left, rest.count)
        let piece = UnsafeRawBufferPointer(rebasing: rest[..<amount])
        rest = UnsafeRawBufferPointer(rebasing: rest[amount...])
        left -= amount
        if left == 0 { place = .dataReturn }
        return .data(piece)
    }

    /// One byte of framing; what is wrong with it.
    private mutating func take(_ byte: UInt8) -> String? {
        switch (place, byte) {
        case (.size, _): return takeSize(byte)
        case (.sizeExtension, 0x0D): place = .sizeEnd
        case (.sizeExtension, 0x20...), (.sizeExtension, 0x09): return drop()
        case (.sizeEnd, 0x0A): beginChunk()
        case (.dataReturn, 0x0D): place = .dataEnd
        case (.dataEnd, 0x0A): place = .size
        case (.trailer, 0x0D): place = .trailerEnd
        case (.trailer, 0x20...), (.trailer, 0x09):
            trailerLength += 1
            return drop()
        case (.trailerEnd, 0x0A):
            place = trailerLength == 0 ? .end : .trailer
            trailerLength = 0
        default: return "bad chunk framing"
        }
        return nil
    }

    private mutating func takeSize(_ byte: UInt8) -> String? {
        if let digit = Self.digit(byte) {
            digits += 1
            left = left << 4 | digit
            return digits > Self.maxDigits ? "chunk too large" : nil
        }
        guard digits > 0 else { return "bad chunk size" }
        switch byte {
        case 0x0D: place = .sizeEnd
        case UInt8(ascii: ";"), 0x20, 0x09: place = .sizeExtension
        default: return "bad chunk size"
        }
        return nil
    }

    private mutating func beginChunk() {
        place = left == 0 ? .trailer : .data
        digits = 0
    }

    private mutating func drop() -> String? {
        dropped += 1
        return dropped > Self.maxDropped ? "too many trailers" : nil
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte) - 55
        default: nil
        }
    }
}
