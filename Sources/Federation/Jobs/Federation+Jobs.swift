internal import Basics
internal import EventLoop
package import GlobalIndex
import JSONText
package import OrthancClient
package import OrthancModel

/// What a new job becomes for the one who asked for it.
extension Federation {
    /// Writes a job down and has it begun. From here on it is done, whatever becomes of the caller.
    package func submit(_ job: NewJob) async throws(FederationError) -> JobID {
        do {
            let id = try await index.write { try await $0.addJob(job) }
            begin(id)
            return .gateway(id)
        } catch {
            throw FederationError(
                error.kind == .commitUnknown ? .outcomeUnknownInIndex : .indexUnavailable,
                doing: "write job",
                cause: "\(error.kind)"
            )
        }
    }

    /// Waits until one of the gateway's own jobs has ended.
    ///
    /// - Throws: `.cancelled` when the caller went away; the job goes on.
    package func ended(_ id: JobID) async throws(FederationError) -> JobRecord {
        guard case .gateway(let uuid) = id else { preconditionFailure("\(id) is not ours") }
        while true {
            await runJob?(uuid)
            let record: JobRecord?
            do {
                record = try await index.reader.job(uuid)
            } catch {
                throw FederationError(.outcomeUnknownInIndex, doing: "look for job")
            }
            guard let record else {
                throw FederationError(.outcomeUnknownInIndex, doing: "look for job")
            }
            if record.state.isFinal { return record }
            // Another gateway has it, or it waits for something.
            do {
                try await loop.sleep(for: .milliseconds(200))
            } catch {
                throw FederationError(.cancelled, doing: "wait for job")
            }
        }
    }

    /// Remembers a job that a store has just begun for a caller, so that its end stays known.
    ///
    /// Without the index the store alone knows it.
    package func track(_ id: BoundID) async {
        try? await index.write { try await $0.track(id) }
    }

    // MARK: Reading

    /// `/jobs`: the gateway's own, those remembered, and what stores show now, by identifier.
    package func jobs(
        isExpanded: Bool,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let own = try await indexed("list jobs") { reader throws(IndexError) in
            try await reader.jobs()
        }
        let remembered = try await indexed("list jobs") { reader throws(IndexError) in
            try await reader.storeJobs()
        }
        let parts = try await indexed("list jobs") { reader throws(IndexError) in
            try await reader.partJobs()
        }
        let (live, missing) = await liveJobs()
        var provenance = Provenance()
        provenance.missing = missing
        guard !isStrict || missing.isEmpty else {
            throw FederationError(.incomplete, doing: "list jobs", provenance: provenance)
        }
        var list = JobList(own: own.filter { $0.kind != GuardKind.key })
        list.add(remembered: remembered, live: live, hiding: parts)
        return Answer(list.text(isExpanded: isExpanded), provenance)
    }

    private func liveJobs() async -> (jobs: [BoundID: [UInt8]], missing: [StoreName]) {
        await withTaskGroup(of: (StoreView, [StoreJob]?).self) { group in
            var missing: [StoreName] = []
            for view in snapshot.stores {
                guard isReachable(view), let store = store(view.name) else {
                    missing.append(view.name)
                    continue
                }
                group.addTask(executorPreference: loop) { [limits] in
                    let jobs = try? await store.jobs(within: limits.probe)
                    return (view, jobs)
                }
            }
            var found: [BoundID: [UInt8]] = [:]
            for await (view, jobs) in group {
                guard let jobs else {
                    missing.append(view.name)
                    continue
                }
                for job in jobs { found[BoundID(store: view.key, local: job.id)] = job.text }
            }
            return (found, missing.sorted())
        }
    }

    /// One job as Orthanc shows it.
    ///
    /// A job that its store has forgotten, or whose store is down, is shown as last seen.
    ///
    /// - Returns: nil when nobody knows it.
    /// - Throws: `.unavailable` when its store alone knows it and is down.
    package func job(_ id: JobID) async throws(FederationError) -> [UInt8]? {
        var writer = JSONWriter(.orthanc, capacity: 2048)
        switch id {
        case .gateway(let uuid):
            guard let record = try await record(uuid) else { return nil }
            JobText.write(record, to: &writer)
        case .bound(let id):
            guard let text = try await text(of: id) else { return nil }
            JobText.write(text, as: id, to: &writer)
        }
        return writer.bytes
    }

