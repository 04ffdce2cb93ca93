internal import Basics

/// Orthanc's identifier of a resource: 20 bytes, written as five groups of eight hex digits.
///
/// The order of the bytes is the order of the texts.
package struct OrthancID: Hashable, Sendable, Comparable, CustomStringConvertible {
    // Five 32-bit words, first group first: no allocation, cheap to hash and compare.
    private let high: UInt64
    private let middle: UInt64
    private let low: UInt32

    /// From the text form, lower-case as Orthanc writes it; nil for anything else.
    package init?(_ text: some StringProtocol) {
        var text = text.utf8.makeIterator()
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var position = 0
        while let byte = text.next() {
            guard position < 44 else { return nil }
            defer { position += 1 }
            if position % 9 == 8 {
                guard byte == 0x2d else { return nil }
                continue
            }
            guard let digit = Self.digit(byte) else { return nil }
            switch position / 9 {
            case 0, 1: words.0 = words.0 << 4 | digit
            case 2, 3: words.1 = words.1 << 4 | digit
            default: words.2 = words.2 << 4 | digit
            }
        }
        guard position == 44 else { return nil }
        (high, middle, low) = (words.0, words.1, UInt32(words.2))
    }

    /// From 20 bytes, such as a SHA-1 digest; nil for another length.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 20 else { return nil }
        var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            switch index / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            default: words.2 = words.2 << 8 | UInt64(byte)
            }
        }
        (high, middle, low) = (words.0, words.1, UInt32(words.2))
    }

    /// The 20 bytes.
    package var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(20)
        for shift in stride(from: 56, through: 0, by: -8) {
            result.append(UInt8(truncatingIfNeeded: high >> UInt64(shift)))
        }
        for shift in stride(from: 56, through: 0, by: -8) {
            result.append(UInt8(truncatingIfNeeded: middle >> UInt64(shift)))
        }
        for shift in stride(from: 24, through: 0, by: -8) {
            result.append(UInt8(truncatingIfNeeded: low >> UInt32(shift)))
        }
        return result
    }

    /// The first 64 bits; a uniform hash.
    package var prefix: UInt64 { high }

    /// The text form, 44 bytes.
    package var description: String {
        let digits = Array(bytes.hexadecimal.utf8)
        var text: [UInt8] = []
        text.reserveCapacity(44)
        for group in 0..<5 {
            if group > 0 { text.append(0x2d) }
            text.append(contentsOf: digits[group * 8..<group * 8 + 8])
        }
        return String(decoding: text, as: UTF8.self)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 48...57: UInt64(byte - 48)
        case 97...102: UInt64(byte - 87)
        default: nil
        }
    }
}
