import Basics
import EventLoop
import GlobalIndex
import OrthancClient
import OrthancModel

/// Lists a store as an ``ImportMachine`` says: a few pages on their way while others are written.
///
/// Confined to the store's loop.
struct StoreLister {
    /// Pages that were fetched, for whoever writes them.
    struct Page: Sendable {
        var level: Level
        var found: [FoundResource]
        /// The database's clock before the first was asked for, microseconds since 1970.
        var startedAt: Int64
        /// Where the list goes on after it.
        var next: ImportMachine.Position

        /// Several of one level as one.
        init(joining pages: ArraySlice<Page>) {
            self = pages[pages.startIndex]
            for page in pages.dropFirst() {
                found += page.found
                startedAt = min(startedAt, page.startedAt)
                next = page.next
            }
        }

        init(
            level: Level,
            found: [FoundResource],
            startedAt: Int64,
            next: ImportMachine.Position
        ) {
            self.level = level
            self.found = found
            self.startedAt = startedAt
            self.next = next
        }
    }

    private typealias Fetched = (ImportMachine.Position, Result<Page, SyncError>)

    private let store: Store
    private let copies: StoreCopies
    private let statistics: StoreStatistics
    private let start: ImportMachine.Position

    /// Writes between two notes of the position in the index.
    private static let writesPerNote = 10

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

    /// Calls `write` for all pages in the order of the list, one call at a time.
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
        let answers = Locked<[Fetched]>([])
        // Fetches that have answered and still stand in the group.
        var finished = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            while !machine.isDone {
                let fresh = collect(answers)
                arrived += try kept(fresh, &machine)
                finished += fresh.count
                while finished > 0 {
                    try await group.next()
                    finished -= 1
                }
                arrived.sort { ($0.next.level, $0.next.offset) < ($1.next.level, $1.next.offset) }
                var ready: Page?
                for order in machine.orders() {
                    switch order {
                    case .fetch(let position, let limit):
                        let fetch = fetch(position, limit)
                        group.addTask {
                            let result = await fetch()
                            answers.withLock { $0.append((position, result)) }
                        }
                    case .write(_, let pages):
                        ready = Page(joining: arrived.prefix(pages))
                        arrived.removeFirst(pages)
                    }
                }
                if let ready {
                    try await write(ready)
                    machine.written()
                    written += 1
                    if written % Self.writesPerNote == 0 {
                        try await copies.notePosition(machine.position)
                    }
                    continue
                }
                try await group.next()
                finished -= 1
            }
            group.cancelAll()
        }
    }

    /// What arrived since the last call.
    private func collect(_ answers: Locked<[Fetched]>) -> [Fetched] {
        answers.withLock { list in
            defer { list = [] }
            return list
        }
    }

    /// The pages that are to be written; others lie beyond the level's end, as it turned out.
    private func kept(
        _ fetched: [Fetched],
        _ machine: inout ImportMachine
    ) throws -> [Page] {
        var pages: [Page] = []
        for (position, result) in fetched {
            let page = try result.get()
            if machine.fetched(position, count: page.found.count) { pages.append(page) }
        }
        return pages
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
