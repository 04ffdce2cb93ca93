package import Basics
package import EventLoop
package import OrthancModel
internal import Postgres

/// A serving loop's connections to the index: one for quick questions, one for slow ones, a few
/// for writing.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class ShardIndex: @unchecked Sendable {
    package let reader: IndexReader
    /// Adds, changes and removes stores.
    package let stores: IndexStores
    let writers: WriterPool
    private let fast: ReaderConnection
    private let slow: ReaderConnection

    package init(loop: EventLoop, settings: IndexSettings) {
        fast = ReaderConnection(loop: loop, settings: settings.connection)
        // A slow answer would hold up all that share its Sync.
        var alone = ReaderConnection.Limits()
        alone.questionsPerSync = 1
        slow = ReaderConnection(loop: loop, settings: settings.connection, limits: alone)
        writers = WriterPool(loop: loop, settings: settings.connection)
        reader = IndexReader(fast: fast, slow: slow)
        stores = IndexStores(writers)
    }

    /// Begins to connect; goes on trying until ``close()``.
    package func start() {
        fast.start()
        slow.start()
        writers.start()
    }

    /// Every connection stands.
    package var isReady: Bool { fast.isReady && slow.isReady }

    package func drain(by deadline: Deadline) async {
        await fast.drain(by: deadline)
        await slow.drain(by: deadline)
        await writers.drain(by: deadline)
    }

    package func close() {
        fast.close()
        slow.close()
        writers.close()
    }

    /// Writes down that a store may be about to take an instance; before its first byte is sent.
    ///
    /// - Parameter series: Of which more copies are to be made then; nil: one is enough.
    package func doubt(
        _ instance: OrthancID,
        at store: StoreKey,
        wanting series: OrthancID? = nil
    ) async throws(IndexError) {
        try await IndexWriter.doubt(instance, at: store, wanting: series, on: writers)
    }

    /// Indexes what a store has just taken; one round trip.
    package func upload(_ batch: Batch) async throws(IndexError) -> AppliedBatch {
        try await IndexWriter.upload(batch, on: writers)
    }

    /// Runs changes in one transaction, again when PostgreSQL asks for it.
    package func write<Answer>(
        _ body: (IndexWriter) async throws -> Answer
    ) async throws(IndexError) -> Answer {
        try await IndexWriter.run(on: writers, body)
    }
}
