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
        let poll = HolderPoll(self)
        for resource in resources {
            let found = try await indexedTags(of: resource, wanted, poll)
            values[resource.id] = found.values
            if !found.isWhole { unindexed.append(resource) }
        }
        let level = unindexed.first?.level
        let outside = wanted.filter { tag in
            ComputedTag(tag) == nil && level.map { showsMainTag(tag, $0) } == false
        }
        for start in stride(from: 0, to: unindexed.count, by: limits.candidateChunk) {
            let end = min(start + limits.candidateChunk, unindexed.count)
            for (id, tags) in try await storedTags(of: unindexed[start..<end], poll) {
                for tag in outside where values[id]?[tag] == nil {
                    values[id]?[tag] = tags[tag.description].map { Array($0.text) }
                }
            }
        }
        provenance.missing = poll.missing
        return (values.mapValues { TagText.formatted($0, as: style.format) }, provenance)
    }

    /// What the index knows of the wanted tags, and whether that is all there can be.
    private func indexedTags(
        of resource: IndexedResource,
        _ wanted: [Tag],
        _ poll: HolderPoll
    ) async throws(FederationError) -> (values: [Tag: [UInt8]], isWhole: Bool) {
        var values: [Tag: [UInt8]] = [:]
        var isWhole = true
        let own = try? JSONDocument(resource.tags).root
        let patient = resource.patientTags.flatMap { try? JSONDocument($0).root }
        for tag in wanted {
            if let computed = ComputedTag(tag) {
                values[tag] = try await computedTag(computed, of: resource, poll)
            } else if let value = own?[tag.name] ?? patient?[tag.name] {
                values[tag] = Array(value.text)
            } else if !showsMainTag(tag, resource.level) {
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

    private func computedTag(
        _ tag: ComputedTag,
        of resource: IndexedResource,
        _ poll: HolderPoll
    ) async throws(FederationError) -> [UInt8]? {
        guard tag.level == resource.level else { return nil }
        if tag == .instanceAvailability {
            let isOnline = ordered(resource.holders.map(\.store)).contains { isReachable($0) }
            return quoted(isOnline ? "ONLINE" : "NEARLINE")
        }
        if tag == .sopClassesInStudy {
            return try await sopClasses(of: resource.id, poll).map(quoted)
        }
        let values = try await indexed("count") {
            try await $0.computedTags(resource.level, [resource.id], [tag])
        }
        return values[resource.id]?[tag].map(quoted)
    }

    /// The SOP classes of a study's instances, ascending; nil when no holder could say one.
    ///
    /// Asks one holder of each instance, in chunks.
    private func sopClasses(
        of study: OrthancID,
        _ poll: HolderPoll
    ) async throws(FederationError) -> String? {
        let instances = try await indexed("find instances") {
            try await $0.relatives(.instance, of: .study, study)
        }
        var classes: Set<String> = []
        for start in stride(from: 0, to: instances.count, by: limits.candidateChunk) {
            let chunk = instances[start...].prefix(limits.candidateChunk)
            let answers = await poll.ask(try await holders(.instance, Array(chunk))) {
                store,
                id,
                patience throws(StoreError) in
                try await store.metadata(
                    .instance,
                    id,
                    firstByte: patience.firstByte,
                    within: patience.within
                )
            }
            classes.formUnion(answers.compactMap { $0?["SopClassUid"]?.string })
        }
        return classes.isEmpty ? nil : classes.sorted().joined(separator: "\\")
    }

    private func quoted(_ text: String) -> [UInt8] {
        var writer = JSONWriter(.compact, capacity: text.utf8.count + 2)
        writer.string(text)
        return writer.bytes
    }
}

extension Federation {
    /// Tags that the index lacks where the store that it has a resource's text from is old.
    var unsureTags: Set<Tag> {
        let areAllNew = snapshot.stores.allSatisfy { view in
            view.version.map { Capabilities(version: $0).hasExtendedFind } ?? false
        }
        return areAllNew ? [] : MainDicomTags.sinceExtendedFind
    }

    /// Whether a main tag stands in the resources' own answer, so that it is not looked for in
    /// files: what is missing there is missing. Source: a live Orthanc 1.12.7.
    private func showsMainTag(_ tag: Tag, _ level: Level) -> Bool {
        guard !unsureTags.contains(tag) else { return false }
        return MainDicomTags.contains(tag, at: level)
            || level == .study && MainDicomTags.contains(tag, at: .patient)
    }
}
