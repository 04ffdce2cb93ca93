package import GlobalIndex
internal import OrthancClient
package import OrthancModel

/// What became of one copy that was to be removed.
package enum RemovedCopy: Sendable, Equatable {
    /// It is the same as the keeper's; what was asked for is done, or owed.
    case same
    /// There is no such copy any more.
    case gone
    /// The keeper has none: it is to be brought before it can be compared.
    case missing
    case later
    case failed(CarriedInstance.Reason)
}

extension Carrier {
    /// Compares copies of two stores, instance by instance.
    ///
    /// The keeper reads its file and compares it with its own checksum, and both checksums are
    /// compared; where a store keeps none, both files are read.
    ///
    /// - Parameter belongings: What users have attached to an instance is compared, too.
    package func compare(
        _ ids: [OrthancID],
        at source: StoreKey,
        with keeper: StoreKey,
        belongings: Bool
    ) async -> [OrthancID: RemovedCopy] {
        let found = await each(ids) { [self] id in
            let bytes = await compareFile(id, source, keeper)
            guard bytes == .same, belongings else { return bytes }
            return await compareBelongings(.instance, id, at: source, with: keeper)
        }
        return Dictionary(found) { $1 }
    }

    /// Whether the keeper shows all that users have attached to a resource at the source.
    ///
    /// Both are holders: a call that is under way may have reached one of them only.
    package func compareBelongings(
        _ level: Level,
        _ id: OrthancID,
        at source: StoreKey,
        with keeper: StoreKey
    ) async -> RemovedCopy {
        guard let from = reach(source), let to = reach(keeper) else { return .later }
        let belongings = Belongings(from: from, to: to)
        do {
            if try await belongings.areKept(level, id) { return .same }
            let owing = try await index.reader.owingCalls([id])[id] ?? []
            guard owing.isDisjoint(with: [source, keeper]) else { return .later }
            return try await belongings.areKept(level, id) ? .same : .failed(.belongings)
        } catch {
            return .later
        }
    }

    private func compareFile(
        _ id: OrthancID,
        _ source: StoreKey,
        _ keeper: StoreKey
    ) async -> RemovedCopy {
        guard let source = reach(source), let keeper = reach(keeper) else { return .later }
        do {
            return try await Self.compare(id, source, keeper)
        } catch {
            return .later
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
            return .missing
        }
        if let theirs, let kept {
            guard theirs == kept else { return .failed(.differs) }
            return try await keeper.isIntact(id) ? .same : .failed(.corrupt)
        }
        guard let before = try await source.fileDigest(id) else { return .gone }
        guard let after = try await keeper.fileDigest(id) else { return .missing }
        return before == after ? .same : .failed(.differs)
    }

    /// Removes copies of one store that `keeper` was found to hold the same.
    ///
    /// The index shows it at once; a store that fails owes it, and the journal sees to it.
    ///
    /// - Returns: How many went. None, when the store owes a call to one of them, or nobody knows any
    ///   more that both have one.
    package func remove(
        _ ids: [OrthancID],
        of source: StoreKey,
        keptBy keeper: StoreKey
    ) async throws(IndexError) -> Int {
        let begun = try await index.write { writer -> (Deletion, Set<StoreKey>)? in
            let deletion = try await writer.beginRemove(ids, of: source, keptBy: keeper)
            guard let deletion else { return nil }
            let claimed = try await writer.claimAll(deletion)
            return (deletion, claimed)
        }
        guard let (deletion, claimed) = begun else { return 0 }
        if claimed.contains(source) { try await carryOut(deletion, at: source) }
        return deletion.owed.reduce(0) { $0 + $1.instances.count }
    }

    private func carryOut(_ deletion: Deletion, at key: StoreKey) async throws(IndexError) {
        guard let instances = deletion.owed.first?.instances else { return }
        guard let store = reach(key) else {
            return try await release(deletion.intent, key, "unreachable")
        }
        switch await OwedWork(instances: instances, store: store).run() {
        case .done(let sequence):
            _ = try await index.write {
                try await $0.closeOwed(intent: deletion.intent, store: key, sequence: sequence)
            }
        case .failed(let problem): try await release(deletion.intent, key, problem)
        case .unfinished: try await release(deletion.intent, key, OwedWork.isLate)
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
