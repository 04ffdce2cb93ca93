import Basics
import GlobalIndex
import OrthancClient
import OrthancModel

/// The copies that the index has of one store, changed only while a lease stands.
///
/// Every transaction begins by checking the lease's term, so a process that stood still can't
/// finish what it began under an older one.
struct StoreCopies: Sendable {
    let index: EngineIndex
    let key: StoreKey
    let lease: Lease

    /// Most copies removed in one transaction.
    private static let mostRemoved = 500
    /// Most ids read at a time.
    private static let idsPerPage = 10_000

    // MARK: Standing

    /// - Throws: `.unknownStore` when the store was removed.
    func row() async throws -> StoreRow {
        let rows = try await index.reader.stores()
        guard let row = rows.first(where: { $0.key == key }), row.state != .removed else {
            throw SyncError(.unknownStore)
        }
        return row
    }

    func record(
        _ new: Standing,
        after old: Standing,
        system: SystemInformation?
    ) async throws {
        if new.isImported, !old.isImported { try await announce() }
        let fingerprint = StandingText.fingerprint(system, identifier: new.identifier)
        let phase = StandingText.text(new.phase)
        let key = key
        let lease = lease
        try await index.write { writer in
            try writer.assertLease(lease)
            if new.epoch > old.epoch {
                _ = try await writer.beginEpoch(
                    key,
                    after: old.epoch,
                    cursor: new.cursor,
                    phase: phase,
                    fingerprint: fingerprint
                )
            }
            try writer.setPosition(key, epoch: new.epoch, Self.position(new))
            try await writer.setPhase(
                key,
                phase,
                fingerprint: fingerprint,
                imported: new.isImported && !old.isImported
            )
        }
    }

    private static func position(_ standing: Standing) -> FeedPosition {
        FeedPosition(
            cursor: standing.cursor,
            isDrained: false,
            recent: StandingText.text(standing.recent)
        )
    }

    /// The events of an import that was verified.
    private func announce() async throws {
        let key = key
        let lease = lease
        for level in [Level.series, .study, .patient] {
            var after: OrthancID?
            repeat {
                let from = after
                after = try await index.write { writer in
                    try writer.assertLease(lease)
                    return try await writer.announceImported(key, level, after: from)
                }
            } while after != nil
        }
        try await index.write { writer in
            try writer.assertLease(lease)
            try await writer.unstage(key)
        }
    }

    func notePosition(_ position: ImportMachine.Position) async throws {
        let key = key
        let lease = lease
        try await index.write { writer in
            try writer.assertLease(lease)
            try await writer.setPhase(key, StandingText.text(position))
        }
    }

    func noteDrained(epoch: Int) async throws {
        let key = key
        let lease = lease
        try await index.write { writer in
            try writer.assertLease(lease)
            try await writer.setDrained(key, epoch: epoch)
        }
    }

    // MARK: Contents

    /// Effects and cursor of a feed page, in one transaction.
    ///
    /// - Returns: False when nothing was changed because parents of an instance are not known.
    func apply(_ batch: Batch, _ page: SyncMachine.FeedBatch) async throws(IndexError) -> Bool {
        let lease = lease
        let position = FeedPosition(
            cursor: page.cursor,
            isDrained: page.isDrained,
            recent: StandingText.text(page.recent)
        )
        let hasInstances = batch.records.contains { $0.level == .instance }
        var isOrphaned = false
        do {
            try await index.write { writer in
                try writer.assertLease(lease)
                try writer.setPosition(batch.store, epoch: batch.epoch, position)
                guard hasInstances else {
                    _ = try await writer.applyAndCommit(batch)
                    return
                }
                isOrphaned = try await !writer.apply(batch).orphans.isEmpty
                // Rolls back: the cursor must not pass what is not in.
                if isOrphaned { throw IndexError(.conflict, doing: "index instances") }
            }
            return true
        } catch {
            guard isOrphaned, error.kind == .conflict else { throw error }
            return false
        }
    }

    /// What a list showed.
    func apply(_ batch: Batch) async throws -> AppliedBatch {
        let lease = lease
        return try await index.write { writer in
            try writer.assertLease(lease)
            return try await writer.applyAndCommit(batch)
        }
    }

    func stage(_ level: Level, _ records: [ResourceRecord]) async throws {
        let key = key
        let lease = lease
        try await index.write { writer in
            try writer.assertLease(lease)
            try await writer.stage(key, level, records)
        }
    }

    func remove(_ instances: [OrthancID]) async throws {
        let key = key
        let lease = lease
        for chunk in instances.chunks(of: Self.mostRemoved) {
            try await index.write { writer in
                try writer.assertLease(lease)
                _ = try await writer.removeCopies(key, .instance, chunk)
            }
        }
    }

    // MARK: Comparing

    /// - Parameter store: What the store says.
    func compareCounts(_ store: StoreStatistics) async throws -> CountComparison {
        let indexed = try await index.reader.copyCounts(key)
        let store = LevelCounts(
            patients: store.patients,
            studies: store.studies,
            series: store.series,
            instances: store.instances
        )
        let known = LevelCounts(
            patients: indexed.patients,
            studies: indexed.studies,
            series: indexed.series,
            instances: indexed.instances
        )
        guard store != known else { return CountComparison(store: store, index: known) }
        let owed = try await owedInstances().count
        return CountComparison(store: store, index: known, owedInstances: owed)
    }

    func noteCounts(_ counts: CountComparison) async throws {
        let key = key
        let lease = lease
        let text = StandingText.text(counts.store)
        try await index.write { writer in
            try writer.assertLease(lease)
            try await writer.setRemote(key, text, reconciled: counts.store == counts.index)
        }
    }

    /// Merges the index's ordered ids with the store's.
    ///
    /// - Parameter held: The store's whole list, any order; 24 bytes an id.
    func compareIDs(_ held: [OrthancID]) async throws -> IDComparison {
        let owed = try await owedInstances()
        var rest = held.sorted()[...]
        var extra: [OrthancID] = []
        var missing: [OrthancID] = []
        var copies = 0
        var after: OrthancID?
        while true {
            let page = try await index.reader.copyIDs(
                key,
                .instance,
                after: after,
                limit: Self.idsPerPage
            )
            copies += page.count
            for id in page {
                while let first = rest.first, first < id { extra.append(rest.removeFirst()) }
                if rest.first == id { rest.removeFirst() } else { missing.append(id) }
            }
            guard page.count == Self.idsPerPage else { break }
            after = page.last
        }
        extra += rest
        return IDComparison(
            extra: extra.filter { !owed.contains($0) },
            missing: missing,
            copies: copies
        )
    }

    /// Up to `count` known instances, from a place in the order that `start` tells.
    func sample(_ count: Int, from start: OrthancID) async throws -> [OrthancID] {
        var ids = try await index.reader.copyIDs(key, .instance, after: start, limit: count)
        if ids.count < count {
            let first = try await index.reader.copyIDs(key, .instance, limit: count)
            for id in first where ids.count < count && !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// Instances that the store still has to give up.
    private func owedInstances() async throws -> Set<OrthancID> {
        let key = key
        let owed = try await index.write { try await $0.owed(key, limit: 1000) }
        return Set(owed.flatMap(\.instances))
    }
}
