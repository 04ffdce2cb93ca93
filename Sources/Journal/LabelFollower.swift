internal import Basics
package import EventLoop
package import GlobalIndex
internal import JSONText
package import Logging
package import OrthancClient
internal import OrthancModel

/// Takes over labels that others set or removed directly in a store: no feed tells of them.
///
/// Three ways: what a store has now is compared with what it was last known to have, never with
/// what the federation has, so that a label the store doesn't know yet is not taken for removed.
/// Each store that has labels is looked at every ``pause``, by one gateway, with at most twenty
/// questions a second: one for the list of labels, then one a level, label and thousand resources.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class LabelFollower: @unchecked Sendable {
    /// Between two looks at one store.
    private static let pause: Duration = .seconds(15)
    private static let rest: Duration = .milliseconds(50)
    private static let page = 1000
    /// Most labels of a store; a store with more is followed in these, the first ones.
    private static let mostLabels = 1000

    private let index: EngineIndex
    private let loop: EventLoop
    private let log: Logger
    /// Stores that are up and have labels.
    private let capable: () -> [(key: StoreKey, store: Store)]
    /// Stores that have or may have labels, also those that are down: they owe what others do.
    private let labelling: () -> [StoreKey]

    package init(
        index: EngineIndex,
        loop: EventLoop,
        log: Logger,
        capable: @escaping () -> [(key: StoreKey, store: Store)],
        labelling: @escaping () -> [StoreKey]
    ) {
        self.index = index
        self.loop = loop
        self.log = log
        self.capable = capable
        self.labelling = labelling
    }

    /// Runs until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            for (key, store) in capable() {
                do {
                    try await look(key, store)
                } catch {
                    warn(store, error)
                }
            }
            do { try await loop.sleep(for: .seconds(1)) } catch { return }
        }
    }

    private func look(_ key: StoreKey, _ store: Store) async throws {
        let due = try await index.write {
            try await $0.claimLabelLook(key, pause: Self.pause)
        }
        guard due != nil else { return }
        let there = try await store.labels()
        let seen = try await index.write { try await $0.labelsSeen(key) }
        for label in Set(there.prefix(Self.mostLabels)).union(seen).sorted() {
            do {
                for level in Level.allCases { try await follow(label, level, key, store) }
            } catch {
                // Not the end of the others.
                warn(store, error)
            }
            try Task.checkCancellation()
        }
    }

    private func warn(_ store: Store, _ error: any Error) {
        log.warning(
            "labels not followed",
            metadata: ["store": "\(store.name)", "error": "\(error)"]
        )
    }

    private func follow(
        _ label: String,
        _ level: Level,
        _ key: StoreKey,
        _ store: Store
    ) async throws {
        let startedAt = try await index.write { try await $0.clock() }
        var ids: [OrthancID] = []
        while true {
            let page = try await store.labelled(
                level,
                label,
                since: ids.count,
                limit: Self.page
            )
            ids += page
            try await loop.sleep(for: Self.rest)
            if page.count < Self.page { break }
        }
        let others = labelling().filter { $0 != key }
        let all = ids
        var suspects: [OrthancID] = []
        var taken = 0
        while true {
            let merged = try await index.write {
                try await $0
                    .mergeLabels(key, level, label, startedAt: startedAt, all, others: others)
            }
            taken += merged.taken
            suspects = merged.suspects
            if !merged.hasMore { break }
        }
        if taken > 0 { log.info("labels taken over", metadata: ["store": "\(store.name)"]) }
        for id in suspects {
            let labels = try await store.labels(of: level, id)
            try await loop.sleep(for: Self.rest)
            guard labels?.contains(label) != true else { continue }
            try await index.write {
                try await $0.unsee(
                    label,
                    at: key,
                    level,
                    id,
                    startedAt: startedAt,
                    isRemoved: labels != nil,
                    others: others
                )
            }
        }
    }
}
