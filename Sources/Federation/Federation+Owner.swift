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

/// A question for one holder of an instance.
package struct OwnedQuestion: Sendable {
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

    package init(id: OrthancID, request: StoreRequest, risk: Risk) {
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
    /// matter: the same file may kill the next one.
    package func readInstance(
        _ question: OwnedQuestion,
        isStrict: Bool
    ) async throws(FederationError) -> OwnedAnswer {
        let keys = try await holderKeys(question.id)
        guard !keys.isEmpty else {
            return try await readUnindexed(question, isStrict: isStrict)
        }
        return try await ask(ordered(keys), question)
    }

    private func holderKeys(_ id: OrthancID) async throws(FederationError) -> [StoreKey] {
        try await indexed("find holders") { try await $0.holders(ofInstance: id) }
    }

    private func ask(
        _ holders: [StoreView],
        _ question: OwnedQuestion
    ) async throws(FederationError) -> OwnedAnswer {
        var failed: [StoreName] = []
        var last: OwnedAnswer?
        for (position, view) in holders.enumerated() {
            guard isReachable(view), let store = store(view.name) else {
                failed.append(view.name)
                continue
            }
            var request = question.request
            if position < holders.count - 1 { request.firstByte = limits.patience }
            do {
                let stream = try await store.open(request)
                let answer = owned(stream, by: view.name)
                switch stream.status {
                case 401, 403:
                    // Our account there is not good enough; that is no answer for the caller.
                    answer.body.abandon()
                    failed.append(view.name)
                case 404, 415, 500...599:
                    // Another holder may do better; if not, this is the answer.
                    if stream.status == 404 { poke(view.name, [question.id]) }
                    last?.body.abandon()
                    last = answer
                default:
                    last?.body.abandon()
                    return answer
                }
            } catch {
                failed.append(view.name)
                guard !Task.isCancelled else {
                    throw FederationError(.cancelled, doing: "ask \(view.name)")
                }
                if question.mayHaveCaused(error) { break }
            }
        }
        if let last, failed.isEmpty || last.status != 404 { return last }
        last?.body.abandon()
        throw FederationError(.unavailable(failed.sorted()), doing: "read instance")
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

    /// The index does not know the instance: one bounded look into the stores.
    private func readUnindexed(
        _ question: OwnedQuestion,
        isStrict: Bool
    ) async throws(FederationError) -> OwnedAnswer {
        let found = try await probe(.instance, question.id, isStrict: isStrict)
        return try await ask(found, question)
    }
}
