/// PostgreSQL's text representation of values, appended to a buffer.
///
/// Source: PostgreSQL documentation, "Array Input and Output Syntax", "bytea Hex Format" and "COPY,
/// Text Format".
enum TextFormat {
    private static let digits = [UInt8]("0123456789abcdef".utf8)

    /// - Returns: false when `text` contains U+0000; nothing is appended then.
    static func append(_ text: String, to buffer: inout [UInt8]) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard !bytes.contains(0) else { return false }
            buffer.append(contentsOf: bytes)
            return true
        }
    }

    static func append(_ number: Int64, to buffer: inout [UInt8]) {
        guard number != 0 else { return buffer.append(UInt8(ascii: "0")) }
        if number < 0 { buffer.append(UInt8(ascii: "-")) }
        let start = buffer.count
        var rest = number.magnitude
        while rest > 0 {
            buffer.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        buffer[start...].reverse()
    }

    static func append(hex bytes: [UInt8], to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(UInt8(ascii: "x"))
        for byte in bytes {
            buffer.append(digits[Int(byte >> 4)])
            buffer.append(digits[Int(byte & 15)])
        }
    }

    /// `{"a","b\"c",NULL}`.
    ///
    /// - Returns: false when an element contains U+0000.
    static func append(array: [String?], to buffer: inout [UInt8]) -> Bool {
        var isValid = true
        append(elements: array, to: &buffer) { text, buffer in
            buffer.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                if byte == 0 { isValid = false }
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    buffer.append(UInt8(ascii: "\\"))
                }
                buffer.append(byte)
            }
            buffer.append(UInt8(ascii: "\""))
        }
        return isValid
    }

    static func append(array: [Int64?], to buffer: inout [UInt8]) {
        append(elements: array, to: &buffer) { append($0, to: &$1) }
    }

    /// `{"\\x00ff",NULL}`: the backslash is escaped for the array.
    static func append(array: [[UInt8]?], to buffer: inout [UInt8]) {
        append(elements: array, to: &buffer) { bytes, buffer in
            buffer.append(UInt8(ascii: "\""))
            buffer.append(UInt8(ascii: "\\"))
            append(hex: bytes, to: &buffer)
            buffer.append(UInt8(ascii: "\""))
        }
    }

    private static func append<Element>(
        elements: [Element?],
        to buffer: inout [UInt8],
        _ one: (Element, inout [UInt8]) -> Void
    ) {
        buffer.append(UInt8(ascii: "{"))
        for (index, element) in elements.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            if let element {
                one(element, &buffer)
            } else {
                buffer.append(contentsOf: "NULL".utf8)
            }
        }
        buffer.append(UInt8(ascii: "}"))
    }
}
