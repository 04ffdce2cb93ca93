internal import Basics
package import GlobalIndex
package import OrthancClient

/// Carries out one call at one store. The caller holds the claim.
///
/// Doing it twice does no harm: whoever dies between the store and the index has it done again.
package struct CallWork: Sendable {
    package enum Outcome: Sendable {
        /// The store did it.
        case done(StoreAnswer)
        /// The store says 404: there is nothing to do it to.
        case absent(StoreAnswer)
        /// The store will never do it.
        case refused(StoreAnswer)
        /// Perhaps later. `mayBeDone`: the store got it, and nobody knows what it made of it.
        case failed(String, StoreAnswer?, mayBeDone: Bool)
    }

    package let call: OwedCall
    package let limit: Duration
    package let store: Store

    package init(_ call: OwedCall, limit: Duration, store: Store) {
        self.call = call
        self.limit = limit
        self.store = store
    }

    /// As the caller asked for it, its ETag included: this store decides for all.
    package func decide() async -> Outcome {
        let began = Instant.now
        return await attempt { () throws(StoreError) in
            try await send(ifMatch: call.ifMatch, since: began)
        }
    }

    /// As another store decided it, or as it was left behind.
    ///
    /// A call that has a condition is done where that condition still holds: elsewhere it was done
    /// before, or was never to be done. Revisions are counted by each store for itself.
    package func follow() async -> Outcome {
        let began = Instant.now
        return await attempt { () throws(StoreError) in
            guard let condition = call.ifMatch else {
                let answer = try await send(ifMatch: nil, since: began)
                guard answer.status == 409 else { return answer }
                switch try await state(since: began) {
                case .tagged(let own): return try await send(ifMatch: own, since: began)
                case .absent: return answer
                case .unknown(let failure): return failure
                }
            }
            switch try await state(since: began) {
            case .tagged(let own) where own.digest == condition.digest:
                return try await send(ifMatch: own, since: began)
            case .tagged, .absent: return StoreAnswer(status: 200, headers: [], body: [])
            case .unknown(let failure): return failure
            }
        }
    }

    private func attempt(
        _ work: () async throws(StoreError) -> StoreAnswer
    ) async -> Outcome {
        do {
            let answer = try await work()
            switch answer.status {
            case 200..<300: return .done(answer)
            case 404: return .absent(answer)
            // Orthanc's word for a patient that it doesn't have.
            case 400 where call.path.count == 3 && call.path[2] == "protected": return .absent(answer)
            // Our account there is not good enough, or the store has no time: not its last word.
            case 401, 403, 405, 408, 429: return failed(answer)
            case 400..<500: return .refused(answer)
            default: return failed(answer)
            }
        } catch {
            return .failed("\(error.kind)", nil, mayBeDone: error.bytesSent)
        }
    }

    /// These statuses are of servers between us and the store: it may be at it still.
    private func failed(_ answer: StoreAnswer) -> Outcome {
        let mayBeDone = [408, 502, 503, 504].contains(answer.status)
        return .failed("status \(answer.status)", answer, mayBeDone: mayBeDone)
    }

    // All requests together stay within the limit, and so within the claim.

    private func send(
        ifMatch: String?,
        since began: Instant
    ) async throws(StoreError) -> StoreAnswer {
        var request = StoreRequest(
            StoreRequest.Method(rawValue: call.method) ?? .get,
            call.path,
            headers: ifMatch.map { [("If-Match", $0)] } ?? [],
            body: call.body.map { .bytes($0) } ?? .none,
            within: try rest(since: began)
        )
        request.firstByte = limit
        return try await store.call(request)
    }

    /// What is there now.
    private enum State {
        case tagged(String)
        case absent
        /// The store would not say.
        case unknown(StoreAnswer)
    }

    private func state(since began: Instant) async throws(StoreError) -> State {
        let rest = try rest(since: began)
        let answer = try await store.call(StoreRequest(.get, call.path, within: rest))
        switch answer.status {
        case 200: return answer.header("ETag").map { .tagged($0) } ?? .absent
        case 404: return .absent
        // Not its last word about the call itself.
        case 400..<500: return .unknown(StoreAnswer(status: 503, headers: [], body: []))
        default: return .unknown(answer)
        }
    }

    private func rest(since began: Instant) throws(StoreError) -> Duration {
        let rest = limit - began.duration(to: Instant.now)
        guard rest > .zero else { throw StoreError(.timeout, doing: "carry out a call") }
        return rest
    }
}

extension String {
    /// The part of an ETag `"revision-md5"` that does not differ by store.
    fileprivate var digest: Substring { self[(lastIndex(of: "-") ?? startIndex)...] }
}
