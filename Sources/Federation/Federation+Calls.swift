internal import EventLoop
package import GlobalIndex
internal import JSONText
internal import Journal
package import OrthancClient
package import OrthancModel

/// A small answer that some store gave, or that stands for one that will be given.
package struct CallAnswer: Sendable {
    package let status: Int
    package let headers: [(String, String)]
    package let body: [UInt8]
    package let provenance: Provenance
}

/// A write on one resource that every holder has to carry out.
package struct HolderCall: Sendable {
    package let kind: CallKind
    package let level: Level
    package let id: OrthancID
    package let method: StoreRequest.Method
    /// Below the resource, in decoded segments.
    package let path: [String]
    package let body: [UInt8]?
    package let ifMatch: String?

    package init(
        _ kind: CallKind,
        _ level: Level,
        _ id: OrthancID,
        _ method: StoreRequest.Method,
        _ path: [String],
        body: [UInt8]? = nil,
        ifMatch: String? = nil
    ) {
        self.kind = kind
        self.level = level
        self.id = id
        self.method = method
        self.path = path
        self.body = body
        self.ifMatch = ifMatch
    }

    /// As Orthanc answers success.
    fileprivate var success: StoreAnswer {
        let isJSON = kind == .compression || kind == .attachment && method == .put
        return StoreAnswer(
            status: 200,
            headers: [("Content-Type", isJSON ? "application/json" : "text/plain")],
            body: isJSON ? Array("{}".utf8) : []
        )
    }
}

extension Federation {
    /// Largest body that is kept for stores that are down.
    private static var keptBytes: Int { 16 << 20 }

    /// Has a write carried out at every holder: written down, decided by one of them, done at the
    /// others now or when they can.
    ///
    /// - Throws: `.unknownResource`; `.unavailable` for a strict caller while a holder is down, and
    ///   for everybody when the body is too large to be kept for it; nothing is changed then.
    ///   `.outcomeUnknown` when one may have done it and no other did.
    package func callHolders(
        _ call: HolderCall,
        isStrict: Bool
    ) async throws(FederationError) -> CallAnswer {
        let resource = try await known(call.level, call.id, isStrict: isStrict)
        try refuseHarm(call)
        try checkHolders(resource, call, isStrict)
        let written = OwedCall(
            method: call.method.rawValue,
            path: [call.level.pathName, call.id.description] + call.path,
            body: call.body,
            ifMatch: call.ifMatch
        )
        let outcome: CallOutcome?
        do {
            outcome = try await calls.call(call.kind, call.level, call.id, written)
        } catch {
            throw FederationError(begun: error)
        }
        guard let outcome else { throw FederationError(.unknownResource, doing: "call holders") }
        if call.kind == .reconstruct, outcome.servedBy != nil {
            await refresh(call.level, call.id, at: ordered(resource.holders.map(\.store)))
        }
        return try answer(to: call, outcome)
    }

    /// Stores from 1.12 on read the body of a reconstruction, end when it leads too deep, and refuse
    /// what older ones do not even look at: one of each would owe it for ever.
    private func refuseHarm(_ call: HolderCall) throws(FederationError) {
        guard call.kind == .reconstruct, let body = call.body, !body.isEmpty else { return }
        guard JSONDepth.isHarmless(body) else {
            throw FederationError(.fault(OrthancFault(.badFileFormat)), doing: "reconstruct")
        }
        guard let value = try? JSONValue(body), value != .null else { return }
        guard let object = value.object else {
            throw FederationError(.fault(.mistyped), doing: "reconstruct")
        }
        for name in ["ReconstructFiles", "LimitToThisLevelMainDicomTags"] {
            guard let flag = object[name], flag.boolean == nil else { continue }
            throw FederationError(.fault(OrthancFault(.badFileFormat)), doing: "reconstruct")
        }
    }

    private func checkHolders(
        _ resource: IndexedResource,
        _ call: HolderCall,
        _ isStrict: Bool
    ) throws(FederationError) {
        let down = ordered(resource.holders.map(\.store)).filter { !isReachable($0) }.map(\.name)
        guard !down.isEmpty else { return }
        guard !isStrict else { throw FederationError(.unavailable(down), doing: "call holders") }
        guard call.body?.count ?? 0 <= Self.keptBytes else {
            let names = down.map(\.description).joined(separator: ", ")
            let details = "More than \(Self.keptBytes >> 20) MiB can't be kept for: \(names)"
            throw FederationError(
                .fault(OrthancFault(.databaseUnavailable, details: details)),
                doing: "call holders"
            )
        }
    }

    private func answer(
        to call: HolderCall,
        _ outcome: CallOutcome
    ) throws(FederationError) -> CallAnswer {
        var provenance = Provenance()
        provenance.servedBy = outcome.servedBy.flatMap { snapshot[$0]?.name }
        provenance.missing = (outcome.owed + outcome.refused)
            .compactMap { snapshot[$0]?.name }.sorted()
        if let key = outcome.doubtful {
            throw FederationError(
                snapshot[key].map { .outcomeUnknown($0.name) } ?? .outcomeUnknownInIndex,
                doing: "call holders",
                provenance: provenance
            )
        }
        let answer = outcome.answer ?? call.success
        // Clients repeat on these, and a store may have done it.
        guard ![502, 503, 504].contains(answer.status) else {
            throw FederationError(
                .fault(OrthancFault(.networkProtocol, details: "A store answered too late")),
                doing: "call holders",
                provenance: provenance
            )
        }
        var headers = answer.headers
        if !answer.body.isEmpty || answer.status < 300,
            !headers.contains(where: { $0.0.lowercased() == "content-type" })
        {
            headers.append(("Content-Type", "text/plain"))
        }
        return CallAnswer(
            status: answer.status,
            headers: headers,
            body: answer.body,
            provenance: provenance
        )
    }
}

extension FederationError {
    /// The transaction that begins a write failed.
    init(begun error: IndexError) {
        self.init(
            error.kind == .commitUnknown ? .outcomeUnknownInIndex : .indexUnavailable,
            doing: "write intent",
            cause: "\(error.kind)"
        )
    }
}
