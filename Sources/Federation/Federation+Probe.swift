internal import Basics
internal import EventLoop
import OrthancClient
import OrthancModel

extension Federation {
    /// Looks for an id that the index does not know in every store that answers.
    ///
    /// Data that reached a store by DICOM a moment ago is found before the feed brings it.
    ///
    /// - Returns: The stores that hold it, at least one.
    /// - Throws: `.unknownResource`; its provenance names the stores that could not be asked.
    func probe(
        _ level: Level,
        _ id: OrthancID,
        isStrict: Bool
    ) async throws(FederationError) -> [StoreView] {
        var provenance = Provenance()
        provenance.missing = snapshot.stores.filter { !isReachable($0) }.map(\.name)
        let found: [StoreView]
        if negatives.contains(id, at: loop.now) {
            found = []
        } else {
            let outcome = await askAll(level, id)
            found = outcome.holders
            provenance.missing = Array(Set(provenance.missing + outcome.failed)).sorted()
        }
        if !found.isEmpty {
            for view in found { poke(view.name, []) }
            return found
        }
        // What some store might have is not remembered: the next answer must name that store too.
        if provenance.missing.isEmpty { negatives.insert(id, at: loop.now) }
        guard !isStrict || provenance.missing.isEmpty else {
            throw FederationError(.incomplete, doing: "look for resource", provenance: provenance)
        }
        throw FederationError(.unknownResource, doing: "look for resource", provenance: provenance)
    }

    private func askAll(
        _ level: Level,
        _ id: OrthancID
    ) async -> (holders: [StoreView], failed: [StoreName]) {
        let views = slowestFirst(snapshot.stores.filter { isReachable($0) })
        return await withTaskGroup(of: (Int, Bool?).self) { group in
            for (position, view) in views.enumerated() {
                guard let store = store(view.name) else { continue }
                group.addTask(executorPreference: loop) { [limits] in
                    let exists = try? await store.exists(level, id, within: limits.probe)
                    return (position, exists)
                }
            }
            var holders: [StoreView] = []
            var failed: [StoreName] = []
            for await (position, exists) in group {
                guard let exists else {
                    failed.append(views[position].name)
                    continue
                }
                if exists { holders.append(views[position]) }
            }
            return (holders.sorted { $0.name < $1.name }, failed)
        }
    }
}
