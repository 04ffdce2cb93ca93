import DICOM
import JSONText
import OrthancModel

/// Tags that all instances have with the same text.
///
/// Texts only, as in Orthanc; shown as the first instance shows them. Source: live Orthancs 1.10.1
/// and 1.12.7, whose own answers for 200 resources of real files this rule gives.
struct SharedTags {
    private struct Shown {
        let value: [UInt8]
        let whole: [UInt8]
        let name: String
    }

    /// By `gggg,eeee`; nil before the first instance.
    private var shared: [String: Shown]?

    var isEmpty: Bool { shared?.isEmpty == true }

    /// Takes the next instance's tags in full; false when they are no such text.
    mutating func take(_ text: [UInt8]) -> Bool {
        guard let root = try? JSONDocument(text).root, root.kind == .object else { return false }
        var own: [String: Shown] = [:]
        for (key, element) in root.members {
            guard element["Type"]?.isString("String") == true, let tag = key.string,
                let value = element["Value"], let name = element["Name"]?.string
            else { continue }
            if let shared {
                guard let former = shared[tag], former.value.elementsEqual(value.text) else {
                    continue
                }
                own[tag] = former
            } else {
                own[tag] = Shown(
                    value: Array(value.text),
                    whole: Array(element.text),
                    name: name
                )
            }
        }
        shared = own
        return true
    }

    /// Of two tags with one name, the higher one is shown.
    func text(_ format: TagFormat) -> [UInt8] {
        var writer = JSONWriter(.orthanc, capacity: 1 << 14)
        let tags = (shared ?? [:]).sorted { $0.key < $1.key }
        writer.object { writer in
            switch format {
            case .full:
                for (tag, shown) in tags {
                    writer.key(tag)
                    writer.raw(shown.whole)
                }
            case .short:
                for (tag, shown) in tags {
                    writer.key(tag)
                    writer.raw(shown.value)
                }
            case .simplify:
                let named = tags.map { ($0.value.name, $0.value.value) }
                let byName = Dictionary(named) { _, last in last }
                for (name, value) in byName.sorted(by: { $0.key < $1.key }) {
                    writer.key(name)
                    writer.raw(value)
                }
            }
        }
        return writer.bytes
    }
}
