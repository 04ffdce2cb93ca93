import GlobalIndex
import JSONText
import OrthancModel

/// One resource in Orthanc's own words, from its row in the index.
///
/// Members stand in the order of their names, as Orthanc writes them.
struct ResourceAnswer {
    let resource: IndexedResource
    let format: TagFormat
    /// Whose copy of an instance is asked first.
    var primary: StoreKey?
    /// What to write; nil means everything that `Expand` gives.
    var content: Set<ResponseContent>?
    /// JSON objects from elsewhere, by member name: RequestedTags, Metadata, Attachments.
    var extras: [String: [UInt8]] = [:]

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if content == nil, case .anonymized(let id) = resource.derivation {
            writer.key("AnonymizedFrom")
            writer.id(id)
        }
        extra("Attachments", &writer)
        switch resource.level {
        case .series where content == nil:
            number("ExpectedNumberOfInstances", resource.expectedInstances, &writer)
        case .instance where content == nil:
            let holder = resource.holders.first { $0.store == primary } ?? resource.holders.first
            writer.member("FileSize", Int(holder?.bytes ?? resource.bytes ?? 0))
            writer.member("FileUuid", holder?.fileUuid ?? "")
        default: break
        }
        writer.key("ID")
        writer.id(resource.id)
        if resource.level == .instance, content == nil {
            number("IndexInSeries", resource.indexInSeries, &writer)
        }
        children("Instances", of: .series, &writer)
        if shows(.isProtected), let isProtected = resource.isProtected {
            writer.member("IsProtected", isProtected)
        }
        if shows(.isStable), resource.level != .instance {
            writer.member("IsStable", resource.isStable)
        }
        if shows(.labels) { writer.member("Labels", resource.labels) }
        if resource.level != .instance, content == nil {
            writer.member("LastUpdate", resource.lastUpdate)
        }
        if shows(.mainDicomTags) { tags("MainDicomTags", resource.tags, &writer) }
        extra("Metadata", &writer)
        if content == nil, case .modified(let id) = resource.derivation {
            writer.key("ModifiedFrom")
            writer.id(id)
        }
        parent(&writer)
        if shows(.mainDicomTags), let patient = resource.patientTags {
            tags("PatientMainDicomTags", patient, &writer)
        }
        extra("RequestedTags", &writer)
        children("Series", of: .study, &writer)
        if shows(.status), resource.level == .series {
            writer.member("Status", (resource.status ?? .unknown).rawValue)
        }
        children("Studies", of: .patient, &writer)
        writer.member("Type", resource.level.typeName)
        writer.endObject()
    }

    private func shows(_ part: ResponseContent) -> Bool { content?.contains(part) ?? true }

    private func extra(_ name: String, _ writer: inout JSONWriter) {
        guard let text = extras[name] else { return }
        writer.key(name)
        writer.raw(text)
    }

    private func number(_ name: String, _ value: Int?, _ writer: inout JSONWriter) {
        if let value {
            writer.member(name, value)
        } else {
            writer.key(name)
            writer.null()
        }
    }

    private func children(_ name: String, of level: Level, _ writer: inout JSONWriter) {
        guard level == resource.level, shows(.children) else { return }
        writer.key(name)
        writer.ids(resource.children)
    }

    private func parent(_ writer: inout JSONWriter) {
        guard shows(.parent) else { return }
        guard let parent = resource.parent else { return }
        switch resource.level {
        case .patient: return
        case .study: writer.key("ParentPatient")
        case .series: writer.key("ParentStudy")
        case .instance: writer.key("ParentSeries")
        }
        writer.id(parent)
    }

    /// The stored text has names and values; other formats are made from it.
    private func tags(_ name: String, _ text: [UInt8], _ writer: inout JSONWriter) {
        writer.key(name)
        writer.raw(format == .simplify ? text : TagText.formatted(text, as: format))
    }
}
