package import GlobalIndex
internal import OrthancClient
package import OrthancModel

/// What became of one copy that was to be removed.
package enum RemovedCopy: Sendable, Equatable {
    /// It is the same as the keeper's; what was asked for is done, or owed.
    case same
    /// There is no such copy any more.
    case gone
    case later
    case failed(CarriedInstance.Reason)
}

extension Carrier {
    /// Compares copies of two stores, instance by instance.
    ///
    /// The keeper reads its file and compares it with its own checksum, and both checksums are
    /// compared; where a store keeps none, both files are read.
    package func compare(
        _ ids: [OrthancID],
        at source: StoreKey,
        with keeper: StoreKey
    ) async -> [OrthancID: RemovedCopy] {
        await withTaskGroup(of: (OrthancID, RemovedCopy).self) { group in
            var rest = ids[...]
            func begin() {
                guard let id = rest.popFirst() else { return }
                group.addTask(executorPreference: loop) { [self] in
                    guard let source = reach(source), let keeper = reach(keeper) else {
                        return (id, .later)
                    }
                    do {
                        return (id, try await Self.compare(id, source, keeper))
                    } catch {
                        return (id, .later)
                    }
                }
            }
            for _ in 0..<Self.width { begin() }
            var result: [OrthancID: RemovedCopy] = [:]
            for await (id, outcome) in group {
                result[id] = outcome
                begin()
            }
            return result
        }
    }

    private static func compare(
        _ id: OrthancID,
        _ source: Store,
        _ keeper: Store
    ) async throws(StoreError) -> RemovedCopy {
        let theirs: String?
        do {
            theirs = try await source.md5(of: "dicom", .instance, id)
        } catch  where error.isNotFound {
            return .gone
        }
        let kept: String?
        do {
            kept = try await keeper.md5(of: "dicom", .instance, id)
        } catch  where error.isNotFound {
            return .failed(.unreadable)
        }
        if let theirs, let kept {
            guard theirs == kept else { return .failed(.differs) }
            return try await keeper.isIntact(id) ? .same : .failed(.corrupt)
        }
        guard let before = try await source.fileDigest(id) else { return .gone }
        guard let after = try await keeper.fileDigest(id) else { return .failed(.unreadable) }
        return before == after ? .same : .failed(.differs)
    }

    /// Removes copies of one store that `keeper` was found to hold the same.
    ///
    /// The index shows it at once; a store that fails owes it, and the journal sees to it.
    package func remove(
        _ ids: [OrthancID],
        of source: StoreKey,
        keptBy keeper: StoreKey
    ) async throws(IndexError) {
        let begun = try await index.write { writer -> (Deletion, Set<StoreKey>)? in
            let deletion = try await writer.beginRemove(ids, of: source, keptBy: keeper)
            guard let deletion else { return nil }
            let claimed = try await writer.claimAll(deletion)
            return (deletion, claimed)
        }
        guard let (deletion, claimed) = begun, claimed.contains(source),
            let instances = deletion.owed.first?.instances
        else { return }
        guard let store = reach(source) else {
            return try await release(deletion.intent, source, "unreachable")
        }
        switch await OwedWork(instances: instances, store: store).run() {
        case .done(let sequence):
            _ = try await index.write {
                try await $0.closeOwed(intent: deletion.intent, store: source, sequence: sequence)
            }
        case .failed(let problem): try await release(deletion.intent, source, problem)
        }
    }

    private func release(
        _ intent: Int64,
        _ store: StoreKey,
        _ problem: String
    ) async throws(IndexError) {
        try await index.write {
            try await $0.failOwed(
                intent: intent,
                store: store,
                problem: problem,
                pause: .seconds(1)
            )
        }
    }
}
