/// What a JSON value is.
package enum JSONKind: UInt8, Sendable {
    case null, boolean, integer, real, string, array, object
}

/// One value or key on the tape: where its text stands, and where its next sibling does.
struct JSONNode: Sendable {
    /// First byte of the text, quotes and brackets included.
    let start: UInt32
    /// One past the last byte.
    var end: UInt32
    /// Tape index one past the last descendant.
    var next: UInt32
    let kind: JSONKind
    /// A string that holds a backslash, so that its text is not its value.
    let isEscaped: Bool
}
