/// Turns JSON text into the XML that Orthanc gives for it, piece by piece, in constant memory.
///
/// An object's members become elements, those of an array `item`s, two blanks of indent a level;
/// what holds nothing is `<name />`, an empty string `<name></name>`, null the text `null`. The
/// text is our own or was checked before: what is no JSON gives some text, never more than six
/// bytes for one.
///
/// Source: live Orthancs 1.10.1 and 1.12.7.
package struct XMLText {
    private struct Container {
        let name: [UInt8]
        let isArray: Bool
        var isEmpty = true
    }

    private enum State {
        case between
        /// Inside of a string, which is a member's name or a value.
        case string(isName: Bool)
        /// A number, `true`, `false` or `null`.
        case literal
    }

    private var open: [Container] = []
    private var state = State.between
    private var name = Array("root".utf8)
    /// A name, a literal, or an escape that isn't whole yet.
    private var pending: [UInt8] = []
    private var escape: [UInt8]?
    private var highSurrogate: UInt32?
    private var output: [UInt8]

    package init() { output = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8) }

    /// Takes the next bytes of the JSON text; returns the XML that they make.
    package mutating func feed(_ text: some Sequence<UInt8>) -> [UInt8] {
        for byte in text { take(byte) }
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .between: between(byte)
        case .string(let isName): string(byte, isName)
        case .literal:
            guard isDelimiter(byte) else { return pending.append(byte) }
            endLiteral()
            between(byte)
        }
    }

    // MARK: Between values

    private mutating func between(_ byte: UInt8) {
        switch byte {
        case Byte.openBrace, Byte.openBracket: beginContainer(isArray: byte == Byte.openBracket)
        case Byte.closeBrace, Byte.closeBracket: endContainer()
        case Byte.quote:
            let isName = open.last.map { !$0.isArray && name.isEmpty } ?? false
            if !isName { beginValue() }
            state = .string(isName: isName)
        case Byte.colon, Byte.comma, Byte.blank, 0x09, 0x0A, 0x0D: break
        default:
            pending = [byte]
            state = .literal
        }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case Byte.comma, Byte.closeBrace, Byte.closeBracket, Byte.blank, 0x09, 0x0A, 0x0D: true
        default: false
        }
    }

    private mutating func endLiteral() {
        beginValue()
        output += pending
        pending = []
        endValue()
        state = .between
    }

    // MARK: Elements

    /// The start of whatever comes next; its parent's is finished by the first child.
    private mutating func beginElement() {
        if let last = open.indices.last {
            if open[last].isEmpty { output += [0x3E, 0x0A] }
            open[last].isEmpty = false
            if open[last].isArray { name = Array("item".utf8) }
        }
        indent(open.count)
        output.append(0x3C)
        output += name
    }

    private mutating func beginValue() {
        beginElement()
        output.append(0x3E)
    }

    private mutating func endValue() {
        close(name)
        name = []
    }

    private mutating func beginContainer(isArray: Bool) {
        beginElement()
        open.append(Container(name: name, isArray: isArray))
        name = []
    }

    private mutating func endContainer() {
        guard let container = open.popLast() else { return }
        if container.isEmpty {
            output += [0x20, 0x2F, 0x3E, 0x0A]
        } else {
            indent(open.count)
            close(container.name)
        }
        name = []
    }

    private mutating func close(_ name: [UInt8]) {
        output += [0x3C, 0x2F]
        output += name
        output += [0x3E, 0x0A]
    }

    private mutating func indent(_ depth: Int) {
        for _ in 0..<(2 * depth) { output.append(Byte.blank) }
    }

    // MARK: Strings

    private mutating func string(_ byte: UInt8, _ isName: Bool) {
        if let begun = escape {
            escape = nil
            escaped(begun + [byte], isName)
        } else if byte == Byte.backslash {
            escape = []
        } else if byte == Byte.quote {
            state = .between
            guard isName else { return endValue() }
            name = pending
            pending = []
        } else {
            write(byte, isName)
        }
    }

    /// - Parameter code: What stands behind the backslash so far.
    private mutating func escaped(_ code: [UInt8], _ isName: Bool) {
        switch code[0] {
        case Byte.u where code.count < 5: escape = code
        case Byte.u: unit(code.dropFirst(), isName)
        case Byte.b: write(0x08, isName)
        case Byte.f: write(0x0C, isName)
        case Byte.n: write(0x0A, isName)
        case Byte.r: write(0x0D, isName)
        case Byte.t: write(0x09, isName)
        default: write(code[0], isName)
        }
    }

    /// One UTF-16 unit; a pair of surrogates is one character.
    private mutating func unit(_ digits: ArraySlice<UInt8>, _ isName: Bool) {
        let unit = digits.reduce(UInt32(0)) { $0 << 4 | UInt32(Byte.hexadecimalDigit($1) ?? 0) }
        if let high = highSurrogate {
            highSurrogate = nil
            return write(scalar: 0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF, isName)
        }
        guard unit & 0xFC00 != 0xD800 else { return highSurrogate = unit }
        write(scalar: unit, isName)
    }

    private mutating func write(scalar: UInt32, _ isName: Bool) {
        let character = Unicode.Scalar(scalar) ?? "\u{FFFD}"
        for byte in Character(character).utf8 { write(byte, isName) }
    }

    private mutating func write(_ byte: UInt8, _ isName: Bool) {
        guard !isName else { return pending.append(byte) }
        switch byte {
        case 0x26: output += Array("&amp;".utf8)
        case 0x3C: output += Array("&lt;".utf8)
        case 0x3E: output += Array("&gt;".utf8)
        case 0x09, 0x0A, 0x0D, 0x20...: output.append(byte)
        default: output += [0x26, 0x23, 0x30 + byte / 10, 0x30 + byte % 10, 0x3B]
        }
    }
}
