/// Checks one JSON text (RFC 8259, strict) and notes where each value stands.
///
/// Never recurses; open containers are a list as long as the depth limit. Every string is checked
/// to be UTF-8 with whole surrogate pairs, so that decoding it later can't fail.
struct JSONScanner {
    private let limits: JSONLimits
    private var position = 0
    private var nodes: [JSONNode] = []
    private var open: [Int] = []

    private init(limits: JSONLimits) {
        self.limits = limits
        open.reserveCapacity(min(limits.depth, 16))
    }

    /// The tape of a whole text: a container first, then all that it holds.
    static func tape(
        of text: Span<UInt8>,
        limits: JSONLimits
    ) throws(JSONError) -> [JSONNode] {
        guard text.count <= limits.bytes else { throw JSONError(.tooLong, at: limits.bytes) }
        var scanner = JSONScanner(limits: limits)
        scanner.nodes.reserveCapacity(min(text.count / 12 + 4, limits.nodes))
        try scanner.document(text)
        return scanner.nodes
    }

    private mutating func document(_ text: Span<UInt8>) throws(JSONError) {
        skipBlanks(text)
        try value(text)
        while let container = open.last {
            try member(of: container, text)
        }
        skipBlanks(text)
        guard position == text.count else { throw JSONError(.syntax, at: position) }
    }

    /// The next element or member of an open container, or its end.
    private mutating func member(of container: Int, _ text: Span<UInt8>) throws(JSONError) {
        skipBlanks(text)
        let isObject = nodes[container].kind == .object
        if take(isObject ? Byte.closeBrace : Byte.closeBracket, text) {
            close(container)
            return
        }
        if container != nodes.count - 1 {
            try expect(Byte.comma, text)
            skipBlanks(text)
        }
        if isObject {
            guard position < text.count, text[position] == Byte.quote else {
                throw JSONError(.syntax, at: position)
            }
            try string(text)
            skipBlanks(text)
            try expect(Byte.colon, text)
            skipBlanks(text)
        }
        try value(text)
    }

    private mutating func value(_ text: Span<UInt8>) throws(JSONError) {
        guard position < text.count else { throw JSONError(.syntax, at: position) }
        switch text[position] {
        case Byte.quote: try string(text)
        case Byte.openBrace: try open(.object)
        case Byte.openBracket: try open(.array)
        case Byte.minus, Byte.zero...Byte.nine: try number(text)
        case Byte.t: try literal("true", .boolean, text)
        case Byte.f: try literal("false", .boolean, text)
        case Byte.n: try literal("null", .null, text)
        default: throw JSONError(.syntax, at: position)
        }
    }

    // MARK: Containers

    private mutating func open(_ kind: JSONKind) throws(JSONError) {
        guard open.count < limits.depth else { throw JSONError(.tooDeep, at: position) }
        open.append(nodes.count)
        try append(kind, from: position, to: position + 1)
        position += 1
    }

    private mutating func close(_ container: Int) {
        nodes[container].end = UInt32(position)
        nodes[container].next = UInt32(nodes.count)
        open.removeLast()
    }

    private mutating func append(
        _ kind: JSONKind,
        from start: Int,
        to end: Int,
        isEscaped: Bool = false
    ) throws(JSONError) {
        guard nodes.count < limits.nodes else { throw JSONError(.tooMany, at: start) }
        nodes.append(
            JSONNode(
                start: UInt32(start),
                end: UInt32(end),
                next: UInt32(nodes.count + 1),
                kind: kind,
                isEscaped: isEscaped
            )
        )
    }

    // MARK: Scalars

    private mutating func literal(
        _ word: String,
        _ kind: JSONKind,
        _ text: Span<UInt8>
    ) throws(JSONError) {
        let start = position
        for byte in word.utf8 {
            try expect(byte, text)
        }
        try append(kind, from: start, to: position)
    }

    private mutating func number(_ text: Span<UInt8>) throws(JSONError) {
        let start = position
        var kind = JSONKind.integer
        _ = take(Byte.minus, text)
        if !take(Byte.zero, text) { try digits(text) }
        if take(Byte.point, text) {
            kind = .real
            try digits(text)
        }
        if take(Byte.e, text) || take(Byte.capitalE, text) {
            kind = .real
            if !take(Byte.plus, text) { _ = take(Byte.minus, text) }
            try digits(text)
        }
        try append(kind, from: start, to: position)
    }

    private mutating func digits(_ text: Span<UInt8>) throws(JSONError) {
        let start = position
        while position < text.count, text[position] >= Byte.zero, text[position] <= Byte.nine {
            position += 1
        }
        guard position > start else { throw JSONError(.syntax, at: position) }
    }

    private mutating func string(_ text: Span<UInt8>) throws(JSONError) {
        let start = position
        var isEscaped = false
        var isASCII: UInt8 = 0
        position += 1
        while true {
            guard position < text.count else { throw JSONError(.syntax, at: position) }
            let byte = text[position]
            if byte == Byte.quote { break }
            guard byte >= 0x20 else { throw JSONError(.syntax, at: position) }
            if byte == Byte.backslash {
                isEscaped = true
                try escape(text)
            } else {
                isASCII |= byte
                position += 1
            }
        }
        if isASCII & 0x80 != 0 {
            try checkUTF8(text, start + 1, position)
        }
        position += 1
        try append(.string, from: start, to: position, isEscaped: isEscaped)
    }

    private func checkUTF8(_ text: Span<UInt8>, _ start: Int, _ end: Int) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: text.extracting(start..<end))
        } catch {
            throw JSONError(.notUTF8, at: start)
        }
    }

    private mutating func escape(_ text: Span<UInt8>) throws(JSONError) {
        guard position + 1 < text.count else { throw JSONError(.syntax, at: position) }
        switch text[position + 1] {
        case Byte.quote, Byte.backslash, Byte.slash, Byte.b, Byte.f, Byte.n, Byte.r, Byte.t:
            position += 2
        case Byte.u:
            try unicodeEscape(text)
        default:
            throw JSONError(.syntax, at: position)
        }
    }

    private mutating func unicodeEscape(_ text: Span<UInt8>) throws(JSONError) {
        let start = position
        let unit = try codeUnit(text)
        switch unit {
        case 0xD800...0xDBFF:
            guard position + 1 < text.count, text[position] == Byte.backslash,
                text[position + 1] == Byte.u, case 0xDC00...0xDFFF = try codeUnit(text)
            else { throw JSONError(.notUTF8, at: start) }
        case 0xDC00...0xDFFF:
            throw JSONError(.notUTF8, at: start)
        default:
            break
        }
    }

    private mutating func codeUnit(_ text: Span<UInt8>) throws(JSONError) -> UInt32 {
        guard position + 6 <= text.count else { throw JSONError(.syntax, at: position) }
        var unit: UInt32 = 0
        for index in position + 2..<position + 6 {
            guard let digit = Byte.hexadecimalDigit(text[index]) else {
                throw JSONError(.syntax, at: index)
            }
            unit = unit << 4 | UInt32(digit)
        }
        position += 6
        return unit
    }

    // MARK: Bytes

    private mutating func skipBlanks(_ text: Span<UInt8>) {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8, _ text: Span<UInt8>) throws(JSONError) {
        guard take(byte, text) else { throw JSONError(.syntax, at: position) }
    }
}
