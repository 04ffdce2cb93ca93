/// A UID of the corpus: `2.25.` and the 39 digits of a UUID, always 44 characters.
///
/// The UUID is of version 8, "custom", with its first bit set, so that the decimal is always as
/// long: 121 bits of a hash of (seed, patient, study, series, instance).
/// Source: DICOM PS3.5 B.2; RFC 9562, 5.8.
package struct CorpusUID: Hashable, Sendable, CustomStringConvertible {
    package let number: UInt128
    /// Drawn out to 64 characters, the most that DICOM allows, by a second component.
    package let isLong: Bool

    /// - Parameter hash: Of seed, patient, study, series and instance.
    init(hash: UInt128, isLong: Bool = false) {
        let settled = UInt128(15) << 76 | UInt128(3) << 62 | UInt128(1) << 127
        let marks = UInt128(8) << 76 | UInt128(2) << 62 | UInt128(1) << 127
        number = hash & ~settled | marks
        self.isLong = isLong
    }

    /// Characters of the text.
    package var count: Int { isLong ? 64 : 44 }

    package var description: String {
        var text: [UInt8] = []
        appendText(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the ASCII text, without padding.
    package func appendText(to text: inout [UInt8]) {
        text.append(contentsOf: Self.root)
        let (upper, lower) = number.quotientAndRemainder(dividingBy: Self.piece)
        let (first, middle) = upper.quotientAndRemainder(dividingBy: Self.piece)
        Self.append(UInt64(first), digits: 1, to: &text)
        Self.append(UInt64(middle), digits: 19, to: &text)
        Self.append(UInt64(lower), digits: 19, to: &text)
        guard isLong else { return }
        text.append(UInt8(ascii: "."))
        let more = CorpusRandom.mixed(UInt64(truncatingIfNeeded: number)) % Self.tail
        Self.append(more + Self.tail, digits: 19, to: &text)
    }

    private static func append(_ number: UInt64, digits: Int, to text: inout [UInt8]) {
        var rest = number
        let start = text.count
        for _ in 0..<digits {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        for offset in 0..<digits / 2 { text.swapAt(start + offset, start + digits - 1 - offset) }
    }

    private static let root = Array("2.25.".utf8)
    private static let piece: UInt128 = 10_000_000_000_000_000_000
    private static let tail: UInt64 = 1_000_000_000_000_000_000
}
