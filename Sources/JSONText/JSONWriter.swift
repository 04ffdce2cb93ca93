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
        startElement()
        JSONString.append(name, asciiOnly: layout != .compact, to: &bytes)
        append(layout == .compact ? ":" : " : ")
        isAfterKey = true
    }

    package mutating func string(_ text: String) {
        startElement()
        JSONString.append(text, asciiOnly: layout != .compact, to: &bytes)
    }

    /// A string that `body` writes, at most `most` bytes of ASCII without anything to escape.
    package mutating func plain(_ most: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        startElement()
        bytes.append(addingCapacity: most + 2) { output in
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
        startElement()
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
        startElement()
        append(text)
    }

    private mutating func append(_ text: String) {
        let utf8 = text.utf8.span
        bytes.append(addingCapacity: utf8.count) { output in
            for index in utf8.indices { output.append(utf8[index]) }
        }
    }

    private mutating func begin(_ bracket: UInt8) {
        let wasAfterKey = isAfterKey
        startElement()
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

    /// Whatever must stand before a value or a key.
    private mutating func startElement() {
        if isAfterKey {
            isAfterKey = false
            return
        }
        guard let level = filled.indices.last else { return }
        if filled[level] {
            bytes.append(Byte.comma)
        } else {
            writePendingBracket()
            filled[level] = true
        }
        newLine()
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
        let blank: UInt8
        let count: Int
        switch layout {
        case .compact: return
        case .orthanc: (blank, count) = (0x20, 3 * filled.count)
        case .orthancError: (blank, count) = (0x09, filled.count)
        }
        bytes.append(addingCapacity: count + 1) { output in
            output.append(0x0A)
            output.append(repeating: blank, count: count)
        }
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
