/// A checked JSON text, read where it stands: no tree is built.
///
/// Holds the text and 16 bytes for each value and key. Nothing that is read from it can fail
/// for reasons of the text: syntax, UTF-8 and limits were settled by `init`.
package final class JSONDocument: Sendable {
    package let text: [UInt8]
    let nodes: [JSONNode]

    /// Checks the whole text.
    ///
    /// - Throws: ``JSONError`` with the byte offset; blanks around the value are allowed,
    ///   anything else after it is a syntax error.
    package init(_ text: [UInt8], limits: JSONLimits = .answer) throws(JSONError) {
        nodes = try JSONScanner.tape(of: text.span, limits: limits)
        self.text = text
    }

    /// The value that is the whole document.
    package var root: JSONElement { JSONElement(document: self, index: 0) }
}
