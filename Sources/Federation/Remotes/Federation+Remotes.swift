import EventLoop
import GlobalIndex
import JSONText
package import OrthancClient
package import OrthancModel

/// Where something is done that one store does for all: sending, asking other servers.
package struct Delegate: Sendable {
    package let view: StoreView
    let store: Store
    /// The store knows the remote.
    let isKnown: Bool
    /// The remote's name in that store.
    package let name: String
}

/// The modalities or peers of one store, by name.
private typealias Known = (view: StoreView, remotes: JSONObject)

extension Federation {
    // MARK: Which store

    /// Stores in the order in which they act for all: the one of the configuration, then by
    /// priority and name.
    package var delegates: [StoreView] {
        let all = ordered(snapshot.stores.map(\.key))
        guard let chosen = delegateStore else { return all }
        return all.filter { $0.name == chosen } + all.filter { $0.name != chosen }
    }

    /// The first store that can act now.
    ///
    /// - Parameter chosen: The store that the caller wants.
    /// - Throws: `.unavailable` when it, or all of them, are down.
    package func delegate(_ chosen: StoreName?) throws(FederationError) -> Delegate {
        let candidates = delegates.filter { chosen == nil || $0.name == chosen }
        for view in candidates {
            guard isReachable(view), let store = store(view.name) else { continue }
            return Delegate(view: view, store: store, isKnown: true, name: "")
        }
        throw FederationError(.unavailable(candidates.map(\.name)), doing: "find a delegate")
    }

    /// The store that acts for all towards one remote: the first that knows it.
    ///
    /// `name@store` names the store. A name that nobody knows leads to the first store that could
    /// do it, for its own words about that.
    ///
    /// - Throws: `.unavailable` when no store that is up knows it, and some are down.
    package func delegate(
        to name: String,
        _ kind: RemoteKind,
        chosen: StoreName?,
        can isAble: (StoreVersion) -> Bool = { _ in true }
    ) async throws(FederationError) -> Delegate {
        let (local, named) = split(name)
        let wanted = named ?? chosen
        var missing: [StoreName] = []
        var best: (delegate: Delegate, rank: Int)?
        for view in delegates where wanted == nil || view.name == wanted {
            guard isReachable(view), let store = store(view.name) else {
                missing.append(view.name)
                continue
            }
            let request = StoreRequest(.get, [kind.rawValue, local], within: limits.silence)
            guard let answer = try? await store.collect(request, limitBytes: 1 << 20) else {
                missing.append(view.name)
                continue
            }
            let found = Delegate(
                view: view,
                store: store,
                isKnown: answer.status == 200,
                name: local
            )
            let can = view.version.map(isAble) ?? false
            if found.isKnown, can { return found }
            let rank = found.isKnown ? 2 : can ? 1 : 0
            if rank > best?.rank ?? -1 { best = (found, rank) }
        }
        guard missing.isEmpty, let best else {
            throw FederationError(.unavailable(missing), doing: "find who knows a remote")
        }
        return best.delegate
    }

    /// `name@store` in its parts, when there is such a store.
    private func split(_ name: String) -> (local: String, store: StoreName?) {
        guard let at = name.lastIndex(of: "@"),
            let store = StoreName(String(name[name.index(after: at)...])), snapshot[store] != nil
        else { return (name, nil) }
        return (String(name[..<at]), store)
    }

    // MARK: Lists

    /// `/modalities` or `/peers` of all stores by name.
    ///
    /// What another store calls the same but means differently is listed as `name@store` too.
    package func remotes(
        _ kind: RemoteKind,
        isExpanded: Bool,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let (known, missing) = await known(kind)
        var provenance = Provenance()
        provenance.missing = missing
        guard !isStrict || missing.isEmpty else {
            throw FederationError(.incomplete, doing: "list remotes", provenance: provenance)
        }
        guard !known.isEmpty || missing.isEmpty else {
            throw FederationError(.unavailable(missing), doing: "list remotes")
        }
        var all: [String: JSONValue] = [:]
        for (view, remotes) in known {
            for (name, settings) in remotes {
                if let other = all[name] {
                    if RemoteTarget(other) == RemoteTarget(settings) { continue }
                    all["\(name)@\(view.name)"] = settings
                } else {
                    all[name] = settings
                }
            }
        }
        var writer = JSONWriter(.orthanc, capacity: 1024)
        if isExpanded {
            writer.value(.object(JSONObject(all.map { ($0.key, $0.value) })))
        } else {
            writer.array(all.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
        return Answer(writer.bytes, provenance)
    }

    /// In the order of the delegates.
    private func known(_ kind: RemoteKind) async -> (known: [Known], missing: [StoreName]) {
        let views = delegates
        var said = [JSONObject?](repeating: nil, count: views.count)
        await withTaskGroup(of: (Int, JSONObject?).self) { group in
            for (position, view) in views.enumerated() {
                group.addTask(executorPreference: loop) { [self] in
                    let remotes = await remotes(kind, of: view)
                    return (position, remotes)
                }
            }
            for await (position, remotes) in group { said[position] = remotes }
        }
        let pairs = zip(views, said)
        return (
            pairs.compactMap { view, remotes in remotes.map { (view, $0) } },
            pairs.filter { $0.1 == nil }.map(\.0.name).sorted()
        )
    }

    private func remotes(_ kind: RemoteKind, of view: StoreView) async -> JSONObject? {
        guard isReachable(view), let store = store(view.name) else { return nil }
        return try? await store.remotes(kind, within: limits.silence)
    }
}
