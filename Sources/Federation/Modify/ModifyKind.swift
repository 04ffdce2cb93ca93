package import GlobalIndex
package import Journal
import JSONText
import OrthancClient
import OrthancModel

/// The job that modifies, anonymizes, merges or splits, exactly once.
///
/// One store that has or gets all that is needed does it, under a job of its own that is never let
/// remove anything; what it has made is checked against the sources and removed if it is wrong;
/// sources go last, through the journal. Decision 0021.
package struct ModifyKind: JobKind {
    package static let key = "modify"

    package let name: String = Self.key
    /// All stores as the engine sees them now.
    let stores: @Sendable () -> [StoreView]
    /// Has a store's feed read soon.
    let poke: @Sendable (StoreKey) -> Void
    /// Most bytes that may be copied to one store.
    let limitBytes: Int64
    /// How many stores are to hold what is new.
    let copies: Int

    package init(
        limitBytes: Int64,
        copies: Int,
        stores: @escaping @Sendable () -> [StoreView],
        poke: @escaping @Sendable (StoreKey) -> Void
    ) {
        self.limitBytes = limitBytes
        self.copies = copies
        self.stores = stores
        self.poke = poke
    }

    package func run(_ job: RunningJob) async throws(JobStop) -> [UInt8] {
        guard let request = ModifyRequest(stored: job.record.request) else {
            throw .failed(.badFileFormat, details: "The job was written by another program")
        }
        let run = ModifyRun(job, request, self)
        try await run.prepare()
        while !run.progress.isExecuted { try await run.executeGroup() }
        try await run.awaitIndex()
        try await run.settle()
        return run.content
    }
}

/// One modification in hand.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
final class ModifyRun: @unchecked Sendable {
    /// How long stores may be away before what was not begun is given up.
    private static let patienceSeconds: Int64 = 10

    let job: RunningJob
    let request: ModifyRequest
    let kind: ModifyKind
    var progress = ModifyProgress(groups: [])
    /// The part in hand was begun before this run: its store, or a gateway, may have died meanwhile.
    var isInterrupted = false

    init(_ job: RunningJob, _ request: ModifyRequest, _ kind: ModifyKind) {
        self.job = job
        self.request = request
        self.kind = kind
    }

    var claim: JobClaim { job.claim }

    /// What the job is about, for people.
    var subject: (level: Level, id: OrthancID) {
        (request.level, request.id ?? .emptyPatient)
    }

    func save(content: [UInt8]? = nil) async throws(JobStop) {
        try await job.save(checkpoint: progress.json, content: content)
    }

    // MARK: Before the first store is asked

    /// Resolves, plans, locks and copies; or goes on from where it was.
    func prepare() async throws(JobStop) {
        if let text = job.checkpoint {
            guard let progress = ModifyProgress(text) else {
                throw .failed(.badFileFormat, details: "The job was written by another program")
            }
            self.progress = progress
            return
        }
        guard job.wish != .cancel else { throw .canceled }
        guard job.wish != .pause else { throw .paused }
        let scope = try await resolve()
        try await job.write { try await $0.lock(scope.studies, for: self.claim) }
        // Locked, it may look different.
        let groups: [ModifyScope.Group]
        do {
            groups = try plan(try await resolve())
            for group in groups { try await stage(group.plan) }
        } catch {
            throw impatient(error)
        }
        progress = ModifyProgress(
            groups: groups.map { .init(store: $0.plan.store, resources: $0.resources) }
        )
        let checkpoint = progress.json
        try await job.write { writer in
            _ = try await writer.saveJob(self.claim, checkpoint: checkpoint)
            for (number, group) in groups.enumerated() {
                for start in stride(from: 0, to: group.sources.count, by: 10_000) {
                    let end = min(start + 10_000, group.sources.count)
                    let chunk = Array(group.sources[start..<end])
                    try await writer.addSources(chunk, number: number, of: self.claim)
                }
            }
        }
        try await job.save(checkpoint: checkpoint)
    }

    /// What was not begun is given up when stores that it needs stay away.
    private func impatient(_ stop: JobStop) -> JobStop {
        let age = job.record.readAt - job.record.createdAt
        guard case .wait = stop, age > Self.patienceSeconds * 1_000_000 else { return stop }
        return .failed(
            .databaseUnavailable,
            details: "A store that holds a part of it, or was to execute it, can't be reached"
        )
    }

    private func resolve() async throws(JobStop) -> ModifyScope {
        do {
            return try await ModifyScope.resolve(request, job.index.reader)
        } catch let fault as OrthancFault {
            throw .failed(fault.status, details: fault.details ?? "")
        } catch let error as IndexError {
            throw JobStop(error)
        } catch {
            throw .lost
        }
    }

    private func plan(_ scope: ModifyScope) throws(JobStop) -> [ModifyScope.Group] {
        let candidates = kind.stores().filter { job.store($0.key) != nil }
            .map(ModifyPlan.Candidate.init)
        do {
            return try scope.groups(among: candidates, limitBytes: kind.limitBytes)
        } catch {
            switch error {
            case .tooLarge:
                throw .failed(.duplicateResource, details: error.text { _ in nil })
            case .unreachable, .nowhere: throw .wait(.seconds(1))
            }
        }
    }
}

extension ModifyPlan.Candidate {
    init(_ view: StoreView) {
        self.init(
            store: view.key,
            acceptsNew: !view.isDraining,
            priority: view.configuration.priority,
            name: view.name
        )
    }
}

extension ModifyPlan.Refusal {
    /// For people.
    func text(_ name: (StoreKey) -> StoreName?) -> String {
        switch self {
        case .unreachable(let keys):
            let names = keys.compactMap(name).map(\.description).sorted()
            return "No store that holds a part of it can be reached: "
                + names.joined(separator: ", ")
        case .nowhere: return "No store can be given what it lacks"
        case .tooLarge(let bytes):
            return "It is spread over stores, and \(bytes) bytes would have to be copied to one of "
                + "them first, which is more than limits.staged-bytes allows"
        }
    }
}
