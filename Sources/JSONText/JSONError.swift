/// A text that is not JSON, or is more than the caller's limits allow.
///
/// Carries no part of the text: it may hold a patient's name.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        /// Not RFC 8259.
        case syntax
        /// A string that is not valid UTF-8, or half of a surrogate pair.
        case notUTF8
        /// Containers nest deeper than ``JSONLimits/depth``.
        case tooDeep
        /// More bytes than ``JSONLimits/bytes``.
        case tooLong
        /// More values than ``JSONLimits/nodes``.
        case tooMany
        /// A number beyond the range of a `Double`. Only from ``JSONValue``.
        case numberOutOfRange
    }

    package let kind: Kind
    /// Where reading stopped, in bytes from the start.
    package let offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    package var description: String {
        switch kind {
        case .syntax: "read JSON: syntax error at byte \(offset)"
        case .notUTF8: "read JSON: text is not UTF-8 at byte \(offset)"
        case .tooDeep: "read JSON: nested too deeply at byte \(offset)"
        case .tooLong: "read JSON: longer than \(offset) bytes"
        case .tooMany: "read JSON: too many values at byte \(offset)"
        case .numberOutOfRange: "read JSON: number out of range at byte \(offset)"
        }
    }
}
