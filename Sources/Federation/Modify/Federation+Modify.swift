import Basics
import EventLoop
import GlobalIndex
import JSONText
package import OrthancModel

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
    ///   - name: Of the path, as it stands there; nil for a bulk operation.
    ///   - text: The client's body; no store sees it before it was read here.
    ///   - limitBytes: Most that may be copied to that store.
    ///   - isConfirmed: The caller knows that a patient's copies disagree on who that is.
    /// - Throws: `.fault` in Orthanc's words, also for what the store refused; 409 with code 46 for
    ///   too much to copy and for a patient of two persons; `.unavailable` with nothing changed.
    package func modify(
        _ operation: ModifyRequest.Operation,
        _ level: Level,
        _ name: String?,
        body text: [UInt8],
        limitBytes: Int64,
        isConfirmed: Bool
    ) async throws(FederationError) -> ModifyAnswer {
        let request = try await judged(operation, level, name, text)
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
