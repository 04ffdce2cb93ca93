import GlobalIndex
import JSONText
package import OrthancClient
package import OrthancModel

extension Federation {
    /// `POST /{modalities,peers}/{name}/store`: each instance from a store that holds it, once.
    ///
    /// One store does it by itself; several under one job of the gateway.
    ///
    /// - Parameter isOurs: Whether `host:port` is this gateway.
    package func send(
        _ body: [UInt8],
        to name: String,
        _ kind: RemoteKind,
        chosen: StoreName?,
        isOurs: (String) -> Bool
    ) async throws(FederationError) -> DelegatedAnswer {
        let first = try await delegate(to: name, kind, chosen: chosen)
        if kind == .peers { try await refuseLoop(first, isOurs: isOurs) }
        let path = [kind.rawValue, first.name, "store"]
        guard let question = SendQuestion(body) else {
            return try await perform(StoreRequest(.post, path, body: .bytes(body)), at: first)
        }
        guard first.isKnown else { throw Self.unknown(name, kind) }
        let plan = try await sendPlan(question.resources, to: name, kind, chosen: chosen)
        guard plan.parts.count > 1 else {
            let part = plan.parts[0]
            guard let view = snapshot[part.store] else {
                throw FederationError(.unknownResource, doing: "send")
            }
            let body = SendQuestion.body(
                part.resources,
                question.options,
                isAsynchronous: question.isAsynchronous
            )
            let request = StoreRequest(.post, path, body: .bytes(body))
            return try await perform(request, at: try delegate(view.name))
        }
        let work = SendWork(kind: kind, remote: first.name, question: question, plan: plan)
        return try await send(work, isAsynchronous: question.isAsynchronous)
    }

    private func send(
        _ work: SendWork,
        isAsynchronous: Bool
    ) async throws(FederationError) -> DelegatedAnswer {
        var job = NewJob(
            kind: SendKind.key,
            type: work.kind == .modalities ? "DicomModalityStore" : "OrthancPeerStore",
            request: work.json
        )
        job.priority = Int(clamping: work.options["Priority"]?.integer ?? 0)
        let id = try await submit(job)
        if isAsynchronous {
            let answer = JSONObject([
                ("ID", .string(id.description)), ("Path", .string("/jobs/\(id)")),
            ])
            return Self.answered(JSONValue.object(answer).text())
        }
        let record = try await ended(id)
        guard record.state == .success else {
            let status = OrthancStatus(rawValue: record.errorCode) ?? .internalError
            throw FederationError(
                .fault(OrthancFault(status, details: record.errorDetails, httpStatus: 500)),
                doing: "send"
            )
        }
        return Self.answered(((try? JSONValue(record.content)) ?? .object(JSONObject())).text())
    }

    /// As Orthanc says it, before it looks at what is to be sent.
    static func unknown(_ name: String, _ kind: RemoteKind) -> FederationError {
        let status: OrthancStatus = kind == .modalities ? .inexistentItem : .unknownResource
        let details = "No \(kind.noun) with symbolic name: \(name)"
        return FederationError(.fault(OrthancFault(status, details: details)), doing: "send")
    }

    static func answered(_ body: [UInt8]) -> DelegatedAnswer {
        let type = ("Content-Type", "application/json; charset=utf-8")
        return DelegatedAnswer(
            answer: StoreAnswer(status: 200, headers: [type], body: body),
            provenance: Provenance()
        )
    }

    /// A peer that is one of our stores, or ourselves, would get what it has.
    private func refuseLoop(
        _ first: Delegate,
        isOurs: (String) -> Bool
    ) async throws(FederationError) {
        let request = StoreRequest(
            .get,
            ["peers", first.name, "configuration"],
            within: limits.silence
        )
        guard let answer = try? await first.store.collect(request, limitBytes: 1 << 20),
            answer.status == 200, let url = (try? JSONValue(answer.body)).flatMap(Self.url),
            isLoop(url, isOurs: isOurs)
        else { return }
        let details = "The peer is this gateway or one of its stores"
        throw FederationError(
            .fault(OrthancFault(.parameterOutOfRange, details: details)),
            doing: "send"
        )
    }

    /// `POST /{modalities,peers}/{name}/store-straight`: a file that no store keeps.
    ///
    /// Its header is read first: what would harm a store is refused.
    package func sendStraight(
        _ request: StoreRequest,
        to name: String,
        _ kind: RemoteKind,
        chosen: StoreName?
    ) async throws(FederationError) -> DelegatedAnswer {
        guard case .channel(let body, _) = request.body else {
            throw FederationError(.fault(OrthancFault(.badFileFormat)), doing: "send")
        }
        let delegate = try await delegate(to: name, kind, chosen: chosen)
        guard delegate.isKnown else { throw Self.unknown(name, kind) }
        _ = try await readHeader(body)
        var request = request
        request.path = [kind.rawValue, delegate.name, "store-straight"]
        return try await perform(request, at: delegate)
    }
}
