import DICOM
import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

extension Federation {
    /// The RequestedTags objects of some resources, by id; empty when none were asked.
    ///
    /// Computed tags count over the union; main tags come from the index; the rest from the
    /// sample instance, the lowest id below the resource. What no holder could be asked for is
    /// left out, and the provenance names them.
    func requestedTags(
        of resources: [IndexedResource],
        _ style: AnswerStyle
    ) async throws(FederationError) -> (texts: [OrthancID: [UInt8]], provenance: Provenance) {
        var provenance = Provenance()
        let wanted = style.requestedTags
        guard !wanted.isEmpty else { return ([:], provenance) }
        var values: [OrthancID: [Tag: [UInt8]]] = [:]
        var unindexed: [IndexedResource] = []
        for resource in resources {
            let found = try await indexedTags(of: resource, wanted)
            values[resource.id] = found.values
            if !found.isWhole { unindexed.append(resource) }
        }
        let poll = HolderPoll(self)
        for start in stride(from: 0, to: unindexed.count, by: limits.candidateChunk) {
            let end = min(start + limits.candidateChunk, unindexed.count)
            for (id, tags) in try await storedTags(of: unindexed[start..<end], poll) {
                for tag in wanted where values[id]?[tag] == nil && ComputedTag(tag) == nil {
                    values[id]?[tag] = tags[tag.description].map { Array($0.text) }
                }
            }
        }
        provenance.missing = poll.missing
        return (values.mapValues { Self.text(wanted, $0) }, provenance)
    }

    /// What the index knows of the wanted tags, and whether that is all there can be.
    private func indexedTags(
        of resource: IndexedResource,
        _ wanted: [Tag]
    ) async throws(FederationError) -> (values: [Tag: [UInt8]], isWhole: Bool) {
        var values: [Tag: [UInt8]] = [:]
        var isWhole = true
        let own = try? JSONDocument(resource.tags).root
        let patient = resource.patientTags.flatMap { try? JSONDocument($0).root }
        for tag in wanted {
            if let computed = ComputedTag(tag) {
                values[tag] = try await computedTag(computed, of: resource)
            } else if let keyword = tag.keyword, let value = own?[keyword] ?? patient?[keyword] {
                values[tag] = Array(value.text)
            } else {
                isWhole = false
            }
        }
        return (values, isWhole)
    }

    /// Tags of the sample instances of some resources of one level, from their holders.
    private func storedTags(
        of resources: ArraySlice<IndexedResource>,
        _ poll: HolderPoll
    ) async throws(FederationError) -> [(OrthancID, JSONElement)] {
        guard let level = resources.first?.level else { return [] }
        let ids = resources.map(\.id)
        let answers = await poll.ask(try await samples(level, ids)) {
            store,
            id,
            patience throws(StoreError) in
            try await store.shortTags(
                of: id,
                firstByte: patience.firstByte,
                within: patience.within
            )
        }
        return zip(ids, answers).compactMap { id, tags in tags.map { (id, $0) } }
    }

    private static func text(_ wanted: [Tag], _ values: [Tag: [UInt8]]) -> [UInt8] {
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
}
