internal import EventLoop
package import GlobalIndex
package import OrthancClient
package import OrthancModel

/// What became of a deletion.
package struct DeleteOutcome: Sendable {
    /// Nearest ancestor that is still there.
    package let remainingAncestor: (level: Level, id: OrthancID)?
    /// Stores that will do it when they can.
    package let owed: [StoreKey]
}

/// Deletions as a shard begins them: intent first, stores after.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class DeleteJournal: @unchecked Sendable {
    private let index: ShardIndex
    private let reach: (StoreKey) -> Store?

    package init(index: ShardIndex, reach: @escaping (StoreKey) -> Store?) {
        self.index = index
        self.reach = reach
    }

    /// Deletes a resource everywhere.
    ///
    /// One transaction writes the intent, the tombstones and the new state of the index; only
    /// then is any store touched. From there on the deletion happens, whatever fails.
    ///
    /// - Returns: nil when the index does not know the resource.
    package func delete(
        _ level: Level,
        _ id: OrthancID
    ) async throws(IndexError) -> DeleteOutcome? {
        let begun = try await index.write { writer -> (Deletion, Set<StoreKey>)? in
            guard let deletion = try await writer.beginDelete(level, id) else { return nil }
            let claimed = try await writer.claimAll(deletion)
            return (deletion, claimed)
        }
        guard let (deletion, claimed) = begun else { return nil }
        let owed = await fanOut(deletion, claimed)
        return DeleteOutcome(remainingAncestor: deletion.remainingAncestor, owed: owed)
    }

    /// Does now what a store owes to the deletion of an instance, so that the store may have it
    /// again.
    ///
    /// - Returns: false when it can't be done now, or somebody else is at it.
    package func settle(_ instance: OrthancID, at key: StoreKey) async -> Bool {
        guard let store = reach(key) else { return false }
        var isOwed = true
        do {
            let claimed = try await index.write { writer -> OwedItem? in
                guard let intent = try await writer.owedIntent(of: instance, at: key) else {
                    isOwed = false
                    return nil
                }
                return try await writer.claim(intent: intent, store: key)
            }
            guard let claimed else { return !isOwed }
            return await carryOut(claimed.intent, claimed.instances, key, store)
        } catch {
            return false
        }
    }

    // MARK: Pieces

    /// - Returns: Stores that owe it still.
    private func fanOut(_ deletion: Deletion, _ claimed: Set<StoreKey>) async -> [StoreKey] {
        await withTaskGroup(of: StoreKey?.self) { group in
            var owed = deletion.owed.map(\.store).filter { !claimed.contains($0) }
            for (key, instances) in deletion.owed where claimed.contains(key) {
                guard let store = reach(key) else {
                    group.addTask {
                        await self.release(deletion.intent, key, "unreachable")
                        return key
                    }
                    continue
                }
                group.addTask(executorPreference: store.loop) {
                    await self.carryOut(deletion.intent, instances, key, store) ? nil : key
                }
            }
            for await key in group {
                if let key { owed.append(key) }
            }
            return owed.sorted()
        }
    }

    private func carryOut(
        _ intent: Int64,
        _ instances: [OrthancID],
        _ key: StoreKey,
        _ store: Store
    ) async -> Bool {
        switch await OwedWork(instances: instances, store: store).run() {
        case .done(let sequence):
            // Not closed, it is carried out once more, which does no harm.
            _ = try? await index.write {
                try await $0.closeOwed(intent: intent, store: key, sequence: sequence)
            }
            return true
        case .failed(let problem):
            await release(intent, key, problem)
            return false
        case .unfinished:
            await release(intent, key, OwedWork.isLate)
            return false
        }
    }

    /// Gives a claim back: the engine goes on with it.
    private func release(_ intent: Int64, _ key: StoreKey, _ problem: String) async {
        try? await index.write {
            try await $0.failOwed(intent: intent, store: key, problem: problem, pause: .seconds(1))
        }
    }
}
