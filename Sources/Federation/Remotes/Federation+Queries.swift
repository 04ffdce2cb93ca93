import EventLoop
package import GlobalIndex
import JSONText
package import OrthancClient
package import OrthancModel

extension Federation {
    /// Begins a query at a modality; it lives in the store that asks.
    package func query(
        _ name: String,
        _ request: StoreRequest,
        owner: String,
        chosen: StoreName?
    ) async throws(FederationError) -> DelegatedAnswer {
        let delegate = try await delegate(to: name, .modalities, chosen: chosen)
        var request = request
        request.path = ["modalities", delegate.name, "query"]
        let result = try await perform(request, at: delegate)
        await remember(result, owner: owner, remote: name)
        return result
    }

    /// `/queries`: those that the caller has made and that stores still know.
    package func queries(
        of owner: String,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let own = try await indexed("list queries") { reader throws(IndexError) in
            try await reader.queries(of: owner)
        }
        var provenance = Provenance()
        var live: [String] = []
        let keys = Set(own.map(\.store))
        for view in snapshot.stores where keys.contains(view.key) {
            guard let list = await queries(of: view) else {
                provenance.missing.append(view.name)
                continue
            }
            let ids = list.map { BoundID(store: view.key, local: $0) }
            live += ids.filter(own.contains).map(\.description)
        }
        guard !isStrict || provenance.isComplete else {
            throw FederationError(.incomplete, doing: "list queries", provenance: provenance)
        }
        var writer = JSONWriter(.orthanc, capacity: 1024)
        writer.array(live.sorted())
        return Answer(writer.bytes, provenance)
    }

    private func queries(of view: StoreView) async -> [String]? {
        guard isReachable(view), let store = store(view.name) else { return nil }
        let request = StoreRequest(.get, ["queries"], within: limits.silence)
        guard let answer = try? await store.collect(request, limitBytes: 1 << 20),
            answer.status == 200, let list = (try? JSONValue(answer.body))?.array
        else { return nil }
        return list.compactMap(\.string)
    }

    /// Anything below `/queries/{id}`, at the store where it lives.
    ///
    /// - Parameter request: Its path begins behind the identifier.
    package func askQuery(
        _ id: BoundID,
        _ request: StoreRequest,
        owner: String
    ) async throws(FederationError) -> DelegatedAnswer {
        let remote = try await remote(of: id, askedBy: owner)
        guard let view = snapshot[id.store] else {
            throw FederationError(.unknownResource, doing: "ask query")
        }
        let delegate = try delegate(view.name)
        var request = request
        let below = request.path
        request.path = ["queries", id.local] + below
        let result = try await perform(request, at: delegate)
        switch below.last {
        case "retrieve": pokeAll()
        case "query-studies", "query-series", "query-instances":
            await remember(result, owner: owner, remote: remote ?? "")
        case nil where request.method == .delete:
            try await writing("forget query") { try await $0.remove(query: id) }
        default: break
        }
        return result.naming(id)
    }

    /// The name under which the modality of a query is known here; nil for a query that was not
    /// asked through the gateway.
    ///
    /// - Throws: `.unknownResource` when somebody else has asked it.
    package func remote(
        of id: BoundID,
        askedBy owner: String
    ) async throws(FederationError) -> String? {
        let origin = try await indexed("look for query") { reader throws(IndexError) in
            try await reader.origin(of: id)
        }
        guard let origin else { return nil }
        guard origin.owner == owner else {
            throw FederationError(.unknownResource, doing: "look for query")
        }
        return origin.remote
    }

    private func remember(
        _ result: DelegatedAnswer,
        owner: String,
        remote: String
    ) async {
        guard result.answer.status == 200,
            let id = (try? JSONValue(result.answer.body))?["ID"]?.string.flatMap({ BoundID($0) })
        else { return }
        // Without its row a query works, and is missing from its owner's list.
        try? await index.write { try await $0.add(query: id, owner: owner, remote: remote) }
    }
}

extension DelegatedAnswer {
    /// The same refusal with the query's name here, which is what the client asked for.
    fileprivate func naming(_ id: BoundID) -> DelegatedAnswer {
        let local = "/queries/\(id.local)"
        guard answer.status >= 400, answer.body.count < 4096,
            let object = (try? JSONValue(answer.body))?.object,
            let uri = object["Uri"]?.string, uri.hasPrefix(local)
        else { return self }
        let named = ("Uri", JSONValue.string("/queries/\(id)" + uri.dropFirst(local.count)))
        return DelegatedAnswer(
            answer: StoreAnswer(
                status: answer.status,
                headers: answer.headers,
                body: JSONValue.object(JSONObject(object.map { $0 } + [named])).text(.orthancError)
            ),
            provenance: provenance
        )
    }
}
