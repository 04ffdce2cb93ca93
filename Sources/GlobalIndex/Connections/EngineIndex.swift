package import Basics
package import EventLoop
package import OrthancModel
internal import Postgres

/// The engine loop's connections to the index: control for leases and notifications, bulk for
/// imports, a few for writing, one for reading.
///
/// `@unchecked Sendable`: confined to its loop's thread.
package final class EngineIndex: @unchecked Sendable {
    package let reader: IndexReader
    package let stores: IndexStores
    package let leases: IndexLeases
    private let control: ControlConnection
    private let bulk: BulkConnection
    private let writers: WriterPool
    private let fast: ReaderConnection
    private let slow: ReaderConnection

    package init(loop: EventLoop, settings: IndexSettings) {
        // A lease that is locked must not keep the others from being renewed.
        var short = ControlConnection.Limits()
        short.statementTimeout = .seconds(4)
        control = ControlConnection(loop: loop, settings: settings.connection, limits: short)
        bulk = BulkConnection(loop: loop, settings: settings.connection)
        writers = WriterPool(loop: loop, settings: settings.connection)
        fast = ReaderConnection(loop: loop, settings: settings.connection)
        slow = ReaderConnection(loop: loop, settings: settings.connection)
        reader = IndexReader(fast: fast, slow: slow)
        stores = IndexStores(writers)
        leases = IndexLeases(control)
    }

    /// Connects and brings the schema up to this program's version.
    ///
    /// - Throws: `.unreachable` when the database can't be had by `deadline`; `.newerSchema`;
    ///   `.database` for a server, encoding or locale that will not do.
    package func open(by deadline: Deadline) async throws(IndexError) {
        bulk.start()
        do {
            try await bulk.waitUntilReady(by: deadline)
        } catch {
            throw IndexError(error, doing: "connect to the index")
        }
        _ = try await IndexSchema.migrate(bulk)
        control.start()
        writers.start()
        fast.start()
        slow.start()
        do {
            try await control.waitUntilReady(by: deadline)
            try await fast.waitUntilReady(by: deadline)
        } catch {
            throw IndexError(error, doing: "connect to the index")
        }
    }

    /// Calls `heard` when the stores may have changed, also after a lost connection.
    package func whenStoresChange(_ heard: @escaping () -> Void) {
        control.listen(IndexStores.channel) { _ in heard() }
        control.onReconnect = heard
    }

    /// Writes down that a store may be about to take an instance; before its first byte is sent.
    package func doubt(_ instance: OrthancID, at store: StoreKey) async throws(IndexError) {
        try await IndexWriter.doubt(instance, at: store, on: writers)
    }

    /// Runs changes in one transaction, again when PostgreSQL asks for it.
    package func write<Answer>(
        _ body: (IndexWriter) async throws -> Answer
    ) async throws(IndexError) -> Answer {
        try await IndexWriter.run(on: writers, body)
    }

    /// The same on the connection for bulk work, with its longer time limit.
    package func writeBulk<Answer>(
        _ body: (IndexWriter) async throws -> Answer
    ) async throws(IndexError) -> Answer {
        try await IndexWriter.run(on: bulk, body)
    }

    package func close() {
        for connection in [fast, slow] { connection.close() }
        writers.close()
        bulk.close()
        control.close()
    }
}
