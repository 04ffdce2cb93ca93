import Basics
import GlobalIndex
import JSONText
package import OrthancClient
package import OrthancModel

/// What one store has answered for all.
package struct DelegatedAnswer: Sendable {
    package let answer: StoreAnswer
    package let provenance: Provenance
}

extension Federation {
    /// How long one call to another server may take: what it does there is not ours to limit.
    private static let patience: Duration = .seconds(3600)

    /// Has a store do something, once: nothing is repeated, here or at another store.
    ///
    /// An answer that names a new job or query of the store bears the identifier under which it is
    /// found here.
    ///
    /// - Parameter request: Its path begins behind the store's root.
    /// - Throws: `.unavailable` when nothing was sent, `.outcomeUnknown` otherwise.
    package func perform(
        _ request: StoreRequest,
        at delegate: Delegate
    ) async throws(FederationError) -> DelegatedAnswer {
        var request = request
        request.firstByte = Self.patience
        try refuseHarm(request)
        let answer: StoreAnswer
        do {
            answer = try await delegate.store.collect(request, limitBytes: 64 << 20)
        } catch {
            guard !Task.isCancelled else { throw FederationError(.cancelled, doing: "delegate") }
            throw FederationError(
                error.bytesSent
                    ? .outcomeUnknown(delegate.view.name) : .unavailable([delegate.view.name]),
                doing: "delegate",
                cause: "\(error.kind)"
            )
        }
        guard request.method == .get || !answer.isDoubtful else {
            throw FederationError(
                .outcomeUnknown(delegate.view.name),
                doing: "delegate",
                cause: "status \(answer.status)"
            )
        }
        var provenance = Provenance()
        provenance.servedBy = delegate.view.name
        return DelegatedAnswer(
            answer: await named(answer, at: delegate.view.key),
            provenance: provenance
        )
    }

    /// `POST /{modalities,peers}/{name}/{operation}`, at a store that knows the name.
    package func call(
        _ operation: String,
        of name: String,
        _ kind: RemoteKind,
        _ request: StoreRequest,
        chosen: StoreName?
    ) async throws(FederationError) -> DelegatedAnswer {
        try refuseHarm(request)
        let isGet = operation == "get"
        let delegate = try await delegate(to: name, kind, chosen: chosen) {
            !isGet || Capabilities(version: $0).retrievesByGet
        }
        guard
            !isGet
                || delegate.view.version.map({ Capabilities(version: $0).retrievesByGet }) == true
        else {
            throw FederationError(
                .fault(
                    OrthancFault(
                        .notImplemented,
                        details: "No store that knows this modality can do C-GET",
                        httpStatus: 501
                    )
                ),
                doing: "delegate"
            )
        }
        var request = request
        request.path = [kind.rawValue, delegate.name] + request.path
        let result = try await perform(request, at: delegate)
        if operation.hasPrefix("find"), case .bytes(let body) = request.body,
            let mistake = RemoteQuestion.mistake(body, result.answer)
        {
            throw FederationError(.fault(mistake), doing: "ask a modality")
        }
        if ["get", "move"].contains(operation) { pokeAll() }
        return result
    }

    /// A body that would lead a store's JSON reader too deep never reaches one.
    private func refuseHarm(_ request: StoreRequest) throws(FederationError) {
        guard case .bytes(let body) = request.body, !JSONDepth.isHarmless(body) else { return }
        throw FederationError(.fault(OrthancFault(.badFileFormat)), doing: "delegate")
    }

    /// Something may have come into any store.
    func pokeAll() {
        for view in snapshot.stores { poke(view.name, []) }
    }

    // MARK: Identifiers

    /// The same answer with our identifier for the job or query that it names.
    private func named(_ answer: StoreAnswer, at store: StoreKey) async -> StoreAnswer {
        guard answer.status == 200, answer.body.count < 4096,
            let object = (try? JSONValue(answer.body))?.object,
            let local = object["ID"]?.string, let path = object["Path"]?.string,
            let kind = ["jobs", "queries"].first(where: { path == "/\($0)/\(local)" }),
            BoundID.isUUID(local.utf8)
        else { return answer }
        let id = BoundID(store: store, local: local)
        if kind == "jobs" { await track(id) }
        let members =
            object.map { $0 } + [
                ("ID", .string(id.description)), ("Path", .string("/\(kind)/\(id)")),
            ]
        return StoreAnswer(
            status: 200,
            headers: answer.headers,
            body: JSONValue.object(JSONObject(members)).text()
        )
    }
}
