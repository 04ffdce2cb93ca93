internal import Basics
package import EventLoop
package import GlobalIndex
internal import Logging
package import OrthancClient
package import OrthancModel

/// One job in the hands of this gateway, as its kind sees it.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class RunningJob: @unchecked Sendable {
    package let record: JobRecord
    package let claim: JobClaim
    package let index: EngineIndex
    package let loop: EventLoop
    private let log: Logger
    /// How far it has come, as last saved; nil while nothing was done.
    package private(set) var checkpoint: [UInt8]?
    /// What somebody wants of it, as last heard.
    package private(set) var wish: JobWish
    /// What clients see while it runs, as the kind last made it.
    package var content: [UInt8]
    private let reach: (StoreKey) -> Store?
    private var renewedAt = Instant.now

    init(
        _ record: JobRecord,
        _ claim: JobClaim,
        index: EngineIndex,
        loop: EventLoop,
        log: Logger,
        reach: @escaping (StoreKey) -> Store?
    ) {
        self.record = record
        self.claim = claim
        self.index = index
        self.loop = loop
        self.log = log
        self.reach = reach
        checkpoint = record.checkpoint
        wish = record.wish
        content = record.content
    }

    /// The engine's client of a store that is up; nil otherwise.
    package func store(_ key: StoreKey) -> Store? { reach(key) }

    /// The same, or the job waits for it.
    package func need(_ key: StoreKey) throws(JobStop) -> Store {
        guard let store = reach(key) else { throw .wait(.seconds(1)) }
        return store
    }

    func renewed(at time: Instant, _ wish: JobWish) {
        renewedAt = time
        self.wish = wish
    }

    /// Right before something is done that must not be done twice: the claim stands for seconds to
    /// come, so that nobody else can have taken the job over while this process stood still.
    package func assertFresh() throws(JobStop) {
        let age = renewedAt.duration(to: Instant.now)
        guard !Task.isCancelled, age < IndexWriter.jobClaimTime / 2 else { throw .lost }
    }

    /// Writes down how far it has come; nil leaves a part as it is.
    ///
    /// - Parameters:
    ///   - checkpoint: JSON, for ``JobKind/run(_:)`` after a crash.
    ///   - content: JSON object: what clients see while it runs.
    ///   - progress: 0…1.
    package func save(
        checkpoint: [UInt8]? = nil,
        content: [UInt8]? = nil,
        progress: Double? = nil
    ) async throws(JobStop) {
        wish = try await write { writer in
            try await writer.saveJob(
                self.claim,
                checkpoint: checkpoint,
                content: content,
                progress: progress
            )
        }
        if let checkpoint { self.checkpoint = checkpoint }
    }

    /// Changes the index in one transaction, only while the claim stands. The body of a
    /// transaction that does not save begins with `assertClaim`.
    package func write<Answer>(
        _ body: (IndexWriter) async throws -> Answer
    ) async throws(JobStop) -> Answer {
        do {
            return try await index.write(body)
        } catch {
            throw JobStop(error)
        }
    }

    /// Reads the index.
    package func read<Answer>(
        _ body: (IndexReader) async throws(IndexError) -> Answer
    ) async throws(JobStop) -> Answer {
        do {
            return try await body(index.reader)
        } catch {
            throw JobStop(error)
        }
    }

    /// Tells people that something out of the ordinary was done. `text`: constant.
    package func note(_ text: String, count: Int = 1) {
        log.warning(
            "\(text)",
            metadata: ["kind": "\(record.kind)", "instances": "\(count)"]
        )
    }

    /// A moment's rest.
    package func pause(_ duration: Duration) async throws(JobStop) {
        do {
            try await loop.sleep(for: duration)
        } catch {
            throw .lost
        }
    }
}
