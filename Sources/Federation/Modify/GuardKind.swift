import GlobalIndex
package import Journal
import JSONText
import OrthancClient
import OrthancModel

/// A job of a store that has ended and was found right, to be looked at once more.
///
/// A store writes down that a job has ended about a tenth of a second later. Killed before that, it
/// starts the job again when it starts, from where it last wrote it down.
struct GuardedPart: Sendable {
    /// The gateway's job.
    let job: String
    let number: Int
    let store: StoreKey
    /// Of a split: StudyInstanceUID of what was made.
    let splitUID: String?
    /// When the store's job ended, in its own words.
    let completionTime: String
    /// What nobody else may modify meanwhile.
    let studies: [OrthancID]

    func newJob(_ request: ModifyRequest) -> NewJob {
        var writer = JSONWriter(.compact)
        writer.object { writer in
            writer.member("Job", job)
            writer.member("Number", number)
            writer.member("Store", store.rawValue)
            if let splitUID { writer.member("SplitUID", splitUID) }
            writer.member("CompletionTime", completionTime)
            writer.member("Studies", studies.map(\.description))
            writer.key("Request")
            writer.raw(request.json)
        }
        return NewJob(kind: GuardKind.key, type: "", request: writer.bytes)
    }

    init(
        job: String,
        number: Int,
        store: StoreKey,
        splitUID: String?,
        completionTime: String,
        studies: [OrthancID]
    ) {
        self.job = job
        self.number = number
        self.store = store
        self.splitUID = splitUID
        self.completionTime = completionTime
        self.studies = studies
    }

    init?(_ root: JSONValue) {
        guard let job = root["Job"]?.string, let number = root["Number"]?.integer,
            let store = root["Store"]?.integer.flatMap({ Int16(exactly: $0) }),
            let time = root["CompletionTime"]?.string,
            let studies = root["Studies"]?.array
        else { return nil }
        self.init(
            job: job,
            number: Int(number),
            store: StoreKey(store),
            splitUID: root["SplitUID"]?.string,
            completionTime: time,
            studies: studies.compactMap { $0.string.flatMap { OrthancID($0) } }
        )
    }
}

/// Looks at a store's job once more when the store has had the time to write down that it ended;
/// not shown to anybody.
package struct GuardKind: JobKind {
    package static let key = "guard"
    private static let delay: Duration = .milliseconds(1500)

    package let name: String = Self.key

    package init() {}

    package func run(_ job: RunningJob) async throws(JobStop) -> [UInt8] {
        guard let root = try? JSONValue(job.record.request, limits: .answer),
            let guarded = GuardedPart(root), let stored = root["Request"],
            let request = ModifyRequest(stored: stored.text(.compact))
        else { throw .failed(.badFileFormat, details: "The job was written by another program") }
        if job.checkpoint == nil {
            try await job.save(checkpoint: Array("{}".utf8))
            throw .wait(Self.delay)
        }
        let parts = try await job.write { try await $0.parts(of: guarded.job) }
        guard let part = parts.last(where: { $0.store == guarded.store }), let local = part.local,
            try await isStartedAgain(local, guarded, job)
        else { return Array("{}".utf8) }
        try await removeSurplus(guarded, part, request, job)
        return Array("{}".utf8)
    }

    /// Ends the store's job if it runs.
    ///
    /// - Returns: false when it ended once, when it was seen to.
    private func isStartedAgain(
        _ local: String,
        _ guarded: GuardedPart,
        _ job: RunningJob
    ) async throws(JobStop) -> Bool {
        while true {
            let store = try job.need(guarded.store)
            do {
                guard let found = try await store.job(local) else { return true }
                if found.state.isFinal {
                    return found.completionTime != guarded.completionTime
                }
                _ = try await store.act(.cancel, on: local)
            } catch {
                throw .wait(.seconds(1))
            }
            try await job.pause(.milliseconds(100))
        }
    }

    private func removeSurplus(
        _ guarded: GuardedPart,
        _ part: JobPart,
        _ request: ModifyRequest,
        _ job: RunningJob
    ) async throws(JobStop) {
        try await job.write { try await $0.lock(guarded.studies, for: job.claim) }
        let sources = try await job.read { reader throws(IndexError) in
            try await reader.sources(of: guarded.job, number: guarded.number)
        }
        let results = try await job.read { reader throws(IndexError) in
            try await reader.results(of: guarded.job)
        }
        let finder = ResultFinder(job, request, part, sources, splitUID: guarded.splitUID)
        let surplus = try await finder.surplus(
            beyond: results.filter { $0.store == guarded.store }.map { ($0.id, $0.source) }
        )
        guard !surplus.isEmpty else { return }
        job.note("a store did a job once more; what it made is removed", count: surplus.count)
        let subject = (request.level, request.id ?? OrthancID.emptyPatient)
        try await job.remove(surplus, of: subject, at: guarded.store)
    }
}
