/// A parameter of a statement, or a cell of COPY.
///
/// Numbers and texts travel as text, so they fit whatever type the statement infers or casts to;
/// `bytes` and `bytesArray` travel binary.
package enum Value: Sendable, Equatable {
    case null
    /// Must not contain U+0000, which PostgreSQL cannot store.
    case text(String)
    case int(Int64)
    case bool(Bool)
    case double(Double)
    case bytes([UInt8])
    case textArray([String?])
    case intArray([Int64?])
    case bytesArray([[UInt8]?])

    package static func int(_ value: Int) -> Self { .int(Int64(value)) }

    package static func text(optional value: String?) -> Self { value.map(Value.text) ?? .null }
    package static func int(optional value: Int64?) -> Self {
        guard let value else { return .null }
        return .int(value)
    }
    package static func bytes(optional value: [UInt8]?) -> Self { value.map(Value.bytes) ?? .null }
}
