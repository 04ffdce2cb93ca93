import EventLoop
import GlobalIndex
import OrthancClient
import OrthancModel

/// Lists a store as an ``ImportMachine`` says: a few pages on their way while one is written.
///
/// Confined to the store's loop.
struct StoreLister {
    /// A page that was fetched, for whoever writes it.
    struct Page: Sendable {
        var level: Level
        var found: [FoundResource]
        /// The database's clock before the page was asked for, microseconds since 1970.
        var startedAt: Int64
        /// Where the list goes on after it.
        var next: ImportMachine.Position
    }

    private typealias Fetched = (ImportMachine.Position, Result<Page, SyncError>)

    private let store: Store
    private let copies: StoreCopies
    private let statistics: StoreStatistics
    private let start: ImportMachine.Position

    /// Pages between two notes of the position in the index.
    private static let pagesPerNote = 20

    init(
        store: Store,
        copies: StoreCopies,
        from start: ImportMachine.Position,
        statistics: StoreStatistics
    ) {
        self.store = store
        self.copies = copies
        self.start = start
        self.statistics = statistics
    }

    /// Calls `write` for every page in the order of the list, one at a time.
    func run(_ write: (Page) async throws -> Void) async throws {
        var machine = ImportMachine(
            from: start,
            totals: [
                .patient: statistics.patients, .study: statistics.studies,
                .series: statistics.series, .instance: statistics.instances,
            ]
        )
        var arrived: [Page] = []
        var written = 0
        try await withThrowingTaskGroup(of: Fetched.self) { group in
            while !machine.isDone {
                var ready: Page?
                for order in machine.orders() {
                    switch order {
                    case .fetch(let position, let limit):
                        let fetch = fetch(position, limit)
                        group.addTask { (position, await fetch()) }
                    case .write: ready = arrived.removeFirst()
                    }
                }
                if let ready {
                    try await write(ready)
                    machine.written()
                    written += 1
                    if written % Self.pagesPerNote == 0 {
                        try await copies.notePosition(machine.position)
                    }
                    continue
                }
                guard let (position, result) = try await group.next() else { continue }
                let page = try result.get()
                // Beyond the level's end, as it turned out.
                guard machine.fetched(position, count: page.found.count) else { continue }
                arrived.append(page)
                arrived.sort { ($0.next.level, $0.next.offset) < ($1.next.level, $1.next.offset) }
            }
            group.cancelAll()
        }
    }

    private func fetch(
        _ position: ImportMachine.Position,
        _ limit: Int
    ) -> @Sendable () async -> Result<Page, SyncError> {
        let store = store
        let reader = copies.index.reader
        return {
            do {
                let startedAt = try await reader.clock()
                let resources = try await store.resources(
                    position.level,
                    since: position.offset,
                    limit: limit
                )
                var next = position
                next.offset += limit
                return .success(
                    Page(
                        level: position.level,
                        found: try resources.map(FoundResource.init),
                        startedAt: startedAt,
                        next: next
                    )
                )
            } catch {
                return .failure(SyncError(any: error))
            }
        }
    }
}
