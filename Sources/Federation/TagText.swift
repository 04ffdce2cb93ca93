import DICOM
import JSONText
import OrthancModel

/// Main DICOM tags as the index keeps them (`{"PatientID": "1"}`) in Orthanc's other formats.
enum TagText {
    /// `short`: `{"0010,0020": "1"}`; `full`: `{"0010,0020": {"Name", "Type", "Value"}}`.
    static func formatted(_ text: [UInt8], as format: TagFormat) -> [UInt8] {
        guard let root = try? JSONDocument(text).root else { return Array("{}".utf8) }
        var tags: [(tag: Tag, name: String, value: JSONElement)] = []
        for (key, value) in root.members {
            guard let name = key.string, let tag = Tag(name: name) else { continue }
            tags.append((tag, name, value))
        }
        var writer = JSONWriter(.orthanc, capacity: text.count * 3)
        writer.object { writer in
            for (tag, name, value) in tags.sorted(by: { $0.tag < $1.tag }) {
                writer.key(tag.description)
                if format == .short {
                    writer.raw(Array(value.text))
                } else {
                    writer.object { writer in
                        writer.member("Name", name)
                        writer.member("Type", value.kind == .string ? "String" : "Sequence")
                        writer.key("Value")
                        writer.raw(Array(value.text))
                    }
                }
            }
        }
        return writer.bytes
    }
}
