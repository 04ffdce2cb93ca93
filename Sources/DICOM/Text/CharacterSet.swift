/// How Orthanc reads text under a SpecificCharacterSet.
///
/// Source: PS3.3 C.12.1.1.2 for the terms; which of several terms counts and what becomes of
/// bytes outside the set, by a live Orthanc 1.10.1 (CharacterSetTests).
enum CharacterSet: Equatable {
    /// ASCII alone, without controls: said so, or a term that Orthanc does not know.
    case ascii
    case utf8(hasExtensions: Bool)
    /// A name of iconv's. Several terms mean code extensions: ISO 2022 escape sequences in the
    /// text are removed after the conversion, not obeyed, but for the Japanese sets that live on them.
    case named(String, hasExtensions: Bool)

    /// - Parameter value: The raw value of (0008,0005); nil or empty means DefaultEncoding, which
    ///   is Latin-1 unless a store is configured otherwise.
    init(_ value: [UInt8]?) {
        let terms = (value ?? []).split(
            separator: UInt8(ascii: "\\"),
            omittingEmptySubsequences: false
        ).map { String(decoding: RawText.stripped(Array($0)), as: UTF8.self).uppercased() }
        let hasExtensions = terms.count > 1
        guard let term = terms.first(where: { !$0.isEmpty }) else {
            self = .named("ISO-8859-1", hasExtensions: hasExtensions)
            return
        }
        if term == "ISO_IR 192" {
            self = .utf8(hasExtensions: hasExtensions)
        } else if let name = Self.names[term] {
            self = .named(name, hasExtensions: hasExtensions && name != Self.japanese)
        } else {
            self = .ascii
        }
    }

    /// The text in UTF-8.
    func utf8(_ text: [UInt8]) -> [UInt8] {
        if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        switch self {
        case .ascii:
            return text.filter { $0 >= 0x20 && $0 < 0x7F }
        case .utf8(let hasExtensions):
            let valid = Transcoder.validUTF8(text)
            return hasExtensions ? Self.withoutEscapes(valid) : valid
        case .named(let name, let hasExtensions):
            let valid = Transcoder.utf8(text, from: name)
            return hasExtensions ? Self.withoutEscapes(valid) : valid
        }
    }

    /// Removes shifts, and escape sequences that are whole: ESC, intermediates, a final byte.
    private static func withoutEscapes(_ text: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            var end = index + 1
            if byte == 0x1B {
                while end < text.count, (0x20...0x2F).contains(text[end]) { end += 1 }
                if end < text.count {
                    index = end + 1
                    continue
                }
                end = index + 1
            }
            if byte != 0x0E, byte != 0x0F { plain.append(byte) }
            index = end
        }
        return plain
    }

    private static let japanese = "ISO-2022-JP-2"

    private static let names = [
        "ISO_IR 100": "ISO-8859-1", "ISO 2022 IR 100": "ISO-8859-1",
        "ISO_IR 101": "ISO-8859-2", "ISO 2022 IR 101": "ISO-8859-2",
        "ISO_IR 109": "ISO-8859-3", "ISO 2022 IR 109": "ISO-8859-3",
        "ISO_IR 110": "ISO-8859-4", "ISO 2022 IR 110": "ISO-8859-4",
        "ISO_IR 144": "ISO-8859-5", "ISO 2022 IR 144": "ISO-8859-5",
        "ISO_IR 127": "ISO-8859-6", "ISO 2022 IR 127": "ISO-8859-6",
        "ISO_IR 126": "ISO-8859-7", "ISO 2022 IR 126": "ISO-8859-7",
        "ISO_IR 138": "ISO-8859-8", "ISO 2022 IR 138": "ISO-8859-8",
        "ISO_IR 148": "ISO-8859-9", "ISO 2022 IR 148": "ISO-8859-9",
        "ISO_IR 166": "TIS-620", "ISO 2022 IR 166": "TIS-620",
        "ISO_IR 13": "SHIFT_JIS", "ISO 2022 IR 13": "SHIFT_JIS",
        "ISO 2022 IR 87": japanese, "ISO 2022 IR 149": "CP949", "ISO 2022 IR 58": "GB2312",
        "GB18030": "GB18030", "GBK": "GB18030",
    ]
}
