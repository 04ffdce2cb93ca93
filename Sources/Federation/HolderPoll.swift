import Basics
import EventLoop
import JSONText
import OrthancClient
import OrthancModel

/// Asks the stores about many subjects: for each one its holders in turn, until one answers.
///
/// A store that can't be reached, breaks off or begins no answer within `Limits.silence` is asked
/// nothing more in this poll, so that a hanging store holds an answer up once. A question on which
/// a store broke off goes to no other one: it may be what killed it.
///
/// Limits: ``window`` questions at a time to each store; `Limits.stores` for all of them together.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class HolderPoll: @unchecked Sendable {
    /// One question's subject, and who may be asked, best first.
    struct Subject: Sendable {
        let id: OrthancID
        var holders: [StoreView]
    }

    /// How long one question may take.
    struct Patience: Sendable {
        /// Until the answer begins, and until there is a connection to ask on.
        let firstByte: Duration
        /// In all.
        let within: Duration
    }

    typealias Question =
        @Sendable (Store, OrthancID, Patience) async throws(StoreError) -> JSONElement?

    private enum Outcome: Sendable {
        case answer(JSONElement)
        /// The store doesn't have it: the index is behind.
        case absent
        /// Not asked, or without success.
        case failed
        /// The store broke off.
        case fatal
    }

    /// Questions to one store at a time: others want its connections too.
    private static let window = 4

    private let federation: Federation
    private let until: Deadline
    private var lost: Set<StoreName> = []
    private var failed: Set<StoreName> = []
    /// Some store has said something about some subject.
    private(set) var hasHeard = false

    init(_ federation: Federation) {
        self.federation = federation
        until = .after(federation.limits.stores, from: federation.loop.now)
    }

    /// Stores without whose answers a subject stayed unanswered, ascending.
    var missing: [StoreName] { failed.sorted() }

    /// - Returns: One answer a subject, in their order; nil where no holder had one.
    func ask(_ subjects: [Subject], _ question: @escaping Question) async -> [JSONElement?] {
        var answers = [JSONElement?](repeating: nil, count: subjects.count)
        var open = subjects.map { Inquiry(subject: $0) }
        while !Task.isCancelled {
            let turn = nextTurn(&open)
            if turn.isEmpty { break }
            for (name, positions, outcomes) in await ask(turn, open.map(\.subject.id), question) {
                for (position, outcome) in zip(positions, outcomes) {
                    settle(outcome, by: name, &open[position], &answers[position])
                }
            }
        }
        for inquiry in open { failed.formUnion(inquiry.failed) }
        return answers
    }

    // MARK: Whom to ask

    /// A subject on its way through its holders.
    private struct Inquiry {
        let subject: Subject
        var next = 0
        var isOver = false
        var failed: [StoreName] = []
    }

    /// Positions of open subjects by the store to be asked next.
    private func nextTurn(_ open: inout [Inquiry]) -> [StoreName: [Int]] {
        var turn: [StoreName: [Int]] = [:]
        for position in open.indices where !open[position].isOver {
            let name = nextHolder(of: &open[position])
            if let name { turn[name, default: []].append(position) }
        }
        return turn
    }

    private func nextHolder(of inquiry: inout Inquiry) -> StoreName? {
        while inquiry.next < inquiry.subject.holders.count {
            let view = inquiry.subject.holders[inquiry.next]
            inquiry.next += 1
            if !lost.contains(view.name), federation.isReachable(view) { return view.name }
            inquiry.failed.append(view.name)
        }
        inquiry.isOver = true
        return nil
    }

    private func settle(
        _ outcome: Outcome,
        by name: StoreName,
        _ inquiry: inout Inquiry,
        _ answer: inout JSONElement?
    ) {
        switch outcome {
        case .answer(let element):
            hasHeard = true
            answer = element
            inquiry.isOver = true
            inquiry.failed = []
        case .absent:
            hasHeard = true
            federation.poke(name, [inquiry.subject.id])
        case .failed: inquiry.failed.append(name)
        case .fatal:
            inquiry.failed.append(name)
            inquiry.isOver = true
        }
    }

    // MARK: Asking

    private func ask(
        _ turn: [StoreName: [Int]],
        _ ids: [OrthancID],
        _ question: @escaping Question
    ) async -> [(StoreName, [Int], [Outcome])] {
        await withTaskGroup(of: (StoreName, [Int], [Outcome]).self) { group in
            for (name, positions) in turn {
                group.addTask(executorPreference: federation.loop) { [self] in
                    (name, positions, await ask(name, positions.map { ids[$0] }, question))
                }
            }
            var all: [(StoreName, [Int], [Outcome])] = []
            for await part in group { all.append(part) }
            return all
        }
    }

    /// What one store says about some subjects, in their order.
    private func ask(
        _ name: StoreName,
        _ ids: [OrthancID],
        _ question: @escaping Question
    ) async -> [Outcome] {
        var outcomes = [Outcome](repeating: .failed, count: ids.count)
        guard let store = federation.store(name) else { return outcomes }
        await withTaskGroup(of: (Int, Outcome).self) { group in
            var begun = 0
            func begin() {
                guard begun < ids.count, !lost.contains(name) else { return }
                let position = begun
                begun += 1
                group.addTask(executorPreference: federation.loop) { [self] in
                    (position, await ask(store, ids[position], question))
                }
            }
            // One alone finds out whether a store that failed of late is back.
            var width = store.isOnProbation ? 1 : Self.window
            for _ in 0..<width { begin() }
            for await (position, outcome) in group {
                outcomes[position] = outcome
                for _ in width..<Self.window { begin() }
                width = Self.window
                begin()
                // What a silent store hasn't answered is not waited for.
                if case .failed = outcome, lost.contains(name) { group.cancelAll() }
            }
        }
        return outcomes
    }

    private func ask(
        _ store: Store,
        _ id: OrthancID,
        _ question: Question
    ) async -> Outcome {
        let silence = federation.limits.silence
        let left = until.remaining(at: federation.loop.now)
        do {
            let patience = Patience(firstByte: silence, within: max(left, silence))
            guard let answer = try await question(store, id, patience) else { return .absent }
            return .answer(answer)
        } catch {
            if error.losesStore { lost.insert(store.name) }
            return error.brokeOff ? .fatal : .failed
        }
    }
}

extension StoreError {
    /// It says something about all further questions too, not only about this one.
    fileprivate var losesStore: Bool {
        switch kind {
        case .unreachable, .timeout, .suspended, .cut, .busy: true
        case .malformed, .status, .cancelled, .bodyFailed: false
        }
    }
}
