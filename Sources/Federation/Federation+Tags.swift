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
            result[resource.id] = try await requestedTags(of: resource, style)
        }
        return result
    }

    private func requestedTags(
        of resource: IndexedResource,
        _ style: AnswerStyle
    ) async throws(FederationError) -> [UInt8] {
        var values: [Tag: [UInt8]] = [:]
        var rest: [Tag] = []
        let own = try? JSONDocument(resource.tags).root
        let patient = resource.patientTags.flatMap { try? JSONDocument($0).root }
        for tag in style.requestedTags {
            if let computed = ComputedTag(tag) {
                values[tag] = try await computedTag(computed, of: resource)
            } else if let value = own?[tag.name] ?? patient?[tag.name] {
                values[tag] = Array(value.text)
            } else if !resource.level.showsMainTag(tag) {
                rest.append(tag)
            }
        }
        if !rest.isEmpty, let tags = try await sampleTags(resource.level, resource.id).tags {
            for tag in rest {
                if let value = tags[tag.description] { values[tag] = Array(value.text) }
            }
        }
        return TagText.formatted(values, as: style.format)
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
        if tag == .sopClassesInStudy { return try await sopClasses(of: resource.id).map(quoted) }
        let values = try await indexed("count") {
            try await $0.computedTags(resource.level, [resource.id], [tag])
        }
        return values[resource.id]?[tag].map(quoted)
    }

    /// The SOP classes of a study's instances, ascending; nil when no holder could say one.
    ///
    /// Asks one holder of each instance, in chunks.
    private func sopClasses(of study: OrthancID) async throws(FederationError) -> String? {
        let instances = try await indexed("find instances") {
            try await $0.relatives(.instance, of: .study, study)
        }
        var classes: Set<String> = []
        for start in stride(from: 0, to: instances.count, by: limits.candidateChunk) {
            let chunk = instances[start...].prefix(limits.candidateChunk)
            let outcomes = await withTaskGroup(of: Result<String?, FederationError>.self) { group in
                for id in chunk {
                    group.addTask(executorPreference: loop) { [self] in await sopClass(of: id) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for outcome in outcomes {
                if let name = try outcome.get() { classes.insert(name) }
            }
        }
        return classes.isEmpty ? nil : classes.sorted().joined(separator: "\\")
    }

    private func sopClass(of instance: OrthancID) async -> Result<String?, FederationError> {
        do {
            return .success(try await metadata(.instance, instance).values?["SopClassUid"]?.string)
        } catch {
            return .failure(error)
        }
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

extension Level {
    /// Whether a main tag stands in the resources' own answer, so that it is not looked for in
    /// files: what is missing there is missing. Source: a live Orthanc 1.12.7.
    fileprivate func showsMainTag(_ tag: Tag) -> Bool {
        MainDicomTags.contains(tag, at: self)
            || self == .study && MainDicomTags.contains(tag, at: .patient)
    }
}
