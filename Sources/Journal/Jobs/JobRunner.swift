internal import Basics
package import EventLoop
package import GlobalIndex
package import Logging
package import OrthancClient
import OrthancModel

/// Runs jobs, for the whole process.
///
/// Any number of gateways may run one: who runs a job holds a claim on it, renewed every three
/// seconds; a claim that ran out is taken over by whoever looks first, once a second. At most
/// ``mostAtOnce`` jobs at a time in one gateway.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class JobRunner: @unchecked Sendable {
    package static let mostAtOnce = 16
    /// How long jobs are remembered after their end.
    private static let memory: Duration = .seconds(7 * 86_400)

    private let index: EngineIndex
    private let loop: EventLoop
    private let holder: String
    private let log: Logger
    private let kinds: [String: any JobKind]
    private let reach: (StoreKey) -> Store?
    private var running: [String: Run] = [:]
    private var isStopping = false

    /// - Parameters:
    ///   - holder: UUID of this process.
    ///   - reach: The engine's client of a store that is up; nil otherwise.
    package init(
        index: EngineIndex,
        loop: EventLoop,
        holder: String,
        log: Logger,
        kinds: [any JobKind],
        reach: @escaping (StoreKey) -> Store?
    ) {
        self.index = index
        self.loop = loop
        self.holder = holder
        self.log = log
        self.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
        self.reach = reach
    }

    /// How many jobs run here now.
    package var count: Int { running.count }

    /// Looks for jobs until its task is cancelled; then what runs is left to others.
    package func run() async {
        var turn = 0
        while !Task.isCancelled {
            do {
                try await look(only: nil)
                if turn % 3600 == 3599 {
                    try await index.write { try await $0.purgeJobs(olderThan: Self.memory) }
                }
            } catch {
                log.warning("jobs wait", metadata: ["error": "\(error)"])
            }
            turn += 1
            do { try await loop.sleep(for: .seconds(1)) } catch { break }
        }
        await stop()
    }

    /// Runs a job that was just written down, at once if nobody else does, and returns when this
    /// gateway no longer runs it. Its row says what became of it.
    package func runNow(_ job: String) async {
        if running[job] == nil { try? await look(only: job) }
        await running[job]?.task?.value
    }

    // MARK: Taking over

    private func look(only job: String?) async throws(IndexError) {
        let room = Self.mostAtOnce - running.count
        guard room > 0, !isStopping else { return }
        let claimed = try await index.write {
            try await $0.claimJobs(holder, limit: room, only: job)
        }
        for record in claimed { begin(record) }
    }

    private func begin(_ record: JobRecord) {
        let claim = JobClaim(record, holder: holder)
        let job = RunningJob(record, claim, index: index, loop: loop, log: log, reach: reach)
        let run = Run()
        // Our own claim ran out and came back to us: the older run ends when it next writes.
        running[record.id]?.task?.cancel()
        running[record.id] = run
        run.task = loop.spawn { [self] in
            await perform(job, run)
            if running[record.id] === run { running[record.id] = nil }
        }
    }

    /// One job in hand. Confined to the engine loop's thread.
    private final class Run: @unchecked Sendable {
        var task: Task<Void, Never>?
    }

    private func stop() async {
        isStopping = true
        let tasks = running.values.compactMap(\.task)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        // This task is cancelled itself.
        let release = loop.spawn { [self] in
            try? await index.write { try await $0.releaseJobs(of: holder) }
        }
        await release.value
    }

    // MARK: One job

    private func perform(_ job: RunningJob, _ run: Run) async {
        let renewing = loop.spawn { [self] in await keep(job, run) }
        defer { renewing.cancel() }
        do throws(JobStop) {
            guard let kind = kinds[job.record.kind] else {
                // A newer gateway knows it.
                throw .wait(.seconds(5))
            }
            let content = try await kind.run(job)
            try await end(job, .success, content: content)
        } catch {
            await stopped(job, error)
        }
    }

    /// Renews the claim until the run has ended; ends the run when somebody else has the job.
    private func keep(_ job: RunningJob, _ run: Run) async {
        while !Task.isCancelled {
            do { try await loop.sleep(for: IndexWriter.jobClaimTime / 4) } catch { return }
            let asked = Instant.now
            do {
                guard let wish = try await index.write({ try await $0.renew(job.claim) }) else {
                    run.task?.cancel()
                    return
                }
                job.renewed(at: asked, wish)
            } catch {
                // Whatever is written for the job checks the claim itself.
                log.warning("claim on a job not renewed", metadata: ["error": "\(error)"])
            }
        }
    }

    private func stopped(_ job: RunningJob, _ stop: JobStop) async {
        do {
            switch stop {
            case .failed(let error, let details, let content):
                try await end(job, .failure, content: content, error, details)
            case .canceled:
                try await end(job, .failure, content: nil, .canceledJob, "")
            case .wait(let pause):
                try await job.write { try await $0.putBack(job.claim, .retry, after: pause) }
            case .paused:
                try await job.write { try await $0.putBack(job.claim, .paused) }
            case .lost: break
            }
        } catch {
            // The claim runs out, and whoever takes the job over goes on from its checkpoint.
            log.info("job left to others", metadata: ["kind": "\(job.record.kind)"])
        }
    }

    private func end(
        _ job: RunningJob,
        _ state: JobState,
        content: [UInt8]?,
        _ error: OrthancStatus = .success,
        _ details: String = ""
    ) async throws(JobStop) {
        try await job.write { writer in
            try await writer.endJob(
                job.claim,
                state,
                content: content,
                error: error,
                details: details
            )
        }
        log.info(
            "job ended",
            metadata: ["kind": "\(job.record.kind)", "state": "\(state.name)"]
        )
    }
}
