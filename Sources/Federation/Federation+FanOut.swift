import EventLoop
import OrthancClient
import OrthancModel

/// What several stores said to one question.
package struct StoreAnswers: Sendable {
    /// Bodies of those that answered 200, ascending by name.
    package var bodies: [[UInt8]] = []
    /// Stores that gave no answer, or none that counts.
    package var provenance = Provenance()
}

extension Federation {
    /// Asks every store that may receive new data, all at once.
    ///
    /// Those that say 404 don't have the route and aren't missing.
    ///
    /// - Throws: `.incomplete` for a strict caller when a store is missing; `.unavailable` when
    ///   none answered.
    package func askAll(
        _ path: [String],
        isStrict: Bool
    ) async throws(FederationError) -> StoreAnswers {
        let views = slowestFirst(snapshot.stores.filter { !$0.isDraining })
        var said: [(StoreName, StoreAnswer?)] = []
        await withTaskGroup(of: (StoreName, StoreAnswer?).self) { group in
            for view in views {
                group.addTask(executorPreference: loop) { [self] in
                    let answer = await answer(of: view, to: path)
                    return (view.name, answer)
                }
            }
            for await pair in group { said.append(pair) }
        }
        said.sort { $0.0 < $1.0 }
        var answers = StoreAnswers()
        answers.bodies = said.compactMap { $0.1?.status == 200 ? $0.1?.body : nil }
        answers.provenance.missing = said.filter { pair in
            pair.1.map { $0.status != 200 && $0.status != 404 } ?? true
        }.map(\.0)
        guard !isStrict || answers.provenance.isComplete else {
            throw FederationError(.incomplete, doing: "ask", provenance: answers.provenance)
        }
        guard !answers.bodies.isEmpty || answers.provenance.isComplete else {
            throw FederationError(.unavailable(answers.provenance.missing), doing: "ask")
        }
        return answers
    }

    private func answer(of view: StoreView, to path: [String]) async -> StoreAnswer? {
        guard isReachable(view), let store = store(view.name) else { return nil }
        var request = StoreRequest(.get, path, within: limits.silence)
        request.firstByte = limits.silence
        return try? await store.collect(request, limitBytes: 1 << 20)
    }
}
