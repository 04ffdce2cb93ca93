import DICOM
import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

extension Federation {
    /// The RequestedTags objects of some resources, by id; empty when none were asked.
    ///
    /// Computed tags count over the union; main tags come from the index; the rest from the
    /// sample instance, the lowest id below the resource.
    func requestedTags(
        of resources: [IndexedResource],
        _ style: AnswerStyle
    ) async throws(FederationError) -> [OrthancID: [UInt8]] {
        guard !style.requestedTags.isEmpty else { return [:] }
        var result: [OrthancID: [UInt8]] = [:]
        for resource in resources {
            result[resource.id] = try await requestedTags(of: resource, style.requestedTags)
        }
        return result
    }

    private func requestedTags(
        of resource: IndexedResource,
        _ wanted: [Tag]
    ) async throws(FederationError) -> [UInt8] {
        var values: [Tag: [UInt8]] = [:]
        var rest: [Tag] = []
        let own = try? JSONDocument(resource.tags).root
        let patient = resource.patientTags.flatMap { try? JSONDocument($0).root }
        for tag in wanted {
            if let computed = ComputedTag(tag) {
                values[tag] = try await computedTag(computed, of: resource)
            } else if let keyword = tag.keyword, let value = own?[keyword] ?? patient?[keyword] {
                values[tag] = Array(value.text)
            } else {
                rest.append(tag)
            }
        }
        if !rest.isEmpty, let tags = try await sampleTags(resource.level, resource.id).tags {
            for tag in rest {
                if let value = tags[tag.description] { values[tag] = Array(value.text) }
            }
        }
        var writer = JSONWriter(.orthanc, capacity: 512)
        writer.object { writer in
            for tag in wanted.sorted(by: { $0.name < $1.name }) {
                guard let value = values[tag] else { continue }
                writer.key(tag.name)
                writer.raw(value)
            }
        }
        return writer.bytes
    }

    private func computedTag(
        _ tag: ComputedTag,
        of resource: IndexedResource
    ) async throws(FederationError) -> [UInt8]? {
        guard tag.level == resource.level else { return nil }
        if tag == .instanceAvailability {
            let isOnline = ordered(resource.holders.map(\.store)).contains { isReachable($0) }
            return quoted(isOnline ? "ONLINE" : "NEARLINE")
        }
        let values = try await indexed("count") {
            try await $0.computedTags(resource.level, [resource.id], [tag])
        }
        return values[resource.id]?[tag].map(quoted)
    }

    private func quoted(_ text: String) -> [UInt8] {
        var writer = JSONWriter(.compact, capacity: text.utf8.count + 2)
        writer.string(text)
        return writer.bytes
    }

    /// Tags of the instance that stands for a resource: the lowest id of the union below it.
    ///
    /// - Returns: nil tags when no holder could be asked, with the holders that failed.
    func sampleTags(
        _ level: Level,
        _ id: OrthancID
    ) async throws(FederationError) -> (tags: JSONElement?, failed: [StoreName]) {
        let sample: OrthancID
        if level == .instance {
            sample = id
        } else {
            let below = try await indexed("find sample") {
                try await $0.relatives(.instance, of: level, id)
            }
            guard let first = below.first else { return (nil, []) }
            sample = first
        }
        let keys = try await indexed("find holders") { try await $0.holders(ofInstance: sample) }
        var failed: [StoreName] = []
        for view in ordered(keys) {
            guard isReachable(view), let store = store(view.name) else {
                failed.append(view.name)
                continue
            }
            do {
                if let tags = try await store.shortTags(of: sample) { return (tags, []) }
                poke(view.name, [sample])
            } catch {
                failed.append(view.name)
            }
        }
        return (nil, failed)
    }
}
