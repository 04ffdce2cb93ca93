/// Rows of COPY in text format: tabs between cells, a newline after the row, backslash escapes.
///
/// Source: PostgreSQL documentation, "COPY", "Text Format".
enum CopyFormat {
    /// - Returns: false when a text contains U+0000.
    static func append(_ row: [Value], to buffer: inout [UInt8]) -> Bool {
        var isValid = true
        for (index, value) in row.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: "\t")) }
            if !append(value, to: &buffer) { isValid = false }
        }
        buffer.append(UInt8(ascii: "\n"))
        return isValid
    }

    private static func append(_ value: Value, to buffer: inout [UInt8]) -> Bool {
        switch value {
        case .null: buffer.append(contentsOf: "\\N".utf8)
        case .int(let number): TextFormat.append(number, to: &buffer)
        case .bool(let flag): buffer.append(UInt8(ascii: flag ? "t" : "f"))
        case .double(let number): buffer.append(contentsOf: number.description.utf8)
        case .intArray(let array): TextFormat.append(array: array, to: &buffer)
        case .bytes(let bytes):
            buffer.append(UInt8(ascii: "\\"))
            TextFormat.append(hex: bytes, to: &buffer)
        case .text(var text):
            return text.withUTF8 { escape($0, to: &buffer) }
        case .textArray(let array):
            var literal: [UInt8] = []
            guard TextFormat.append(array: array, to: &literal) else { return false }
            return escape(literal, to: &buffer)
        case .bytesArray(let array):
            var literal: [UInt8] = []
            TextFormat.append(array: array, to: &literal)
            return escape(literal, to: &buffer)
        }
        return true
    }

    private static func escape(_ bytes: some Sequence<UInt8>, to buffer: inout [UInt8]) -> Bool {
        var isValid = true
        for byte in bytes {
            switch byte {
            case 0: isValid = false
            case UInt8(ascii: "\\"): buffer.append(contentsOf: "\\\\".utf8)
            case UInt8(ascii: "\n"): buffer.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\r"): buffer.append(contentsOf: "\\r".utf8)
            case UInt8(ascii: "\t"): buffer.append(contentsOf: "\\t".utf8)
            default: buffer.append(byte)
            }
        }
        return isValid
    }
}
