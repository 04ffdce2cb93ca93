/// A JSON value as a tree, for small texts such as request bodies.
///
/// Numbers keep the kind they were written in, as jsoncpp does: `2` is an integer, `2.0` is not.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case real(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// Reads a whole text.
    ///
    /// - Throws: ``JSONError``. Integers beyond `Int64` become reals, numbers beyond `Double` are
    ///   `.numberOutOfRange`.
    package init(_ text: [UInt8], limits: JSONLimits = .request) throws(JSONError) {
        try self.init(try JSONDocument(text, limits: limits).root)
    }

    /// Copies one value of a document. Recurses no deeper than the document's depth limit.
    package init(_ element: JSONElement) throws(JSONError) {
        switch element.kind {
        case .null: self = .null
        case .boolean: self = .boolean(element.boolean ?? false)
        case .integer, .real: self = try Self.number(element)
        case .string: self = .string(element.string ?? "")
        case .array: self = .array(try Self.list(element))
        case .object: self = .object(try Self.members(element))
        }
    }

    private static func list(_ element: JSONElement) throws(JSONError) -> [JSONValue] {
        var list: [JSONValue] = []
        for child in element.elements { list.append(try JSONValue(child)) }
        return list
    }

    private static func members(_ element: JSONElement) throws(JSONError) -> JSONObject {
        var members: [JSONObject.Member] = []
        for (key, value) in element.members {
            members.append((key.string ?? "", try JSONValue(value)))
        }
        return JSONObject(members)
    }

    private static func number(_ element: JSONElement) throws(JSONError) -> JSONValue {
        if let integer = element.integer { return .integer(integer) }
        if let real = element.real { return .real(real) }
        throw JSONError(.numberOutOfRange, at: element.range.lowerBound)
    }

    // MARK: Reading

    package var isNull: Bool { self == .null }

    package var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    package var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// A member of an object, or nil when the value is not an object or lacks it.
    package subscript(key: String) -> JSONValue? { object?[key] }
}

// Not by nil: `condition ? value : nil` would become null where an optional is meant.
extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(floatLiteral value: Double) { self = .real(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements))
    }
}
