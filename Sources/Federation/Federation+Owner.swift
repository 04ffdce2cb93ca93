package import Basics
internal import EventLoop
internal import GlobalIndex
package import OrthancClient
package import OrthancModel

/// A store's own answer on its way to the caller.
package struct OwnedAnswer: Sendable {
    package let status: Int
    /// By allow-list, in the store's order.
    package let headers: [(String, String)]
    /// nil: the store did not say; then `body` ends or fails.
    package let length: Int64?
    package let body: ByteChannel
    package let provenance: Provenance
}

extension OwnedAnswer {
    /// The same, which these make stale.
    fileprivate func joined(_ stale: [Provenance.StaleStore]) -> OwnedAnswer {
        guard !stale.isEmpty else { return self }
        var provenance = provenance
        provenance.stale += stale
        return OwnedAnswer(
            status: status,
            headers: headers,
            length: length,
            body: body,
            provenance: provenance
        )
    }
}

/// A question for one holder of a resource.
package struct OwnedQuestion: Sendable {
    package let level: Level
    package let id: OrthancID
    package let request: StoreRequest
    package let risk: Risk

    /// What a hostile file can do to the store that answers.
    package enum Risk: Sendable {
        /// The store gives bytes out as they are.
        case none
        /// The store parses the file. If it breaks off, nobody else is asked.
        case parses
        /// The store decodes pixels. If it breaks off or hangs, nobody else is asked.
        case decodes
    }

    package init(_ level: Level, _ id: OrthancID, request: StoreRequest, risk: Risk) {
        self.level = level
        self.id = id
        self.request = request
        self.risk = risk
    }

    /// The failure may be the question's own fault, and the next store's too.
    func mayHaveCaused(_ error: StoreError) -> Bool {
        switch risk {
        case .none: false
        case .parses: error.brokeOff
        case .decodes: error.bytesSent
        }
    }
}

extension Federation {
    /// Asks one holder after the other until one has an answer.
    ///
    /// A 404 from a holder means that the index is behind: the next one is asked and the store is
    /// looked at again. A store that dies on a question for which it parses the file ends the
    /// matter: the same file may kill the next one. Above instances, holders of the most of the
    /// resource come first.
    package func readOwned(
        _ question: OwnedQuestion,
        isStrict: Bool
    ) async throws(FederationError) -> OwnedAnswer {
        let holders = try await holders(of: question.level, question.id)
        guard !holders.isEmpty else {
            return try await readUnindexed(question, isStrict: isStrict)
        }
        return try await ask(try await rightful(holders, question), question, isStrict)
    }

    /// Holders that owe nothing to what is asked first, the order kept.
    private func rightful(
        _ holders: [StoreView],
        _ question: OwnedQuestion
    ) async throws(FederationError) -> [StoreView] {
        guard Levelling(question).isWritable, holders.count > 1 else { return holders }
        let owing = try await owing(question.id).map(\.store)
        guard !owing.isEmpty else { return holders }
        return holders.filter { !owing.contains($0.name) }
            + holders.filter { owing.contains($0.name) }
    }

    /// Stores that owe something to a resource, and for how long.
    private func owing(
        _ id: OrthancID
    ) async throws(FederationError) -> [Provenance.StaleStore] {
        let owing = try await indexed("look for what is owed") { reader throws(IndexError) in
            try await reader.owing(id)
        }
        return owing.compactMap { key, seconds in
            snapshot[key].map { .init(store: $0.name, seconds: seconds) }
        }
    }

    /// In the order in which they are asked; none when the index does not know the resource.
    private func holders(
        of level: Level,
        _ id: OrthancID
    ) async throws(FederationError) -> [StoreView] {
        if level == .instance {
            return ordered(
                try await indexed("find holders") { try await $0.holders(ofInstance: id) }
            )
        }
        let found = try await indexed("find holders") { try await $0.holders(level, id) }
        let most = found.map { $0.instances ?? 0 }.max() ?? 0
        let (whole, rest) = (
            found.filter { $0.instances == most }, found.filter { $0.instances != most }
        )
        return ordered(whole.map(\.store)) + ordered(rest.map(\.store))
    }

    private func ask(
        _ holders: [StoreView],
        _ question: OwnedQuestion,
        _ isStrict: Bool
    ) async throws(FederationError) -> OwnedAnswer {
        var failed: [StoreName] = []
        var last: OwnedAnswer?
        let levelling = Levelling(question)
        var order = levelling.preferred(holders)
        let count = order.count
        var position = 0
        while position < order.count {
            let view = order[position]
            position += 1
            guard isReachable(view), let store = store(view.name) else {
                failed.append(view.name)
                continue
            }
            var request = levelling.request(to: view)
            let others = order[position...].contains { isReachable($0) }
            let isHasty = others && position <= count && question.risk != .decodes
            if isHasty { request.firstByte = limits.patience }
            do {
                let stream = try await store.open(request)
                let answer = owned(stream, by: view.name)
                switch stream.status {
                case 401, 403:
                    // Our account there is not good enough; that is no answer for the caller.
                    answer.body.abandon()
                    failed.append(view.name)
                case 301, 307, 404, 415, 500...599:
                    // Another holder may do better; if not, this is the answer. An image that says
                    // "unsupported" is redirected to.
                    if stream.status == 404 { poke(view.name, [question.id]) }
                    last?.body.abandon()
                    last = answer
                default:
                    last?.body.abandon()
                    return try await levelled(answer, levelling, view, isStrict)
                }
            } catch let error as FederationError {
                throw error
            } catch let error as StoreError {
                failed.append(view.name)
                guard !Task.isCancelled else {
                    throw FederationError(.cancelled, doing: "ask \(view.name)")
                }
                if question.mayHaveCaused(error) { break }
                // Should nobody do better, it gets all the time there is.
                if isHasty, error.kind == .timeout { order.append(view) }
            } catch {
                failed.append(view.name)
            }
        }
        if let last, failed.isEmpty || last.status != 404 { return last }
        last?.body.abandon()
        throw FederationError(.unavailable(Set(failed).sorted()), doing: "read")
    }

    private func levelled(
        _ answer: OwnedAnswer,
        _ levelling: Levelling,
        _ view: StoreView,
        _ isStrict: Bool
    ) async throws(FederationError) -> OwnedAnswer {
        let levelled: OwnedAnswer
        do {
            levelled = try await levelling.answer(answer, of: view, on: loop)
        } catch {
            throw FederationError(.fault(error), doing: "read")
        }
        guard levelling.isWritable else { return levelled }
        let stale = try await owing(levelling.question.id).filter { $0.store == view.name }
        let answer = levelled.joined(stale)
        guard stale.isEmpty || !isStrict else {
            answer.body.abandon()
            throw FederationError(.incomplete, doing: "read", provenance: answer.provenance)
        }
        return answer
    }

    private func owned(_ stream: StoreStream, by store: StoreName) -> OwnedAnswer {
        var provenance = Provenance()
        provenance.servedBy = store
        return OwnedAnswer(
            status: stream.status,
            headers: stream.headers,
            length: stream.length,
            body: stream.body,
            provenance: provenance
        )
    }

    /// The index does not know the resource: one bounded look into the stores.
    private func readUnindexed(
        _ question: OwnedQuestion,
        isStrict: Bool
    ) async throws(FederationError) -> OwnedAnswer {
        let found = try await probe(question.level, question.id, isStrict: isStrict)
        return try await ask(found, question, isStrict)
    }
}
