import EventLoop
import GlobalIndex
import OrthancClient
package import OrthancModel

extension Federation {
    /// Tags that every instance below a resource has with the same text.
    ///
    /// What all instances share is what all stores' shares have in common, so each store is asked
    /// once about all that it holds; where that can't be had, each instance is read from any holder
    /// that has it.
    package func sharedTags(
        _ level: Level,
        _ id: OrthancID,
        _ format: TagFormat
    ) async throws(FederationError) -> Answer {
        let counted = try await indexed("read resource") {
            try await $0.resource(level, id, detail: .counted)
        }
        if let counted, let shared = try await sharedByStores(counted) {
            var provenance = Provenance()
            provenance.conflicts = counted.conflicts
            return Answer(shared.text(format), provenance)
        }
        return try await sharedByInstances(level, id, format)
    }

    private func sharedByInstances(
        _ level: Level,
        _ id: OrthancID,
        _ format: TagFormat
    ) async throws(FederationError) -> Answer {
        let (reads, provenance) = try await tagReads(level, id, .full)
        defer { reads.close() }
        var shared = SharedTags()
        while !shared.isEmpty, let (_, text) = try await reads.nextText(limitBytes: Self.tagBytes) {
            guard shared.take(text) else {
                throw FederationError(.unavailable([]), doing: "read tags")
            }
        }
        return Answer(shared.text(format), provenance)
    }

    /// - Returns: nil when the stores that can be asked may not know all instances, know some that
    ///   are deleted, or when one of them gives no answer.
    private func sharedByStores(
        _ resource: IndexedResource
    ) async throws(FederationError) -> SharedTags? {
        let whole = ordered(resource.completeHolders).first { isReachable($0) }
        let views = whole.map { [$0] } ?? ordered(resource.holders.map(\.store))
        guard views.allSatisfy({ isReachable($0) }) else { return nil }
        let keys = views.map(\.key)
        let owes = try await indexed("look for deletions") { try await $0.oweDeletions(keys) }
        guard !owes else { return nil }
        var texts: [(StoreName, [UInt8]?)] = []
        var fault: FederationError?
        await withTaskGroup(
            of: (StoreName, Result<[UInt8]?, FederationError>).self
        ) { group in
            for view in views {
                group.addTask(executorPreference: loop) { [self] in
                    (view.name, await share(of: view, resource.level, resource.id))
                }
            }
            for await (name, share) in group {
                switch share {
                case .success(let text): texts.append((name, text))
                case .failure(let error): fault = error
                }
            }
        }
        if let fault { throw fault }
        texts.sort { $0.0 < $1.0 }
        var shared = SharedTags()
        for (_, text) in texts {
            guard let text, shared.take(text) else { return nil }
        }
        return shared
    }

    /// What the instances of one store share, in full; nil: it doesn't say.
    ///
    /// A failure means that nobody else is asked: the files may be what ended the store.
    private func share(
        of view: StoreView,
        _ level: Level,
        _ id: OrthancID
    ) async -> Result<[UInt8]?, FederationError> {
        guard let store = store(view.name) else { return .success(nil) }
        var request = StoreRequest(.get, [level.pathName, id.description, "shared-tags"])
        request.firstByte = limits.silence
        do {
            let answer = try await store.collect(request, limitBytes: Self.tagBytes)
            if answer.status == 404 { poke(view.name, [id]) }
            return .success(answer.status == 200 ? answer.body : nil)
        } catch {
            guard !error.brokeOff, !Task.isCancelled else {
                return .failure(FederationError(.unavailable([view.name]), doing: "read tags"))
            }
            return .success(nil)
        }
    }
}
