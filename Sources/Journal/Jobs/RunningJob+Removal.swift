package import GlobalIndex
internal import OrthancClient
package import OrthancModel

extension RunningJob {
    /// Takes instances out everywhere: what a job has made and must not stay, or what it was asked
    /// to remove.
    ///
    /// Written down first, then done at every store that is up; the journal does the rest.
    /// Harmless when it is done twice.
    ///
    /// - Parameters:
    ///   - resource: What they belong to, for people.
    ///   - store: A store that has them though its feed may not have said so yet.
    ///   - areSources: Only those go that have a result of their own, and it is still there. They
    ///     are marked, so that what comes back later is not removed again.
    package func remove(
        _ instances: [OrthancID],
        of resource: (level: Level, id: OrthancID),
        at store: StoreKey?,
        areSources: Bool = false
    ) async throws(JobStop) {
        for start in stride(from: 0, to: instances.count, by: IndexReader.mostIDs) {
            let end = min(start + IndexReader.mostIDs, instances.count)
            let chunk = Array(instances[start..<end])
            var claimed: Set<StoreKey> = []
            let deletion = try await write { writer in
                try writer.assertClaim(self.claim)
                var going = chunk
                if areSources { going = try await writer.replaced(chunk, of: self.claim) }
                guard !going.isEmpty else { return Deletion?.none }
                let begun = try await writer.beginRemoval(of: resource, at: store, going)
                if let begun { claimed = try await writer.claimAll(begun) }
                if areSources { try await writer.markRemoved(going, of: self.claim) }
                return begun
            }
            if let deletion { await carryOut(deletion, claimed) }
        }
    }

    private func carryOut(_ deletion: Deletion, _ claimed: Set<StoreKey>) async {
        await withDiscardingTaskGroup { group in
            for (key, instances) in deletion.owed where claimed.contains(key) {
                group.addTask(executorPreference: loop) { [self] in
                    await carryOut(deletion.intent, instances, key)
                }
            }
        }
    }

    private func carryOut(
        _ intent: Int64,
        _ instances: [OrthancID],
        _ key: StoreKey
    ) async {
        var problem = "unreachable"
        if let store = store(key) {
            switch await OwedWork(instances: instances, store: store).run() {
            case .done(let sequence):
                // Not closed, it is carried out once more, which does no harm.
                _ = try? await index.write {
                    try await $0.closeOwed(intent: intent, store: key, sequence: sequence)
                }
                return
            case .failed(let why): problem = why
            case .unfinished: problem = OwedWork.isLate
            }
        }
        let reason = problem
        try? await index.write {
            try await $0.failOwed(intent: intent, store: key, problem: reason, pause: .seconds(1))
        }
    }
}