    private func text(of id: BoundID) async throws(FederationError) -> [UInt8]? {
        guard let view = snapshot[id.store] else { return nil }
        let remembered = try await indexed("look for job") { reader throws(IndexError) in
            try await reader.storeJob(id)
        }
        if remembered?.isHidden == true { return nil }
        if isReachable(view), let store = store(view.name) {
            do {
                if let job = try await store.job(id.local) { return job.text }
                return remembered?.text
            } catch {
                guard remembered?.text != nil else {
                    throw FederationError(.unavailable([view.name]), doing: "look for job")
                }
            }
        }
        if let text = remembered?.text { return text }
        throw FederationError(.unavailable([view.name]), doing: "look for job")
    }

    /// One of the gateway's own jobs; nil when there is none such.
    package func record(_ uuid: String) async throws(FederationError) -> JobRecord? {
        try await indexed("look for job") { reader throws(IndexError) in
            try await reader.job(uuid)
        }
    }

    // MARK: Acting

    /// Cancels, pauses, resumes or submits again.
    ///
    /// - Returns: false when Orthanc would refuse, for an unknown job too.
    package func act(
        _ action: JobAction,
        on id: JobID
    ) async throws(FederationError) -> Bool {
        switch id {
        case .gateway(let uuid):
            let done = try await writing("change job") { try await $0.act(action, on: uuid) }
            if done == true { begin(uuid) }
            return done ?? false
        case .bound(let id):
            guard let (_, store) = try home(of: id) else { return false }
            do {
                return try await store.act(action, on: id.local)
            } catch {
                throw failed(error, at: store.name, doing: "change job")
            }
        }
    }

    /// Forgets a job that has ended.
    ///
    /// - Returns: false when nobody knows it, or it runs.
    package func removeJob(_ id: JobID) async throws(FederationError) -> Bool {
        switch id {
        case .gateway(let uuid):
            return try await writing("remove job") { try await $0.removeJob(uuid) }
        case .bound(let id):
            guard let (view, store) = try home(of: id) else { return false }
            do {
                guard let job = try await store.job(id.local) else { return try await hide(id) }
                guard job.state.isFinal else { return false }
                if view.version.map({ Capabilities(version: $0).deletesJobs }) == true {
                    _ = try await store.deleteJob(id.local)
                }
            } catch {
                guard let error = error as? StoreError else { throw asFederationError(error) }
                throw failed(error, at: store.name, doing: "remove job")
            }
            try await writing("remove job") { try await $0.track(id) }
            return try await hide(id)
        }
    }

    /// - Returns: false when it was not remembered, or hidden already.
    private func hide(_ id: BoundID) async throws(FederationError) -> Bool {
        let remembered = try await indexed("look for job") { reader throws(IndexError) in
            try await reader.storeJob(id)
        }
        guard let remembered, !remembered.isHidden else { return false }
        try await writing("remove job") {
            try await $0.saw(id, nil, isFinal: true, isHidden: true)
        }
        return true
    }

    /// Asks the store of a job for something below it.
    ///
    /// - Returns: nil when there is no such store.
    package func askJob(
        _ id: BoundID,
        _ request: StoreRequest
    ) async throws(FederationError) -> OwnedAnswer? {
        guard let (view, store) = try home(of: id) else { return nil }
        do {
            let stream = try await store.open(request)
            var provenance = Provenance()
            provenance.servedBy = view.name
            return OwnedAnswer(
                status: stream.status,
                headers: stream.headers,
                length: stream.length,
                body: stream.body,
                provenance: provenance
            )
        } catch {
            throw failed(error, at: view.name, doing: "ask for job output")
        }
    }

    // MARK: Pieces

    private func begin(_ job: String) {
        guard let runJob else { return }
        loop.spawn { await runJob(job) }
    }

    private func home(of id: BoundID) throws(FederationError) -> (StoreView, Store)? {
        guard let view = snapshot[id.store] else { return nil }
        guard isReachable(view), let store = store(view.name) else {
            throw FederationError(.unavailable([view.name]), doing: "look for job")
        }
        return (view, store)
    }

    private func failed(
        _ error: StoreError,
        at name: StoreName,
        doing action: String
    ) -> FederationError {
        FederationError(
            error.bytesSent ? .outcomeUnknown(name) : .unavailable([name]),
            doing: action,
            cause: "\(error.kind)"
        )
    }

    private func asFederationError(_ error: any Error) -> FederationError {
        error as? FederationError ?? FederationError(.cancelled, doing: "change job")
    }

    func writing<Answer>(
        _ action: String,
        _ body: (IndexWriter) async throws -> Answer
    ) async throws(FederationError) -> Answer {
        do {
            return try await index.write(body)
        } catch {
            throw FederationError(
                error.kind == .commitUnknown ? .outcomeUnknownInIndex : .indexUnavailable,
                doing: action,
                cause: "\(error.kind)"
            )
        }
    }
}
