import DICOM
import JSONText
import OrthancModel

/// Main DICOM tags as the index keeps them (`{"PatientID": "1"}`) in Orthanc's other formats.
enum TagText {
    /// `short`: `{"0010,0020": "1"}`; `full`: `{"0010,0020": {"Name", "Type", "Value"}}`.
    static func formatted(_ text: [UInt8], as format: TagFormat) -> [UInt8] {
        guard let root = try? JSONDocument(text).root else { return Array("{}".utf8) }
        var values: [Tag: [UInt8]] = [:]
        for (key, value) in root.members {
            guard let name = key.string, let tag = Tag(parsing: name) else { continue }
            values[tag] = Array(value.text)
        }
        return formatted(values, as: format)
    }

    /// Values that are JSON already, in the order of their names or numbers.
    ///
    /// All private tags have one name; of two of them the higher one is shown.
    static func formatted(_ values: [Tag: [UInt8]], as format: TagFormat) -> [UInt8] {
        let size = values.values.reduce(0) { $0 + $1.count }
        var writer = JSONWriter(.orthanc, capacity: size * 3 + values.count * 60)
        var members: [String: (tag: Tag, value: [UInt8])] = [:]
        for (tag, value) in values.sorted(by: { $0.key < $1.key }) {
            members[format == .simplify ? tag.name : tag.description] = (tag, value)
        }
        writer.object { writer in
            for (name, (tag, value)) in members.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                if format == .full {
                    writeFull(tag, value, &writer)
                } else {
                    writer.raw(value)
                }
            }
        }
        return writer.bytes
    }

    private static func writeFull(_ tag: Tag, _ value: [UInt8], _ writer: inout JSONWriter) {
        let type =
            switch value.first {
            case UInt8(ascii: "\""): "String"
            case UInt8(ascii: "["): "Sequence"
            default: "Null"
            }
        writer.object { writer in
            writer.member("Name", tag.name)
            writer.member("Type", type)
            writer.key("Value")
            writer.raw(value)
        }
    }
}
