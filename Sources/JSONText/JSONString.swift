internal import Basics

/// JSON string escapes, both ways.
package enum JSONString {
    /// The value of a checked string's content, which stands between its quotes.
    static func unescaped(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(content.count)
        var index = content.startIndex
        while index < content.endIndex {
            let byte = content[index]
            if byte == Byte.backslash {
                index = unescape(content, at: index, into: &output)
            } else {
                output.append(byte)
                index += 1
            }
        }
        return output
    }

    /// Decodes the escape at `index`, and returns where the text goes on.
    private static func unescape(
        _ content: ArraySlice<UInt8>,
        at index: Int,
        into output: inout [UInt8]
    ) -> Int {
        let letter = content[index + 1]
        guard letter == Byte.u else {
            output.append(control(letter))
            return index + 2
        }
        let unit = codeUnit(content, at: index)
        guard (0xD800...0xDBFF).contains(unit) else {
            append(unit, to: &output)
            return index + 6
        }
        let low = codeUnit(content, at: index + 6)
        append(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), to: &output)
        return index + 12
    }

    private static func control(_ letter: UInt8) -> UInt8 {
        switch letter {
        case Byte.b: 0x08
        case Byte.f: 0x0C
        case Byte.n: 0x0A
        case Byte.r: 0x0D
        case Byte.t: 0x09
        default: letter
        }
    }

    private static func codeUnit(_ content: ArraySlice<UInt8>, at index: Int) -> UInt32 {
        content[index + 2..<index + 6].reduce(0) { unit, digit in
            unit << 4 | UInt32(Byte.hexadecimalDigit(digit) ?? 0)
        }
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        let scalar = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// Appends `text` in quotes.
    ///
    /// Escapes what jsoncpp escapes: quote, backslash, controls; the slash and DEL stay.
    /// - Parameter asciiOnly: Write everything beyond ASCII as `\uXXXX`, as Orthanc does.
    package static func append(_ text: String, asciiOnly: Bool, to output: inout [UInt8]) {
        let utf8 = text.utf8.span
        guard isPlain(utf8, asciiOnly: asciiOnly) else {
            return appendEscaping(text, asciiOnly: asciiOnly, to: &output)
        }
        output.append(addingCapacity: utf8.count + 2) { output in
            output.append(Byte.quote)
            output.append(copying: utf8)
            output.append(Byte.quote)
        }
    }

    /// Nothing is to be escaped.
    static func isPlain(_ text: Span<UInt8>, asciiOnly: Bool) -> Bool {
        for index in text.indices where needsEscape(text[index], asciiOnly) { return false }
        return true
    }

    /// Appends `text` in quotes, looking at each character.
    static func appendEscaping(_ text: String, asciiOnly: Bool, to output: inout [UInt8]) {
        output.append(Byte.quote)
        appendEscaped(text, asciiOnly, to: &output)
        output.append(Byte.quote)
    }

    private static func needsEscape(_ byte: UInt8, _ asciiOnly: Bool) -> Bool {
        byte < 0x20 || byte == Byte.quote || byte == Byte.backslash || asciiOnly && byte >= 0x80
    }

    private static func appendEscaped(
        _ text: String,
        _ asciiOnly: Bool,
        to output: inout [UInt8]
    ) {
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                appendEscaped(UInt8(scalar.value), to: &output)
            } else if asciiOnly {
                for unit in String(scalar).utf16 { appendUnicode(unit, to: &output) }
            } else {
                append(scalar.value, to: &output)
            }
        }
    }

    private static func appendEscaped(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case Byte.quote, Byte.backslash: output.append(contentsOf: [Byte.backslash, byte])
        case 0x08: output.append(contentsOf: [Byte.backslash, Byte.b])
        case 0x0C: output.append(contentsOf: [Byte.backslash, Byte.f])
        case 0x0A: output.append(contentsOf: [Byte.backslash, Byte.n])
        case 0x0D: output.append(contentsOf: [Byte.backslash, Byte.r])
        case 0x09: output.append(contentsOf: [Byte.backslash, Byte.t])
        case 0..<0x20: appendUnicode(UInt16(byte), to: &output)
        default: output.append(byte)
        }
    }

    private static func appendUnicode(_ unit: UInt16, to output: inout [UInt8]) {
        output.append(Byte.backslash)
        output.append(Byte.u)
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(unit >> shift & 15)
            output.append(digit < 10 ? Byte.zero + digit : 0x61 + digit - 10)
        }
    }
}
