internal import EventLoop
import GlobalIndex
import OrthancClient
package import OrthancModel

extension Federation {
    /// Asks every reachable one of some stores the same.
    ///
    /// - Returns: What each said, in the order of the stores; nil: it could not be asked.
    private func ask(
        _ views: [StoreView],
        _ request: StoreRequest
    ) async -> [(view: StoreView, answer: StoreAnswer?)] {
        let answers = await withTaskGroup(of: (Int, StoreAnswer?).self) { group in
            for (position, view) in views.enumerated() {
                guard isReachable(view), let store = store(view.name) else { continue }
                group.addTask(executorPreference: loop) {
                    let answer = try? await store.call(request)
                    return (position, answer)
                }
            }
            var all: [Int: StoreAnswer?] = [:]
            for await (position, answer) in group { all[position] = answer }
            return all
        }
        return views.enumerated().map { ($1, answers[$0] ?? nil) }
    }

    /// `/patients/{id}/protected`: whether every holder that answers protects the patient.
    ///
    /// - Throws: `.unavailable` when none answers; `.incomplete` when a strict caller lacks one.
    package func isProtected(
        _ patient: OrthancID,
        isStrict: Bool
    ) async throws(FederationError) -> (isProtected: Bool, provenance: Provenance) {
        let resource = try await known(.patient, patient, isStrict: isStrict)
        let path = [Level.patient.pathName, patient.description, "protected"]
        let holders = ordered(resource.holders.map(\.store))
        let answers = await ask(holders, StoreRequest(.get, path, within: limits.silence))
        let said = answers.filter { $0.answer?.status == 200 }
        guard !said.isEmpty else {
            throw FederationError(.unavailable(holders.map(\.name).sorted()), doing: "read")
        }
        var provenance = Provenance()
        // 400: it has no such patient.
        provenance.missing = answers.filter { ![200, 400, 404].contains($0.answer?.status) }
            .map(\.view.name).sorted()
        guard !isStrict || provenance.isComplete else {
            throw FederationError(.incomplete, doing: "read", provenance: provenance)
        }
        let isProtected = said.allSatisfy { $0.answer?.body.first == UInt8(ascii: "1") }
        return (isProtected, provenance)
    }

    /// Has every holder compare an attachment with its digest.
    ///
    /// - Returns: Stores whose copy is corrupt; none when all are good.
    /// - Throws: `.unavailable` when a holder can't be asked; `.refused` in the words of one of them
    ///   when none has such an attachment.
    package func corruptCopies(
        _ level: Level,
        _ id: OrthancID,
        attachment name: String,
        isStrict: Bool
    ) async throws(FederationError) -> [StoreName] {
        let resource = try await known(level, id, isStrict: isStrict)
        let holders = ordered(resource.holders.map(\.store))
        let path = [level.pathName, id.description, "attachments", name]
        let judged = await ask(holders, StoreRequest(.post, path + ["verify-md5"]))
        try checkHeard(judged)
        let good = judged.filter { $0.answer?.status == 200 }
        // An attachment that isn't there is refused in the same words as a corrupt one.
        let bad = judged.filter { $0.answer?.status != 200 }.map(\.view)
        let looked = await ask(bad, StoreRequest(.get, path + ["md5"]))
        try checkHeard(looked)
        let corrupt = looked.filter { $0.answer?.status != 404 }.map(\.view.name).sorted()
        if good.isEmpty, corrupt.isEmpty, let said = judged.first, let answer = said.answer {
            throw FederationError(
                .refused(said.view.name, status: answer.status, body: answer.body),
                doing: "verify"
            )
        }
        return corrupt
    }

    /// - Throws: `.unavailable` when a store, or a server before it, did not say anything about what
    ///   was asked.
    private func checkHeard(
        _ answers: [(view: StoreView, answer: StoreAnswer?)]
    ) throws(FederationError) {
        let silent = answers.filter { pair in
            pair.answer.map { [401, 403, 502, 503, 504].contains($0.status) } ?? true
        }
        guard silent.isEmpty else {
            let names = silent.map(\.view.name).sorted()
            throw FederationError(.unavailable(names), doing: "verify")
        }
    }
}
