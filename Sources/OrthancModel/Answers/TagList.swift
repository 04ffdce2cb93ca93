package import DICOM
package import JSONText

/// The attributes of one resource, as an answer lists them.
///
/// Read from the names of ``TagFormat/simplify``, which every Orthanc answers with, and written
/// in any of the three formats. Values are text; since 1.12.5 some are sequences.
package struct TagList: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// Nil for a name that only that store's dictionary knows.
        package let tag: Tag?
        package let name: String
        package let value: Value
    }

    package enum Value: Hashable, Sendable {
        case text(String)
        case sequence([TagList])
        case null
    }

    /// In the order of the answer.
    package let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    /// Reads a JSON object of names and values; nil when it is none, or a value is neither text
    /// nor null nor a list of such objects. Recurses no deeper than the document's depth limit.
    package init?(_ element: JSONElement) {
        guard element.kind == .object else { return nil }
        var entries: [Entry] = []
        for (key, value) in element.members {
            guard let name = key.string, let value = Self.value(value) else { return nil }
            entries.append(Entry(tag: Tag(parsing: name), name: name, value: value))
        }
        self.init(entries)
    }

    private static func value(_ element: JSONElement) -> Value? {
        switch element.kind {
        case .string: return .text(element.string ?? "")
        case .null: return .null
        case .array:
            var items: [TagList] = []
            for item in element.elements {
                guard let list = TagList(item) else { return nil }
                items.append(list)
            }
            return .sequence(items)
        default: return nil
        }
    }

    /// The text of an attribute; nil when it is absent or no text. Of duplicates the last counts.
    package subscript(tag: Tag) -> String? {
        guard case .text(let text) = entries.last(where: { $0.tag == tag })?.value else {
            return nil
        }
        return text
    }

    /// Writes the attributes as a JSON object, as Orthanc orders its members: by name, or by
    /// number. A name that has no tag is left out where numbers are asked for.
    package func write(to writer: inout JSONWriter, as format: TagFormat) {
        writer.beginObject()
        for (key, entry) in ordered(format) {
            writer.key(key)
            if format == .full {
                Self.writeFull(entry, to: &writer)
            } else {
                Self.write(entry.value, to: &writer, as: format)
            }
        }
        writer.endObject()
    }

    private func ordered(_ format: TagFormat) -> [(String, Entry)] {
        let named = entries.compactMap { entry -> (String, Entry)? in
            if format == .simplify { return (entry.name, entry) }
            return entry.tag.map { ($0.description, entry) }
        }
        return named.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    }

    private static func writeFull(_ entry: Entry, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("Name", entry.name)
        switch entry.value {
        case .text: writer.member("Type", "String")
        case .sequence: writer.member("Type", "Sequence")
        case .null: writer.member("Type", "Null")
        }
        writer.key("Value")
        write(entry.value, to: &writer, as: .full)
        writer.endObject()
    }

    private static func write(
        _ value: Value,
        to writer: inout JSONWriter,
        as format: TagFormat
    ) {
        switch value {
        case .text(let text): writer.string(text)
        case .null: writer.null()
        case .sequence(let items):
            writer.beginArray()
            for item in items { item.write(to: &writer, as: format) }
            writer.endArray()
        }
    }
}
