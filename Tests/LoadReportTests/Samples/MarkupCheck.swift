/// Whether a text is well-formed markup: every element closed in turn, every attribute quoted,
/// every ampersand an entity that XML itself knows or a number.
///
/// Knows no CDATA, comments or processing instructions but the first; what has any is not
/// well-formed.
struct MarkupCheck {
    /// The first thing that is wrong; nil: nothing.
    private(set) var problem: String?
    /// Names of all elements, in their order.
    private(set) var elements: [String] = []
    /// All text between elements, with its entities as they stand.
    var content: String { String(decoding: contentBytes, as: UTF8.self) }

    private var contentBytes: [UInt8] = []
    private let text: [UInt8]
    private var position = 0
    private var open: [String] = []

    init(_ text: String) {
        self.text = Array(text.utf8)
        skip(prefix: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        skip(prefix: "<!DOCTYPE html>")
        while problem == nil, position < self.text.count {
            if self.text[position] == UInt8(ascii: "<") { tag() } else { character() }
        }
        if problem == nil, let name = open.last { problem = "<\(name)> is not closed" }
    }

    private mutating func character() {
        let byte = text[position]
        if open.isEmpty, byte > 0x20 { problem = "text outside: \(around)" }
        if byte == UInt8(ascii: "&") { entity() }
        if byte == UInt8(ascii: ">") { problem = "a bracket in the text: \(around)" }
        contentBytes.append(byte)
        position += 1
    }

    private mutating func entity() {
        let end = text[position...].prefix(12).firstIndex(of: UInt8(ascii: ";")) ?? position
        let name = String(decoding: text[position...end], as: UTF8.self)
        let isNumber = name.hasPrefix("&#") && name.dropFirst(2).dropLast().allSatisfy(\.isNumber)
        if !["&amp;", "&lt;", "&gt;", "&quot;"].contains(name), !isNumber || name.count < 4 {
            problem = "no entity: \(around)"
        }
    }

    private mutating func tag() {
        let isEnd = position + 1 < text.count && text[position + 1] == UInt8(ascii: "/")
        position += isEnd ? 2 : 1
        let name = word()
        guard !name.isEmpty else { return problem = "no tag: \(around)" }
        if isEnd {
            if open.popLast() != name { problem = "</\(name)> closes another: \(around)" }
            return expect(">")
        }
        elements.append(name)
        while problem == nil, position < text.count, text[position] <= 0x20 { attribute() }
        guard problem == nil else { return }
        if position < text.count, text[position] == UInt8(ascii: "/") {
            position += 1
        } else {
            open.append(name)
        }
        expect(">")
    }

    private mutating func attribute() {
        position += 1
        let name = word()
        expect("=")
        expect("\"")
        guard problem == nil, !name.isEmpty else { return problem = "no attribute: \(around)" }
        while problem == nil, position < text.count, text[position] != UInt8(ascii: "\"") {
            if text[position] == UInt8(ascii: "&") { entity() }
            if text[position] == UInt8(ascii: "<") { problem = "a bracket inside: \(around)" }
            position += 1
        }
        expect("\"")
    }

    private mutating func word() -> String {
        let start = position
        while position < text.count, Self.isName(text[position]) { position += 1 }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func expect(_ character: Unicode.Scalar) {
        guard problem == nil else { return }
        guard position < text.count, text[position] == UInt8(ascii: character) else {
            return problem = "\(character) lacks: \(around)"
        }
        position += 1
    }

    private mutating func skip(prefix: String) {
        while position < text.count, text[position] <= 0x20 { position += 1 }
        if text[position...].starts(with: prefix.utf8) { position += prefix.utf8.count }
    }

    private var around: String {
        String(
            decoding: text[max(0, position - 40)..<min(text.count, position + 40)],
            as: UTF8.self
        )
    }
}
