/// Base64 with the standard alphabet. Source: RFC 4648, section 4.
enum Base64 {
    /// - Returns: nil for anything but whole base64; the padding may be missing.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for character in text {
            guard character != UInt8(ascii: "=") else {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(of: character) else { return nil }
            bits = bits << 6 | value
            count += 1
            if count % 4 == 0 {
                bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
                bytes.append(UInt8(truncatingIfNeeded: bits))
            }
        }
        guard padding == 0 || (count + padding) % 4 == 0 && padding < 3 else { return nil }
        switch count % 4 {
        case 0: return bytes
        case 2:
            bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
            return bits & 0xf == 0 ? bytes : nil
        case 3:
            bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
            return bits & 0x3 == 0 ? bytes : nil
        default: return nil
        }
    }

    /// Without padding, as Argon2's encoded form has it.
    static func encodeUnpadded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for index in 0..<3 {
                bits = bits << 8 | UInt32(index < chunk.count ? chunk[start + index] : 0)
            }
            for index in 0...chunk.count {
                text.append(alphabet[Int(bits >> (18 - 6 * UInt32(index))) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let alphabet = [UInt8](
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
