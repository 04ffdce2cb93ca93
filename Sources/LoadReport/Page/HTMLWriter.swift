/// Writes HTML that is well-formed XML too.
///
/// Names of tags and attributes are literals of the program, and whatever else comes in is escaped
/// and cut: no text of a scenario can become markup.
struct HTMLWriter {
    typealias Attributes = KeyValuePairs<StaticString, String>

    private(set) var text = ""
    let limits: PageLimits

    init(_ limits: PageLimits) { self.limits = limits }

    /// An element whose content `body` writes.
    mutating func element(
        _ tag: StaticString,
        _ attributes: Attributes = [:],
        _ body: (inout HTMLWriter) -> Void
    ) {
        open(tag, attributes)
        text += ">"
        body(&self)
        text += "</"
        text += tag.description
        text += ">"
    }

    /// An element that holds a text.
    mutating func element(_ tag: StaticString, _ attributes: Attributes, _ content: String) {
        element(tag, attributes) { $0.write(content) }
    }

    mutating func element(_ tag: StaticString, _ content: String) { element(tag, [:], content) }

    /// An element without content.
    mutating func empty(_ tag: StaticString, _ attributes: Attributes = [:]) {
        open(tag, attributes)
        text += "/>"
    }

    mutating func write(_ content: String) {
        text += EscapedText.markup(EscapedText.cut(content, to: limits.characters))
    }

    /// A text of any length, cut at `most` characters.
    mutating func write(_ content: String, most: Int) {
        text += EscapedText.markup(EscapedText.cut(content, to: most))
    }

    /// Markup of the program itself.
    mutating func raw(_ markup: StaticString) { text += markup.description }

    /// What another writer wrote.
    mutating func append(_ other: HTMLWriter) { text += other.text }

    private mutating func open(_ tag: StaticString, _ attributes: Attributes) {
        text += "<"
        text += tag.description
        for (name, value) in attributes {
            text += " "
            text += name.description
            text += "=\""
            text += EscapedText.markup(value)
            text += "\""
        }
    }
}
