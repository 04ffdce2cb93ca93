import EventLoop
import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// Which store sends what, so that each instance goes out once.
struct SendPlan: Sendable {
    struct Part: Sendable, Equatable {
        let store: StoreKey
        /// Whole resources, or instances of one that no store has all of.
        var resources: [OrthancID]
        /// All instances in them.
        var instances: [OrthancID]
    }

    private(set) var parts: [Part] = []

    /// Adds resources to what a store sends.
    mutating func add(_ resources: [OrthancID], of instances: [OrthancID], at store: StoreKey) {
        guard let position = parts.firstIndex(where: { $0.store == store }) else {
            parts.append(Part(store: store, resources: resources, instances: instances))
            return
        }
        parts[position].resources += resources
        parts[position].instances += instances
    }
}

extension Federation {
    /// Shares out resources among the stores that hold them and know the remote.
    ///
    /// - Throws: `.unknownResource`; `.unavailable` when holders that are needed are down; 409 with
    ///   code 46 when a store that is needed does not know the remote.
    func sendPlan(
        _ resources: [OrthancID],
        to name: String,
        _ kind: RemoteKind,
        chosen: StoreName?
    ) async throws(FederationError) -> SendPlan {
        let able = try await stores(knowing: name, kind, chosen: chosen)
        var plan = SendPlan()
        for (level, id) in try await placed(resources) {
            try await share(level, id, among: able, &plan)
        }
        return plan
    }

    private func share(
        _ level: Level,
        _ id: OrthancID,
        among able: [StoreKey],
        _ plan: inout SendPlan
    ) async throws(FederationError) {
        var copies: [(instance: OrthancID, stores: [StoreKey])] = []
        repeat {
            let after = copies.last?.instance
            let page = try await indexed("find copies") { reader throws(IndexError) in
                try await reader.copies(below: level, id, after: after)
            }
            copies += page
            if page.count < 10_000 { break }
        } while true
        let all = copies.map(\.instance)
        if let whole = able.first(where: { key in copies.allSatisfy { $0.stores.contains(key) } }) {
            return plan.add([id], of: all, at: whole)
        }
        for (instance, stores) in copies {
            guard let store = able.first(where: stores.contains) else {
                throw cannotSend(stores)
            }
            plan.add([instance], of: [instance], at: store)
        }
    }

    private func cannotSend(_ stores: [StoreKey]) -> FederationError {
        let views = ordered(stores)
        let down = views.filter { !isReachable($0) }.map(\.name).sorted()
        guard down.isEmpty else { return FederationError(.unavailable(down), doing: "send") }
        let names = views.map(\.name.description).sorted().joined(separator: ", ")
        let details = "The stores that hold it do not know where to send it: \(names)"
        return FederationError(
            .fault(OrthancFault(.duplicateResource, details: details)),
            doing: "send"
        )
    }

    /// Levels of resources, in the order given.
    private func placed(
        _ ids: [OrthancID]
    ) async throws(FederationError) -> [(level: Level, id: OrthancID)] {
        var levels: [OrthancID: Level] = [:]
        for start in stride(from: 0, to: ids.count, by: IndexReader.mostIDs) {
            let chunk = Array(ids[start...].prefix(IndexReader.mostIDs))
            let found = try await indexed("look for resources") { try await $0.levels(of: chunk) }
            levels.merge(found) { first, _ in first }
        }
        var placed: [(level: Level, id: OrthancID)] = []
        for id in ids {
            guard let level = levels[id] else {
                throw FederationError(.unknownResource, doing: "look for resource")
            }
            placed.append((level, id))
        }
        return placed
    }

    /// Stores that are up and know a remote, in the order in which they act. One that means
    /// another server by the name is not among them.
    private func stores(
        knowing name: String,
        _ kind: RemoteKind,
        chosen: StoreName?
    ) async throws(FederationError) -> [StoreKey] {
        let first = try await delegate(to: name, kind, chosen: chosen)
        if chosen != nil || first.name != name { return [first.view.key] }
        let views = delegates.filter { isReachable($0) && $0.key != first.view.key }
        let target = await target(of: name, kind, at: first.store)
        var knowing = [Bool](repeating: false, count: views.count)
        await withTaskGroup(of: (Int, Bool).self) { group in
            for (position, view) in views.enumerated() {
                guard let store = store(view.name) else { continue }
                group.addTask(executorPreference: loop) {
                    let other = await self.target(of: name, kind, at: store)
                    return (position, other != nil && other == target)
                }
            }
            for await (position, knows) in group { knowing[position] = knows }
        }
        return [first.view.key] + zip(views, knowing).filter(\.1).map(\.0.key)
    }

    private func target(
        of name: String,
        _ kind: RemoteKind,
        at store: Store
    ) async -> RemoteTarget? {
        let path = [kind.rawValue, name, "configuration"]
        let request = StoreRequest(.get, path, within: limits.silence)
        guard let answer = try? await store.collect(request, limitBytes: 1 << 20),
            answer.status == 200
        else { return nil }
        return (try? JSONValue(answer.body)).flatMap { RemoteTarget($0) }
    }
}
