import Basics
import EventLoop
import GlobalIndex
import JSONText
import OrthancModel

/// What a modification answers.
package struct ModifyAnswer: Sendable {
    /// JSON: the job's Content, or where the job is.
    package let body: [UInt8]
}

extension Federation {
    /// How long an asynchronous caller waits for the store to accept the job, so that what the
    /// store refuses is refused at once, as Orthanc does.
    private static var acceptTime: Duration { .seconds(5) }

    /// Modifies, anonymizes, merges or splits: once, at one store.
    ///
    /// - Parameters:
    ///   - limitBytes: Most that may be copied to that store.
    ///   - isConfirmed: The caller knows that a patient's copies disagree on who that is.
    /// - Throws: `.fault` in Orthanc's words, also for what the store refused; 409 with code 46 for
    ///   too much to copy and for a patient of two persons; `.unavailable` with nothing changed.
    package func modify(
        _ request: ModifyRequest,
        limitBytes: Int64,
        isConfirmed: Bool
    ) async throws(FederationError) -> ModifyAnswer {
        try await look(for: request)
        try await check(request, limitBytes, isConfirmed)
        var job = NewJob(
            kind: ModifyKind.key,
            type: request.operation.jobType,
            request: request.json,
            content: Array(#"{"Description":"REST API"}"#.utf8)
        )
        job.priority = request.priority
        job.userData = request.userData?.text(.compact)
        let id = try await submit(job)
        guard request.isSynchronous else { return try await accepted(id) }
        let record = try await ended(id)
        guard record.state == .success else { throw await failure(of: record, id) }
        var writer = JSONWriter(.orthanc, capacity: 1024)
        writer.json(record.content)
        return ModifyAnswer(body: writer.bytes)
    }

    // MARK: Before

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

    private func check(
        _ request: ModifyRequest,
        _ limitBytes: Int64,
        _ isConfirmed: Bool
    ) async throws(FederationError) {
        let scope: ModifyScope
        do {
            scope = try await ModifyScope.resolve(request, index.reader)
        } catch let fault as OrthancFault {
            throw FederationError(.fault(fault), doing: "modify")
        } catch let error as IndexError {
            throw FederationError(index: error, doing: "modify")
        } catch {
            throw FederationError(.cancelled, doing: "modify")
        }
        if !request.operation.isBulk, let id = request.id {
            try await confirmPerson(request.level, id, isConfirmed: isConfirmed)
        }
        let candidates = snapshot.stores.filter { isReachable($0) }
            .map(ModifyPlan.Candidate.init)
        do throws(ModifyPlan.Refusal) {
            _ = try scope.groups(among: candidates, limitBytes: limitBytes)
        } catch {
            throw refusal(error)
        }
    }

    private func refusal(_ refusal: ModifyPlan.Refusal) -> FederationError {
        switch refusal {
        case .unreachable(let keys):
            FederationError(
                .unavailable(keys.compactMap { snapshot[$0]?.name }.sorted()),
                doing: "modify"
            )
        case .tooLarge, .nowhere:
            FederationError(
                .fault(OrthancFault(.duplicateResource, details: refusal.text { _ in nil })),
                doing: "modify"
            )
        }
    }

    // MARK: After

    private func accepted(_ id: JobID) async throws(FederationError) -> ModifyAnswer {
        guard case .gateway(let uuid) = id else { preconditionFailure("\(id) is not ours") }
        let began = loop.now
        var rest = Duration.milliseconds(5)
        while began.duration(to: loop.now) < Self.acceptTime {
            guard let record = try? await record(uuid) else { break }
            if record.state == .failure, record.content.isBare {
                throw await failure(of: record, id)
            }
            if record.state.isFinal || !record.content.isBare { break }
            do { try await loop.sleep(for: rest) } catch { break }
            rest = min(rest * 2, .milliseconds(100))
        }
        var writer = JSONWriter(.orthanc, capacity: 128)
        writer.object { writer in
            writer.member("ID", id.description)
            writer.member("Path", "/jobs/\(id)")
        }
        return ModifyAnswer(body: writer.bytes)
    }

    private func failure(of record: JobRecord, _ id: JobID) async -> FederationError {
        // What a store refuses is no job in Orthanc either.
        if record.content.isBare { _ = try? await removeJob(id) }
        let status = OrthancStatus(rawValue: record.errorCode) ?? .internalError
        let details = record.errorDetails.isEmpty ? nil : record.errorDetails
        // Once a store was asked, never an answer on which clients repeat.
        let mayBeRepeated = record.checkpoint == nil || status.httpStatus != 503
        let httpStatus = mayBeRepeated ? status.httpStatus : 500
        let fault = OrthancFault(status, details: details, httpStatus: httpStatus)
        return FederationError(.fault(fault), doing: "modify")
    }
}

extension [UInt8] {
    /// Content of a job of which no store has said anything yet.
    fileprivate var isBare: Bool { count < 40 }
}
