/// One value of a ``JSONDocument``: a pointer into its text.
package struct JSONElement: Sendable {
    let document: JSONDocument
    let index: Int

    package var kind: JSONKind { node.kind }
    package var isNull: Bool { node.kind == .null }

    /// Where the value's text stands, quotes and brackets included, in bytes.
    package var range: Range<Int> { Int(node.start)..<Int(node.end) }

    /// The value's own text, as it was sent.
    package var text: ArraySlice<UInt8> { document.text[range] }

    private var node: JSONNode { document.nodes[index] }

    // MARK: Scalars

    /// The decoded string, or nil when the value is not one.
    package var string: String? {
        guard node.kind == .string else { return nil }
        if node.isEscaped { return String(decoding: JSONString.unescaped(content), as: UTF8.self) }
        return String(decoding: content, as: UTF8.self)
    }

    /// The decoded string's UTF-8, or nil when the value is not one.
    package var utf8: [UInt8]? {
        guard node.kind == .string else { return nil }
        return node.isEscaped ? JSONString.unescaped(content) : Array(content)
    }

    /// Whether the value is a string equal to `other`, byte for byte.
    package func isString(_ other: String) -> Bool {
        guard node.kind == .string else { return false }
        if node.isEscaped { return JSONString.unescaped(content).elementsEqual(other.utf8) }
        return content.elementsEqual(other.utf8)
    }

    /// The number written without fraction or exponent, or nil when the value is none such or
    /// does not fit: `2.0` and `1e2` are not integers, as in jsoncpp.
    package var integer: Int64? {
        guard node.kind == .integer else { return nil }
        return JSONNumber.integer(text)
    }

    /// Any finite number, or nil.
    package var real: Double? {
        guard node.kind == .integer || node.kind == .real else { return nil }
        return JSONNumber.real(text)
    }

    package var boolean: Bool? {
        guard node.kind == .boolean else { return nil }
        return document.text[Int(node.start)] == Byte.t
    }

    // MARK: Containers

    /// The elements of an array in order; none when the value is not an array.
    package var elements: JSONElements {
        JSONElements(document: document, range: node.kind == .array ? inside : 0..<0)
    }

    /// The members of an object as they were sent, duplicates too; none when the value is not
    /// an object.
    package var members: JSONMembers {
        JSONMembers(document: document, range: node.kind == .object ? inside : 0..<0)
    }

    /// The value of a member, or nil. Of duplicate keys the last one counts, as in jsoncpp.
    ///
    /// Looks at every key: O(members).
    package subscript(key: String) -> JSONElement? {
        var found: JSONElement?
        for member in members where member.key.isString(key) {
            found = member.value
        }
        return found
    }

    private var inside: Range<Int> { index + 1..<Int(node.next) }

    private var content: ArraySlice<UInt8> { text.dropFirst().dropLast() }
}

/// The elements of a JSON array.
package struct JSONElements: Sequence, IteratorProtocol, Sendable {
    private let document: JSONDocument
    private var range: Range<Int>

    init(document: JSONDocument, range: Range<Int>) {
        self.document = document
        self.range = range
    }

    package mutating func next() -> JSONElement? {
        guard let index = range.first else { return nil }
        range = Int(document.nodes[index].next)..<range.upperBound
        return JSONElement(document: document, index: index)
    }
}

/// The members of a JSON object.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    private var elements: JSONElements

    init(document: JSONDocument, range: Range<Int>) {
        elements = JSONElements(document: document, range: range)
    }

    package mutating func next() -> (key: JSONElement, value: JSONElement)? {
        guard let key = elements.next(), let value = elements.next() else { return nil }
        return (key, value)
    }
}
