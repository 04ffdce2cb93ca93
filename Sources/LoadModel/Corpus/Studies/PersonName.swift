/// A patient's name in its character set.
package struct PersonName: Hashable, Sendable {
    /// The defined terms of SpecificCharacterSet.
    package let characterSet: String
    /// As a reader shows it, component groups included.
    package let text: String
    /// As the file holds it, unpadded.
    package let bytes: [UInt8]

    /// Latin letters, one byte each.
    init(latin text: String) {
        characterSet = "ISO_IR 100"
        self.text = text
        bytes = text.unicodeScalars.map {
            precondition($0.value < 256, "\($0) is not in ISO_IR 100")
            return UInt8($0.value)
        }
    }

    init(unicode text: String) {
        characterSet = "ISO_IR 192"
        self.text = text
        bytes = Array(text.utf8)
    }

    /// Kanji and hiragana behind escape sequences, which end before each delimiter.
    ///
    /// Source: DICOM PS3.5, 6.1.2.5.3 and H.3.1.
    init(japanese text: String) {
        characterSet = "\\ISO 2022 IR 87"
        self.text = text
        var bytes: [UInt8] = []
        var isWide = false
        for scalar in text.unicodeScalars {
            let code = scalar.isASCII ? nil : Self.code(scalar)
            if (code != nil) != isWide {
                isWide = code != nil
                bytes += isWide ? [0x1B, 0x24, 0x42] : [0x1B, 0x28, 0x42]
            }
            if let code {
                bytes += [UInt8(code >> 8), UInt8(code & 255)]
            } else {
                bytes.append(UInt8(scalar.value))
            }
        }
        self.bytes = isWide ? bytes + [0x1B, 0x28, 0x42] : bytes
    }

    /// No name at all; still said to be in a character set.
    static let empty = PersonName(latin: "")

    /// JIS X 0208; its row 4 holds the hiragana in Unicode's order.
    private static func code(_ scalar: Unicode.Scalar) -> UInt32 {
        if (0x3041...0x3093).contains(scalar.value) { return 0x2421 + scalar.value - 0x3041 }
        guard let code = kanji[scalar] else {
            preconditionFailure("\(scalar) is not among the kanji of the name table")
        }
        return code
    }

    private static let kanji: [Unicode.Scalar: UInt32] = [
        "山": 0x3B33, "田": 0x4544, "太": 0x4240, "郎": 0x4F3A, "中": 0x4366, "佐": 0x3A34,
        "藤": 0x4623, "鈴": 0x4E6B, "木": 0x4C5A, "花": 0x3256, "子": 0x3B52, "一": 0x306C,
    ]
}
