import GlobalIndex
import Journal
import JSONText
import OrthancClient
import OrthancModel

extension ModifyRun {
    /// How long a store may take to accept a job.
    private static var submitTime: Duration { .seconds(5) }
    /// How long after it was written down a submission can still reach its store: its time, and as
    /// long as a claim may have stood still before it.
    private static var settledAfterSeconds: Double { 15 }

    /// Statuses that a proxy, or a store in trouble, also gives after the job was taken: no refusals.
    private static var mayHaveIt: Set<Int> { [408, 502, 503, 504] }

    private var group: ModifyProgress.Group { progress.groups[progress.current] }

    /// Has the group in hand done by its store, once, and checked.
    func executeGroup() async throws(JobStop) {
        let part = try await begunPart()
        var ended: StoreJob?
        if let local = try await locate(part) {
            ended = try await follow(local)
        }
        try await judge(part, ended)
    }

    // MARK: Beginning

    /// The part that does the group in hand: the one that was begun, or a new one.
    private func begunPart() async throws(JobStop) -> JobPart {
        let parts = try await job.write { try await $0.parts(of: self.claim.job) }
        if let number = progress.part, let part = parts.first(where: { $0.number == number }) {
            isInterrupted = true
            return part
        }
        isInterrupted = false
        if job.wish == .cancel { try await undo(nil, .canceled) }
        if job.wish == .pause { throw .paused }
        let store = try job.need(group.store)
        let last: Int64
        do { last = try await store.lastChange() } catch { throw .wait(.seconds(1)) }
        let part = JobPart(
            number: (parts.last?.number ?? 0) + 1,
            store: group.store,
            nonce: JobNonce.random(),
            storeLast: last
        )
        progress.part = part.number
        progress.splitUID = nil
        progress.attempts += 1
        let checkpoint = progress.json
        try await job.write { writer in
            try await writer.addPart(part, of: self.claim)
            _ = try await writer.saveJob(self.claim, checkpoint: checkpoint)
        }
        try await submit(part, to: store)
        return try await job.write { try await $0.parts(of: self.claim.job) }
            .first { $0.number == part.number } ?? part
    }

    private func submit(_ part: JobPart, to store: Store) async throws(JobStop) {
        let body = request.body(
            for: group.resources,
            priority: JobNonce.priority(request.priority, nonce: part.nonce)
        )
        try job.assertFresh()
        let local: String
        do {
            local = try await store.submit(request.path, body, within: Self.submitTime)
        } catch {
            try await refused(error)
            return
        }
        try await job.write { writer in
            try await writer.setLocal(local, of: part.number, of: self.claim)
        }
    }

    /// Returns when the store may have the job all the same.
    private func refused(_ error: StoreError) async throws(JobStop) {
        if case .status(let status) = error.kind, !Self.mayHaveIt.contains(status) {
            let fault = StoreFault(error)
            try await undo(nil, .failed(fault.status, details: fault.details))
        }
        guard !error.bytesSent else { return }
        // It never left: another part will do it.
        progress.part = nil
        progress.attempts -= 1
        try await save()
        throw .wait(.milliseconds(500))
    }

    // MARK: Finding it again

    /// The store's own identifier of a part; nil when the store never got it, or lost it.
    private func locate(_ part: JobPart) async throws(JobStop) -> String? {
        if let local = part.local { return local }
        let priority = JobNonce.priority(request.priority, nonce: part.nonce)
        var age = part.ageSeconds
        while true {
            let store = try job.need(part.store)
            let jobs: [StoreJob]
            do { jobs = try await store.jobs() } catch { throw .wait(.seconds(1)) }
            if let found = jobs.first(where: { $0.priority == priority }) {
                try await job.write { writer in
                    try await writer.setLocal(found.id, of: part.number, of: self.claim)
                }
                return found.id
            }
            guard age < Self.settledAfterSeconds else { return nil }
            try await job.pause(.milliseconds(500))
            age += 0.5
        }
    }

    // MARK: Following

    /// Watches the store's job to its end.
    ///
    /// - Returns: nil when the store no longer knows it.
    private func follow(_ local: String) async throws(JobStop) -> StoreJob? {
        var rest = Duration.milliseconds(4)
        var seen = -1.0
        while true {
            let store = try job.need(group.store)
            let found: StoreJob?
            do { found = try await store.job(local) } catch { throw .wait(.seconds(1)) }
            guard let now = found else { return nil }
            try await noteSplit(now)
            if now.progress != seen || now.state.isFinal {
                seen = now.progress
                let content = remembering(now)
                try await job.save(
                    content: content,
                    progress: (Double(progress.current) + seen) / Double(progress.groups.count)
                )
            }
            if now.state.isFinal { return now }
            try await obey(now, at: store)
            try await job.pause(rest)
            rest = min(rest * 2, .milliseconds(250))
        }
    }

    /// Where a split puts what it makes: written down when it is first said, as all is judged by it.
    private func noteSplit(_ now: StoreJob) async throws(JobStop) {
        guard request.operation == .split, progress.splitUID == nil,
            let uid = now.contentText("TargetStudyUID")
        else { return }
        progress.splitUID = uid
        try await save()
    }

    /// What people want of the job is asked of the store's own.
    private func obey(_ now: StoreJob, at store: Store) async throws(JobStop) {
        switch (job.wish, now.state) {
        case (.cancel, _): _ = try? await store.act(.cancel, on: now.id)
        case (.pause, .paused): throw .paused
        case (.pause, _): _ = try? await store.act(.pause, on: now.id)
        case (.none, .paused): _ = try? await store.act(.resume, on: now.id)
        default: break
        }
    }

    /// The store's Content with what it said before: an older Orthanc forgets the result's
    /// identifier when it starts again.
    private func remembering(_ now: StoreJob) -> [UInt8] {
        let before = try? JSONValue(job.content).object
        guard let fresh = try? JSONValue(now.content).object else { return now.content }
        job.content = JSONValue.object(fresh.adding(before ?? JSONObject())).text(.compact)
        return job.content
    }
}

/// A store's refusal in Orthanc's terms.
struct StoreFault {
    let status: OrthancStatus
    let details: String

    init(_ error: StoreError) {
        let root = try? JSONDocument(error.body).root
        let code = Int(clamping: root?["OrthancStatus"]?.integer ?? -1)
        status = OrthancStatus(rawValue: code) ?? .internalError
        details = root?["Details"]?.string ?? ""
    }
}

extension JSONObject {
    /// These members and those of `other` that are missing here, ascending by name.
    func adding(_ other: JSONObject) -> JSONObject {
        let mine = Set(map(\.key))
        let members = map { $0 } + other.filter { !mine.contains($0.key) }
        return JSONObject(members.sorted { $0.key < $1.key })
    }
}
