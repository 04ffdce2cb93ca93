package import EventLoop
package import GlobalIndex
package import Logging
package import OrthancClient

/// Gathers what stores have sent to modalities and peers from their own logs.
///
/// Any number of gateways may run it: a page counts only for the cursor it was read after. Looks
/// every five seconds at every store that is up; a store logs nothing unless its
/// `LogExportedResources` is set.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class ExportGatherer: @unchecked Sendable {
    private static let pause: Duration = .seconds(5)
    private static let page = 100

    private let index: EngineIndex
    private let loop: EventLoop
    private let log: Logger
    /// Stores that are up.
    private let stores: () -> [(StoreKey, Store)]

    package init(
        index: EngineIndex,
        loop: EventLoop,
        log: Logger,
        stores: @escaping () -> [(StoreKey, Store)]
    ) {
        self.index = index
        self.loop = loop
        self.log = log
        self.stores = stores
    }

    /// Runs until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            for (key, store) in stores() {
                do {
                    try await gather(key, store)
                } catch {
                    log.debug("exports not gathered", metadata: ["store": "\(store.name)"])
                }
            }
            do { try await loop.sleep(for: Self.pause) } catch { return }
        }
    }

    /// Whether a store's log ends before our cursor: then it has begun a new one.
    ///
    /// A page beyond the end says nothing of that, and an emptied log neither. Source: live Orthancs
    /// 1.10.1 and 1.12.7.
    private func isNew(_ store: Store, _ cursor: Int64) async throws -> Bool {
        guard cursor > 0 else { return false }
        let newest = try await store.lastExport(within: .seconds(5))
        return !newest.exports.isEmpty && newest.last < cursor
    }

    /// Reads on until the store's log is at its end.
    private func gather(_ key: StoreKey, _ store: Store) async throws {
        while !Task.isCancelled {
            let cursor = try await index.reader.exportCursor(key)
            let page = try await store.exports(
                since: cursor,
                limit: Self.page,
                within: .seconds(5)
            )
            // A store that doesn't go on from there would be read for ever.
            guard page.exports.isEmpty || page.first > cursor else { return }
            let isNewLog = page.exports.isEmpty ? try await isNew(store, cursor) : false
            guard !page.exports.isEmpty || isNewLog else { return }
            try await index.write {
                try await $0.addExports(
                    page.exports,
                    of: key,
                    after: cursor,
                    upTo: isNewLog ? 0 : page.last
                )
            }
        }
    }
}
