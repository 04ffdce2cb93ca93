internal import Basics
internal import EventLoop
package import GlobalIndex
package import OrthancClient
package import OrthancModel

/// What became of a call.
package struct CallOutcome: Sendable {
    /// What the deciding store said; nil when no store could be asked.
    package var answer: StoreAnswer?
    package var servedBy: StoreKey?
    /// Stores that will do it when they can; ascending.
    package var owed: [StoreKey] = []
    /// Stores that will never do it; ascending.
    package var refused: [StoreKey] = []
    /// It was taken back, and nothing was changed anywhere.
    package var isVoid = false
}

/// Calls as a shard begins them: intent first, then the store that decides, then the others.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class CallJournal: @unchecked Sendable {
    /// How long a call waits for those before it at one store.
    private static let patience: Duration = .seconds(5)

    private let index: ShardIndex
    private let reach: (StoreKey) -> Store?
    /// Stores in the order in which they are asked.
    private let order: ([StoreKey]) -> [StoreKey]

    package init(
        index: ShardIndex,
        order: @escaping ([StoreKey]) -> [StoreKey],
        reach: @escaping (StoreKey) -> Store?
    ) {
        self.index = index
        self.order = order
        self.reach = reach
    }

    /// Has a call carried out at every holder.
    ///
    /// One store decides: what it refuses is taken back and done nowhere. What it does is done at
    /// the others too, now or when they can.
    ///
    /// - Returns: nil when the index knows no holder.
    package func call(
        _ kind: CallKind,
        _ level: Level,
        _ id: OrthancID,
        _ call: OwedCall
    ) async throws(IndexError) -> CallOutcome? {
        let begun = try await index.write {
            try await $0.beginCall(kind, level, id, call)
        }
        guard let begun else { return nil }
        let run = CallRun(begun, kind, call)
        var outcome = CallOutcome()
        var rest: [StoreKey] = []
        for key in order(begun.claimed + begun.blocked) {
            guard outcome.servedBy == nil else {
                rest.append(key)
                continue
            }
            await decide(run, at: key, &outcome)
            if outcome.isVoid { return outcome }
        }
        guard outcome.servedBy != nil || outcome.answer == nil else {
            return await settle(run, outcome)
        }
        await follow(run, at: rest, &outcome)
        outcome.owed.sort()
        return outcome
    }

    /// Has the stores do what is written down already and does not need to be decided.
    ///
    /// - Returns: Stores that owe it still.
    package func spread(
        _ begun: BegunCall,
        _ kind: CallKind,
        _ call: OwedCall
    ) async -> [StoreKey] {
        var outcome = CallOutcome()
        await follow(CallRun(begun, kind, call), at: begun.claimed + begun.blocked, &outcome)
        return outcome.owed.sorted()
    }

    // MARK: Deciding

    private func decide(
        _ run: CallRun,
        at key: StoreKey,
        _ outcome: inout CallOutcome
    ) async {
        guard let store = await ready(run, key) else {
            outcome.owed.append(key)
            return
        }
        switch await run.work(at: store).decide() {
        case .done(let answer):
            await close(run, key)
            outcome.answer = answer
            outcome.servedBy = key
        case .absent(let answer):
            // Another holder may have what is to be changed.
            outcome.answer = outcome.answer ?? answer
            await close(run, key, isAbsent: true)
        case .refused(let answer):
            await void(run)
            outcome.answer = answer
            outcome.isVoid = true
        case .failed(let problem, let answer):
            await release(run, key, problem)
            if let answer, answer.status >= 500 { outcome.answer = answer }
            outcome.owed.append(key)
        }
    }

    /// Stores were asked, and none did it.
    ///
    /// When the last word was a failure, nothing was done, and nothing will be. When all that could
    /// be asked lack what is to be changed, those that could not may have it, and owe it.
    private func settle(
        _ run: CallRun,
        _ outcome: CallOutcome
    ) async -> CallOutcome {
        var outcome = outcome
        if outcome.answer?.status == 404, !outcome.owed.isEmpty {
            outcome.answer = nil
            return outcome
        }
        await void(run)
        outcome.owed = []
        outcome.isVoid = true
        return outcome
    }

    // MARK: Following

    private func follow(
        _ run: CallRun,
        at keys: [StoreKey],
        _ outcome: inout CallOutcome
    ) async {
        let results = await withTaskGroup(of: (StoreKey, CallWork.Outcome?).self) { group in
            for key in keys {
                group.addTask { [self] in await follow(run, at: key) }
            }
            var all: [(StoreKey, CallWork.Outcome?)] = []
            for await result in group { all.append(result) }
            return all
        }
        for (key, result) in results {
            switch result {
            case .done, .absent: continue
            case .refused: outcome.refused.append(key)
            case .failed, nil: outcome.owed.append(key)
            }
        }
    }

    private func follow(
        _ run: CallRun,
        at key: StoreKey
    ) async -> (StoreKey, CallWork.Outcome?) {
        guard let store = await ready(run, key) else { return (key, nil) }
        let result = await run.work(at: store).follow()
        switch result {
        case .done, .refused: await close(run, key)
        case .absent: await close(run, key, isAbsent: true)
        case .failed(let problem, _): await release(run, key, problem)
        }
        return (key, result)
    }

    // MARK: Pieces

    /// The store, when it can be asked and this call's turn has come there.
    private func ready(_ run: CallRun, _ key: StoreKey) async -> Store? {
        guard let store = reach(key) else {
            if !run.isBlocked(key) { await release(run, key, "unreachable") }
            return nil
        }
        guard run.isBlocked(key) else { return store }
        let began = Instant.now
        while began.duration(to: Instant.now) < Self.patience {
            if (try? await index.write { try await $0.claim(intent: run.intent, store: key) })
                .flatMap(\.self) != nil
            {
                return store
            }
            do { try await store.loop.sleep(for: .milliseconds(25)) } catch { return nil }
        }
        return nil
    }

    private func close(_ run: CallRun, _ key: StoreKey, isAbsent: Bool = false) async {
        // Not closed, it is carried out once more, which does no harm.
        _ = try? await index.write {
            try await $0.closeOwed(
                intent: run.intent,
                store: key,
                sequence: isAbsent ? -1 : 0
            )
        }
    }

    /// Not taken back, it is refused once more by every store.
    private func void(_ run: CallRun) async {
        try? await index.write { try await $0.void(call: run.intent) }
    }

    private func release(_ run: CallRun, _ key: StoreKey, _ problem: String) async {
        try? await index.write {
            try await $0.failOwed(
                intent: run.intent,
                store: key,
                problem: problem,
                pause: .seconds(1)
            )
        }
    }
}

/// One call on its way to its stores.
private struct CallRun: Sendable {
    let intent: Int64
    let kind: CallKind
    let call: OwedCall
    private let blocked: [StoreKey]

    init(_ begun: BegunCall, _ kind: CallKind, _ call: OwedCall) {
        intent = begun.intent
        self.kind = kind
        self.call = call
        blocked = begun.blocked
    }

    func isBlocked(_ key: StoreKey) -> Bool { blocked.contains(key) }

    func work(at store: Store) -> CallWork { CallWork(call, limit: kind.limit, store: store) }
}
