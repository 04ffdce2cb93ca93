package import EventLoop
package import GlobalIndex
package import Logging
package import OrthancClient

/// Replays owed deletions and calls to stores that are back, in order, for the whole process.
///
/// Any number of gateways may run it: who is at it holds a claim in the index. Looks once a
/// second, at each store by itself: one that takes long keeps no other waiting. Forgets what was
/// done everywhere after a week.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class JournalRunner: @unchecked Sendable {
    private let index: EngineIndex
    private let loop: EventLoop
    private let log: Logger
    /// The engine's client of a store that is up and whose feed is drained; nil otherwise.
    private let reach: (StoreKey) -> Store?
    /// Stores at which something is carried out now.
    private var busy: Set<StoreKey> = []

    package init(
        index: EngineIndex,
        loop: EventLoop,
        log: Logger,
        reach: @escaping (StoreKey) -> Store?
    ) {
        self.index = index
        self.loop = loop
        self.log = log
        self.reach = reach
    }

    /// Runs until its task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            var turn = 0
            while !Task.isCancelled {
                await guarded { [self] in
                    for key in try await index.write({ try await $0.storesOwing() }) {
                        guard !busy.contains(key), let store = reach(key) else { continue }
                        busy.insert(key)
                        group.addTask(executorPreference: loop) { [self] in
                            await guarded { [self] in try await replay(key, store) }
                            busy.remove(key)
                        }
                    }
                    if turn % 3600 == 3599 { try await purge() }
                }
                turn += 1
                do { try await loop.sleep(for: .seconds(1)) } catch { return }
            }
        }
    }

    private func guarded(_ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            log.warning("journal waits", metadata: ["error": "\(error)"])
        }
    }

    private func purge() async throws {
        let age = Duration.seconds(7 * 86_400)
        while try await index.write({ try await $0.purgeTombstones(olderThan: age) }) {}
    }

    /// All that is due at one store, once.
    private func replay(_ key: StoreKey, _ store: Store) async throws {
        var after: Int64 = 0
        while true {
            let from = after
            let due = try await index.write { try await $0.due(key, after: from) }
            for intent in due {
                guard try await replay(intent, key, store) else { return }
            }
            guard let last = due.last else { return }
            after = last
        }
    }

    /// - Returns: false when the store should be left alone for now.
    private func replay(
        _ intent: Int64,
        _ key: StoreKey,
        _ store: Store
    ) async throws -> Bool {
        let claimed = try await index.write {
            try await $0.claim(intent: intent, store: key)
        }
        guard let claimed else { return true }
        if let (kind, call) = claimed.call {
            return try await replay(claimed, CallWork(call, limit: kind.limit, store: store))
        }
        switch await OwedWork(instances: claimed.instances, store: store).run() {
        case .done(let sequence):
            _ = try await index.write {
                try await $0.closeOwed(intent: claimed.intent, store: key, sequence: sequence)
            }
            log.info("owed deletion done", metadata: ["store": "\(store.name)"])
            return true
        case .failed(let problem):
            try await put(off: claimed, problem)
            return false
        case .unfinished(let gone, let sequence):
            // The next turn goes on from there.
            try await index.write {
                try await $0.markExecuted(
                    intent: claimed.intent,
                    store: key,
                    gone,
                    sequence: sequence
                )
                try await $0.failOwed(
                    intent: claimed.intent,
                    store: key,
                    problem: OwedWork.isLate,
                    pause: .zero
                )
            }
            return true
        }
    }

    /// - Returns: false when the store should be left alone for now. One that answers, though
    ///   not as it should, may still do something else.
    private func replay(_ item: OwedItem, _ work: CallWork) async throws -> Bool {
        var sequence: Int64 = 0
        switch await work.follow() {
        case .absent: sequence = -1
        case .done:
            log.info("owed call done", metadata: ["store": "\(work.store.name)"])
        case .refused(let answer):
            log.warning(
                "owed call refused",
                metadata: ["store": "\(work.store.name)", "status": "\(answer.status)"]
            )
        case .failed(let problem, let answer, _):
            try await put(off: item, problem)
            return answer != nil
        }
        let last = sequence
        _ = try await index.write {
            try await $0.closeOwed(intent: item.intent, store: item.store, sequence: last)
        }
        return true
    }

    private func put(off item: OwedItem, _ problem: String) async throws {
        let pause = Duration.seconds(min(60, 1 << min(item.attempts, 6)))
        try await index.write {
            try await $0.failOwed(
                intent: item.intent,
                store: item.store,
                problem: problem,
                pause: pause
            )
        }
    }
}
