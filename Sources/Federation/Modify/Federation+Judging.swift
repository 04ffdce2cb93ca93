import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// What is refused before a job is made and anything is copied for it.
extension Federation {
    /// Reads a client's body, and looks for what the path names where Orthanc does so first.
    func judged(
        _ operation: ModifyRequest.Operation,
        _ level: Level,
        _ name: String?,
        _ text: [UInt8]
    ) async throws(FederationError) -> ModifyRequest {
        let value: JSONValue
        do { value = try JSONValue(text) } catch { throw refusing(OrthancFault(.badFileFormat)) }
        let id = name.flatMap { OrthancID($0) }
        if operation.findsStudyFirst { try await find(id, or: operation.unknown(name ?? "")) }
        let request: ModifyRequest
        do {
            request = try ModifyRequest(operation, level, id, value)
        } catch {
            throw refusing(error)
        }
        if name != nil, id == nil { throw refusing(request.unknown) }
        return request
    }

    /// Has the index know what is asked for, and the stores that are to do it judge the body.
    func check(
        _ request: ModifyRequest,
        _ limitBytes: Int64,
        _ isConfirmed: Bool
    ) async throws(FederationError) {
        if request.lacksResources { try await refuseUnnamed(request) }
        try await look(for: request)
        let scope = try await scope(of: request)
        try await confirmPersons(in: request, isConfirmed: isConfirmed)
        let candidates = snapshot.stores.filter { isReachable($0) }
            .map(ModifyPlan.Candidate.init)
        let groups: [ModifyScope.Group]
        do {
            groups = try scope.groups(among: candidates, limitBytes: limitBytes)
        } catch {
            throw refusal(error)
        }
        for group in groups { try await rehearse(request, group) }
    }

    /// Neither the one in the path nor any that the body names is two people.
    private func confirmPersons(
        in request: ModifyRequest,
        isConfirmed: Bool
    ) async throws(FederationError) {
        if !request.operation.isBulk, let id = request.id {
            try await confirmPerson(request.level, id, isConfirmed: isConfirmed)
        }
        for id in (request.resources ?? []).compactMap({ OrthancID($0) }) {
            let level = try await indexed("look for resource") { reader throws(IndexError) in
                try await reader.level(of: id)
            }
            guard let level else { continue }
            try await confirmPerson(level, id, isConfirmed: isConfirmed)
        }
    }

    // MARK: Looking

    private func find(_ id: OrthancID?, or unknown: OrthancFault) async throws(FederationError) {
        guard let id else { throw refusing(unknown) }
        do {
            _ = try await known(.study, id, isStrict: false)
        } catch {
            guard error.isUnknownResource, error.provenance.isComplete else { throw error }
            throw refusing(unknown)
        }
    }

    /// What the index doesn't know yet may be in a store since a moment ago.
    ///
    /// Returns also when nobody knows it: that is said in the words of the operation, later.
    private func look(for request: ModifyRequest) async throws(FederationError) {
        if let id = request.id { try await look(for: id, [request.level]) }
        for text in request.resources ?? [] {
            guard let id = OrthancID(text) else { continue }
            let level = try await indexed("look for resource") { reader throws(IndexError) in
                try await reader.level(of: id)
            }
            guard level == nil else { continue }
            try await look(for: id, [.study, .series, .patient, .instance])
        }
    }

    private func look(for id: OrthancID, _ levels: [Level]) async throws(FederationError) {
        for level in levels {
            do {
                _ = try await known(level, id, isStrict: false)
                return
            } catch {
                guard error.isUnknownResource, error.provenance.isComplete else { throw error }
            }
        }
    }

    private func scope(of request: ModifyRequest) async throws(FederationError) -> ModifyScope {
        do {
            return try await ModifyScope.resolve(request, index.reader)
        } catch let fault as OrthancFault {
            throw refusing(fault)
        } catch let error as IndexError {
            throw FederationError(index: error, doing: "modify")
        } catch {
            throw FederationError(.cancelled, doing: "modify")
        }
    }

    // MARK: Judging

    private func rehearse(
        _ request: ModifyRequest,
        _ group: ModifyScope.Group
    ) async throws(FederationError) {
        // What may stand in a merge is known without a store.
        guard request.operation != .merge else { return }
        let witness = group.witness { self.snapshot[$0].map(self.isReachable) ?? false }
        guard let witness, let view = snapshot[witness.store] else { return }
        let rehearsal = ModifyRehearsal(request, part: witness.instance)
        if let fault = await fault(in: rehearsal, at: view) { throw refusing(fault) }
        // Older ones say so when the job runs.
        if request.keepsPatientID, let version = snapshot[group.plan.store]?.version,
            !Capabilities(version: version).keepsPatientIDs
        {
            throw refusing(.patientIDNeeded)
        }
    }

    /// A bulk operation on nothing: any store has the first word on the rest of the body.
    private func refuseUnnamed(_ request: ModifyRequest) async throws(FederationError) {
        let stores = ordered(snapshot.stores.map(\.key))
        if let view = stores.first(where: { isReachable($0) }),
            let fault = await fault(in: ModifyRehearsal(request, part: nil), at: view)
        {
            throw refusing(fault)
        }
        throw refusing(.resourcesNeeded)
    }

    /// - Returns: nil also when the store can't be asked; it judges again when it is to do it.
    private func fault(in rehearsal: ModifyRehearsal, at view: StoreView) async -> OrthancFault? {
        guard isReachable(view), let store = store(view.name) else { return nil }
        do {
            let answer = try await store.call(rehearsal.request)
            return ModifyRehearsal.fault(status: answer.status, body: answer.body)
        } catch {
            return nil
        }
    }

    private func refusing(_ fault: OrthancFault) -> FederationError {
        FederationError(.fault(fault), doing: "modify")
    }

    private func refusal(_ refusal: ModifyPlan.Refusal) -> FederationError {
        switch refusal {
        case .unreachable(let keys):
            FederationError(
                .unavailable(keys.compactMap { snapshot[$0]?.name }.sorted()),
                doing: "modify"
            )
        case .tooLarge, .nowhere:
            refusing(OrthancFault(.duplicateResource, details: refusal.text { _ in nil }))
        }
    }
}

extension OrthancFault {
    fileprivate static let patientIDNeeded = OrthancFault(
        .badRequest,
        details: "When modifying a patient, her PatientID is required to be modified"
    )

    fileprivate static let resourcesNeeded = OrthancFault(
        .badFileFormat,
        details: "List of strings expected in field: Resources"
    )
}
