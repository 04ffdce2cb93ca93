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
    /// A store that got it and may have done it, while no store is known to have: those that
    /// answered refused it, or failed.
    package var doubtful: StoreKey?
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
        var state = CallState()
        var rest: [StoreKey] = []
        for key in order(begun.claimed + begun.blocked) {
            guard state.outcome.servedBy == nil else {
                rest.append(key)
                continue
            }
            await decide(run, at: key, &state)
            if state.outcome.isVoid { return state.outcome }
        }
        if state.outcome.servedBy == nil, await giveUp(run, &state) { return state.outcome }
        await follow(run, at: rest, &state)
        return await end(run, state)
    }

    /// Has the stores do what is written down already and does not need to be decided.
    ///
    /// - Returns: Stores that owe it still.
    package func spread(
        _ begun: BegunCall,
        _ kind: CallKind,
        _ call: OwedCall
    ) async -> [StoreKey] {
        let run = CallRun(begun, kind, call)
        var state = CallState()
        await follow(run, at: begun.claimed + begun.blocked, &state)
        return await end(run, state).owed
    }

    // MARK: Deciding

    private func decide(_ run: CallRun, at key: StoreKey, _ state: inout CallState) async {
        switch await result(run, at: key, follows: false) {
        case .done(let answer):
            await close(run, key)
            state.outcome.answer = answer
            state.outcome.servedBy = key
            guard run.isOld else { return }
        case .absent(let answer):
            // Another holder may have what is to be changed.
            state.outcome.answer = state.outcome.answer ?? answer
            await close(run, key, isAbsent: true)
        case .refused(let answer):
            state.outcome.answer = answer
            await refuse(run, at: key, &state)
        case .failed(let problem, let answer, let mayBeDone):
            if let answer, answer.status >= 500 { state.outcome.answer = answer }
            state.fail(key, problem, mayBeDone: mayBeDone)
        case nil:
            state.outcome.owed.append(key)
        }
        if !state.outcome.isVoid { await keep(run, &state) }
    }

    /// A refusal is everybody's, unless a store may have done it before: it can't be taken back
    /// from that one, and the others do it too.
    private func refuse(_ run: CallRun, at key: StoreKey, _ state: inout CallState) async {
        if state.doubtful == nil, await void(run) {
            state.outcome.isVoid = true
            return
        }
        state.outcome.refused.append(key)
        state.doubtful = state.doubtful ?? key
        await close(run, key)
    }

    /// Stores were asked, and none did it.
    ///
    /// When the last word was a failure, nothing was done, and nothing will be. When all that could
    /// be asked lack what is to be changed, those that could not may have it, and owe it.
    ///
    /// - Returns: true when it was taken back.
    private func giveUp(_ run: CallRun, _ state: inout CallState) async -> Bool {
        guard let status = state.outcome.answer?.status else { return false }
        if status == 404, !state.outcome.owed.isEmpty, state.outcome.refused.isEmpty {
            state.outcome.answer = nil
            return false
        }
        if state.doubtful == nil, await void(run) {
            state.outcome.owed = []
            state.outcome.isVoid = true
            return true
        }
        state.outcome.doubtful = state.doubtful ?? state.outcome.owed.first
        return false
    }

    // MARK: Following

    private func follow(_ run: CallRun, at keys: [StoreKey], _ state: inout CallState) async {
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
            case .refused: state.outcome.refused.append(key)
            case .failed(let problem, _, _): state.fail(key, problem, mayBeDone: false)
            case nil: state.outcome.owed.append(key)
            }
        }
    }

    private func follow(
        _ run: CallRun,
        at key: StoreKey
    ) async -> (StoreKey, CallWork.Outcome?) {
        let outcome = await result(run, at: key, follows: true)
        switch outcome {
        case .done, .refused: await close(run, key)
        case .absent: await close(run, key, isAbsent: true)
        case .failed, nil: break
        }
        return (key, outcome)
    }

    // MARK: Pieces

    /// - Returns: nil when this call's turn did not come at that store.
    private func result(
        _ run: CallRun,
        at key: StoreKey,
        follows: Bool
    ) async -> CallWork.Outcome? {
        guard let store = reach(key) else {
            return run.isBlocked(key) ? nil : .failed("unreachable", nil, mayBeDone: false)
        }
        guard await isTurn(run, key, store) else { return nil }
        let work = run.work(at: store)
        return follows ? await work.follow() : await work.decide()
    }

    private func isTurn(_ run: CallRun, _ key: StoreKey, _ store: Store) async -> Bool {
        guard run.isBlocked(key) else { return true }
        let began = Instant.now
        while began.duration(to: Instant.now) < Self.patience {
            if await claim(run, key) { return true }
            do { try await store.loop.sleep(for: .milliseconds(25)) } catch { return false }
        }
        return false
    }

    private func claim(_ run: CallRun, _ key: StoreKey) async -> Bool {
        let item = try? await index.write {
            try await $0.claim(intent: run.intent, store: key, isDeciding: true)
        }
        return item.flatMap(\.self) != nil
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

    /// - Returns: false when it could not be taken back: it may be carried out by others.
    private func void(_ run: CallRun) async -> Bool {
        (try? await index.write { try await $0.void(call: run.intent) }) ?? false
    }

    /// Nobody else carries it out while the next store is asked. Too late, somebody may be at it.
    private func keep(_ run: CallRun, _ state: inout CallState) async {
        let isOurs =
            (try? await index.write { try await $0.keepUndecided(run.intent, run.kind) }) ?? false
        if !isOurs { state.doubtful = state.doubtful ?? state.outcome.owed.first }
    }

    /// Gives to the engine what is left.
    private func end(_ run: CallRun, _ state: CallState) async -> CallOutcome {
        var outcome = state.outcome
        guard !outcome.owed.isEmpty else { return outcome }
        outcome.owed.sort()
        let problems = state.problems
        try? await index.write { try await $0.decided(call: run.intent, problems) }
        return outcome
    }
}

/// What is known of a call while its stores are asked.
private struct CallState: Sendable {
    var outcome = CallOutcome()
    /// Why stores whose turn it was owe it.
    var problems: [(store: StoreKey, problem: String)] = []
    /// A store that may have done it.
    var doubtful: StoreKey?

    mutating func fail(_ key: StoreKey, _ problem: String, mayBeDone: Bool) {
        outcome.owed.append(key)
        problems.append((key, problem))
        if mayBeDone { doubtful = doubtful ?? key }
    }
}

/// One call on its way to its stores.
private struct CallRun: Sendable {
    let intent: Int64
    let kind: CallKind
    let call: OwedCall
    private let began = Instant.now
    private let blocked: [StoreKey]

    init(_ begun: BegunCall, _ kind: CallKind, _ call: OwedCall) {
        intent = begun.intent
        self.kind = kind
        self.call = call
        blocked = begun.blocked
    }

    /// What is left of its claims would not do for another store.
    var isOld: Bool { began.duration(to: Instant.now) > .seconds(5) }

    func isBlocked(_ key: StoreKey) -> Bool { blocked.contains(key) }

    func work(at store: Store) -> CallWork { CallWork(call, limit: kind.limit, store: store) }
}
