internal import Basics

/// Builds one JSON text as bytes.
///
/// The caller opens, fills and closes; the writer puts commas, blanks and escapes. Closing what
/// was not opened is a programming error and stops the program.
package struct JSONWriter {
    /// How the text is laid out.
    package enum Layout: Sendable {
        /// No blanks, UTF-8 as it is.
        case compact
        /// As Orthanc's answers: three blanks a level, ASCII only.
        case orthanc
        /// As Orthanc's error bodies: a tab a level, ASCII only.
        case orthancError
    }

    /// The text so far.
    package private(set) var bytes: [UInt8] = []
    private let layout: Layout
    /// One entry for each open container: whether it holds something already.
    private var filled: [Bool] = []
    private var isAfterKey = false
    /// An opening bracket that waits for a first element: jsoncpp writes empty containers in place.
    private var pending: (bracket: UInt8, isAfterKey: Bool)?

    package init(_ layout: Layout = .orthanc, capacity: Int = 256) {
        self.layout = layout
        bytes.reserveCapacity(capacity)
    }

    /// The text so far, which is handed over: what follows goes on behind it.
    package mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    // MARK: Containers

    package mutating func beginObject() { begin(Byte.openBrace) }
    package mutating func endObject() { end(Byte.openBrace, Byte.closeBrace) }
    package mutating func beginArray() { begin(Byte.openBracket) }
    package mutating func endArray() { end(Byte.openBracket, Byte.closeBracket) }

    /// An object whose members `body` writes.
    package mutating func object<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginObject()
        try body(&self)
        endObject()
    }

    /// An array whose elements `body` writes.
    package mutating func array<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginArray()
        try body(&self)
        endArray()
    }

    package mutating func array(_ strings: [String]) {
        beginArray()
        for text in strings { string(text) }
        endArray()
    }

    // MARK: Scalars

    /// The name of the member that comes next.
    package mutating func key(_ name: String) {
        let isWide = layout != .compact
        quoted(name, more: 3) { output in
            if isWide { output.append(Byte.blank) }
            output.append(Byte.colon)
            if isWide { output.append(Byte.blank) }
        }
        isAfterKey = true
    }

    package mutating func string(_ text: String) { quoted(text, more: 0) { _ in } }

    /// A string that `body` writes, at most `most` bytes of ASCII without anything to escape.
    package mutating func plain(_ most: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        element(most + 2) { output in
            output.append(Byte.quote)
            body(&output)
            output.append(Byte.quote)
        }
    }

    package mutating func integer(_ value: some FixedWidthInteger) {
        word(String(value))
    }

    /// A number; what JSON can't say (infinite, not a number) becomes null.
    package mutating func real(_ value: Double) {
        word(value.isFinite ? "\(value)" : "null")
    }

    package mutating func boolean(_ value: Bool) { word(value ? "true" : "false") }
    package mutating func null() { word("null") }

    /// A fragment that is JSON already, such as a slice of a scanned document.
    package mutating func raw(_ fragment: [UInt8]) {
        element(0) { _ in }
        bytes.append(contentsOf: fragment)
    }

    /// A whole tree.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .boolean(let value): boolean(value)
        case .integer(let value): integer(value)
        case .real(let value): real(value)
        case .string(let value): string(value)
        case .array(let list): array { writer in for item in list { writer.value(item) } }
        case .object(let object): members(object)
        }
    }

    // MARK: Members

    package mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    package mutating func member(_ name: String, _ value: some FixedWidthInteger) {
        key(name)
        integer(value)
    }

    package mutating func member(_ name: String, _ value: Bool) {
        key(name)
        boolean(value)
    }

    package mutating func member(_ name: String, _ strings: [String]) {
        key(name)
        array(strings)
    }

    package mutating func member(_ name: String, json value: JSONValue) {
        key(name)
        self.value(value)
    }

    // MARK: Layout

    private mutating func members(_ members: JSONObject) {
        beginObject()
        for (name, value) in members { member(name, json: value) }
        endObject()
    }

    private mutating func word(_ text: String) {
        let utf8 = text.utf8.span
        element(utf8.count) { output in
            output.append(copying: utf8)
        }
    }

    /// A string and, behind its closing quote, up to `more` bytes that `body` writes.
    private mutating func quoted(
        _ text: String,
        more: Int,
        _ body: (inout OutputSpan<UInt8>) -> Void
    ) {
        let utf8 = text.utf8.span
        guard JSONString.isPlain(utf8, asciiOnly: layout != .compact) else {
            element(0) { _ in }
            JSONString.appendEscaping(text, asciiOnly: layout != .compact, to: &bytes)
            bytes.append(addingCapacity: more, initializingWith: body)
            return
        }
        element(utf8.count + 2 + more) { output in
            output.append(Byte.quote)
            output.append(copying: utf8)
            output.append(Byte.quote)
            body(&output)
        }
    }

    private mutating func begin(_ bracket: UInt8) {
        let wasAfterKey = isAfterKey
        element(0) { _ in }
        pending = (bracket, wasAfterKey)
        filled.append(false)
    }

    private mutating func end(_ opening: UInt8, _ closing: UInt8) {
        precondition(!isAfterKey, "a key has no value")
        precondition(!filled.isEmpty, "nothing is open")
        filled.removeLast()
        if pending != nil {
            pending = nil
            bytes.append(opening)
        } else {
            newLine()
        }
        bytes.append(closing)
    }

    /// Whatever must stand before a value or a key, and up to `most` bytes of it, in one growth.
    @inline(__always)
    private mutating func element(_ most: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        guard !isAfterKey, let level = filled.indices.last else {
            isAfterKey = false
            return bytes.append(addingCapacity: most, initializingWith: body)
        }
        let isFirst = !filled[level]
        if isFirst {
            writePendingBracket()
            filled[level] = true
        }
        let indent = indent
        bytes.append(addingCapacity: 2 + indent.count + most) { output in
            if !isFirst { output.append(Byte.comma) }
            indent.write(to: &output)
            body(&output)
        }
    }

    private mutating func writePendingBracket() {
        guard let (bracket, isAfterKey) = pending else { return }
        pending = nil
        if isAfterKey {
            filled.removeLast()
            newLine()
            filled.append(true)
        }
        bytes.append(bracket)
    }

    private mutating func newLine() {
        let indent = indent
        bytes.append(addingCapacity: 1 + indent.count) { indent.write(to: &$0) }
    }

    private var indent: Indent {
        switch layout {
        case .compact: Indent(blank: 0, count: -1)
        case .orthanc: Indent(blank: Byte.blank, count: 3 * filled.count)
        case .orthancError: Indent(blank: 0x09, count: filled.count)
        }
    }
}

/// A line break with the blanks behind it; below zero of them: neither.
private struct Indent {
    let blank: UInt8
    let count: Int

    func write(to output: inout OutputSpan<UInt8>) {
        guard count >= 0 else { return }
        output.append(0x0A)
        output.append(repeating: blank, count: count)
    }
}

extension JSONValue {
    /// The value as one text.
    package func text(_ layout: JSONWriter.Layout = .orthanc) -> [UInt8] {
        var writer = JSONWriter(layout)
        writer.value(self)
        return writer.bytes
    }
}
