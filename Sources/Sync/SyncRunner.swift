import Basics
import EventLoop
import GlobalIndex
import Logging
import OrthancClient
import OrthancModel

/// Follows one store under one lease: performs what a ``SyncMachine`` decides.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class SyncRunner: TimerTarget, @unchecked Sendable {
    let key: StoreKey
    private let store: Store
    private let reader: StoreReader
    private let copies: StoreCopies
    private let policy: SyncPolicy
    private let board: SyncBoard
    private let log: Logger
    private var machine: SyncMachine
    private var status = SyncStatus()
    private var system: SystemInformation?
    /// The page that the machine decides on.
    private var changes: [Change] = []
    private var oldest: Change?
    private var importPosition = ImportMachine.Position()
    private var suspects: [OrthancID] = []
    private var isPoked = false
    private var isStopped = false
    private var sleeper: CheckedContinuation<Void, Never>?
    private var timer: TimerToken?
    private var sleptFrom: Instant

    init(
        _ key: StoreKey,
        _ store: Store,
        index: EngineIndex,
        lease: Lease,
        policy: SyncPolicy,
        board: SyncBoard,
        log: Logger
    ) {
        self.key = key
        self.store = store
        self.policy = policy
        self.board = board
        var log = log
        log[metadataKey: "store"] = "\(store.name)"
        self.log = log
        reader = StoreReader(store: store)
        copies = StoreCopies(index: index, key: key, lease: lease)
        machine = SyncMachine(policy: policy, now: store.loop.now)
        sleptFrom = store.loop.now
    }

    // MARK: Life

    /// Follows the store until ``stop()``, or until the lease or the store is gone.
    func run() async {
        store.loop.assertCurrent()
        var action = machine.start(at: Instant.now)
        while !isStopped {
            let event = await perform(action)
            guard !isStopped else { break }
            tell(before: machine.alarm) { action = machine.next(event, at: Instant.now) }
        }
        board.set(nil, for: key)
    }

    /// Ends ``run()`` after the present action; at once when it sleeps.
    func stop() {
        isStopped = true
        wake()
    }

    /// Whether it is this very store, with this configuration, that it follows.
    func follows(_ other: SyncService.FollowedStore?) -> Bool { other?.store === store }

    /// Looks at the feed soon instead of at the next turn: at once when copies are in doubt,
    /// otherwise ``pokePause`` after the last look, so that a stream of uploads doesn't become a
    /// stream of looks.
    ///
    /// - Parameter suspects: Instances that answered 404 although they are known here.
    func poke(suspects more: [OrthancID] = []) {
        store.loop.assertCurrent()
        suspects.append(contentsOf: more.prefix(max(0, 1000 - suspects.count)))
        isPoked = true
        guard sleeper != nil else { return }
        let rested = sleptFrom.duration(to: Instant.now)
        if !more.isEmpty || rested >= Self.pokePause { return wake() }
        setAlarm(after: Self.pokePause - rested)
    }

    // MARK: Performing

    private func perform(_ action: SyncMachine.Action) async -> SyncMachine.Event {
        do {
            let event = try await carryOut(action)
            if case .sleep = action {} else { status.problem = nil }
            return event
        } catch {
            let error = SyncError(any: error)
            if [.leaseLost, .unknownStore, .stopped].contains(error.kind) { isStopped = true }
            if status.problem == nil {
                log.info("cannot follow", metadata: ["cause": "\(error)"])
            }
            status.problem = error.description
            publish()
            return .failed
        }
    }

    private func carryOut(_ action: SyncMachine.Action) async throws -> SyncMachine.Event {
        switch action {
        case .load:
            let row = try await copies.row()
            importPosition = StandingText.position(row.phase)
            return .loaded(StandingText.standing(row))
        case .readSystem:
            let answer = try await store.system()
            system = answer
            return .system(identifier: answer.databaseServerIdentifier)
        case .readPage(let request): return .page(try await page(request))
        case .readEnd(let from): return .end(try await end(from))
        case .probe(let count, let oldest): return .probed(try await probe(count, oldest))
        case .apply(let batch): return .applied(vanished: try await apply(batch))
        case .record(let standing):
            if standing.epoch != machine.standing.epoch { importPosition = .init() }
            try await copies.record(standing, after: machine.standing, system: system)
            return .done
        case .listContents:
            try await listContents()
            return .done
        case .count: return .counted(try await count())
        case .scan: return .scanned(try await copies.compareIDs(store.allIDs(.instance)))
        case .add(let instances):
            try await add(instances)
            return .done
        case .confirm(let instances): return .confirmed(try await reader.absent(instances))
        case .remove(let instances):
            try await copies.remove(instances)
            return .done
        case .settle:
            try await settle()
            return .done
        case .noteDrained:
            try await copies.noteDrained(epoch: machine.standing.epoch)
            return .done
        case .sleep(let duration):
            await sleep(duration)
            defer { suspects = [] }
            return .woke(suspects: suspects)
        }
    }

    private func page(_ request: PageRequest) async throws -> FeedPage {
        let page = try await store.changes(since: request.since, limit: request.limit)
        changes = page.changes
        return FeedPage(marks: changes.map(FeedMark.init), last: page.last, isDone: page.isDone)
    }

    private func end(_ from: Int64?) async throws -> FeedEnd {
        let end = try await reader.end(from: from)
        oldest = end.oldest
        return FeedEnd(
            oldest: oldest.map(FeedMark.init),
            marks: end.changes.map(FeedMark.init),
            last: end.last
        )
    }

    private func probe(_ wanted: Int, _ mark: FeedMark?) async throws -> SyncMachine.Probe {
        let start = OrthancID(bytes: (0..<20).map { _ in UInt8.random(in: 0...255) })
        let asked = try await copies.sample(wanted, from: start ?? .emptyPatient)
        let absent = try await reader.absent(asked)
        var isKnown = false
        if let oldest, oldest.id == mark?.resource {
            let known = try await copies.index.reader.known(key, oldest.level, [oldest.id])
            isKnown = !known.isEmpty
        }
        return SyncMachine.Probe(
            asked: asked.count,
            present: asked.count - absent.count,
            instances: try await store.statistics().instances,
            isOldestKnown: isKnown
        )
    }

    private func count() async throws -> CountComparison {
        let counts = try await copies.compareCounts(store.statistics())
        try await copies.noteCounts(counts)
        return counts
    }

    // MARK: The feed

    /// Most times a page is taken whose parents are deleted while it is.
    private static let mostAttempts = 3

    /// Fetches what the page names and writes it with the cursor.
    ///
    /// - Returns: Instances of the page that the index has and the store has no longer.
    private func apply(_ batch: SyncMachine.FeedBatch) async throws -> [OrthancID] {
        let wanted = Set(batch.marks.map(\.sequence))
        let rows = changes.filter { wanted.contains($0.sequence) }
        var contents = PageContents(rows)
        for attempt in 1...Self.mostAttempts {
            contents = PageContents(rows)
            try await fetch(&contents, believing: attempt == 1)
            let page = contents.batch(key, epoch: machine.standing.epoch)
            if try await copies.apply(page, batch) { break }
            if attempt == Self.mostAttempts { throw SyncError(.unsettled) }
        }
        let vanished = contents.vanished
        guard !vanished.isEmpty else { return [] }
        let known = try await copies.index.reader.known(key, .instance, vanished)
        return vanished.filter { known.contains($0) }
    }

    /// - Parameter believing: Parents that the index knows in this store need not be fetched.
    private func fetch(_ contents: inout PageContents, believing: Bool) async throws {
        contents.add(try await reader.resources(.instance, contents.newInstances))
        for level in [Level.series, .study, .patient] {
            let below = level.child ?? .instance
            var parents = contents.parents(of: below)
            if believing { parents = try await unknown(parents, level) }
            let ids = Set(contents.changed(level)).union(parents)
            contents.add(try await reader.resources(level, Array(ids)))
        }
    }

    private func unknown(_ ids: [OrthancID], _ level: Level) async throws -> [OrthancID] {
        guard !ids.isEmpty else { return [] }
        let known = try await copies.index.reader.known(key, level, ids)
        return ids.filter { !known.contains($0) }
    }

    // MARK: Lists

    /// Fetches instances with all their parents and writes them.
    private func add(_ instances: [OrthancID]) async throws {
        for chunk in instances.chunks(of: 500) {
            let startedAt = try await copies.index.reader.clock()
            let found = try await reader.resources(.instance, chunk)
            try await write(Array(found.values), startedAt: startedAt)
        }
    }

    /// Writes listed instances; fetches parents that were neither known nor staged.
    private func write(_ found: [FoundResource], startedAt: Int64) async throws {
        var batch = Batch(
            store: key,
            epoch: machine.standing.epoch,
            origin: .listing(startedAt: startedAt)
        )
        batch.records = found.map(\.record)
        guard !batch.isEmpty else { return }
        let orphans = Set(try await copies.apply(batch).orphans)
        guard !orphans.isEmpty else { return }
        batch.records.removeAll { !orphans.contains($0.id) }
        var children = batch.records
        for level in [Level.series, .study, .patient] {
            let ids = Array(Set(children.compactMap(\.parent)))
            children = try await reader.resources(level, ids).values.map(\.record)
            batch.records += children
        }
        guard try await copies.apply(batch).orphans.isEmpty else { throw SyncError(.unsettled) }
    }

    /// Lists the whole store, parents first, fetching ahead of writing.
    private func listContents() async throws {
        let statistics = try await store.statistics()
        status.total = statistics.instances
        let lister = StoreLister(
            store: store,
            copies: copies,
            from: importPosition,
            statistics: statistics
        )
        try await lister.run { [self] page in
            guard !isStopped else { throw SyncError(.stopped) }
            if page.level == .instance {
                try await write(page.found, startedAt: page.startedAt)
                status.imported = page.next.offset
                publish()
            } else if !page.found.isEmpty {
                try await copies.stage(page.level, page.found.map(\.record))
            }
        }
        importPosition = ImportMachine.Position()
    }

    /// Looks at what the index calls unstable, or has not announced as stable, and writes what the
    /// store calls stable by now.
    private func settle() async throws {
        for level in [Level.series, .study, .patient] {
            var after: OrthancID?
            repeat {
                let page = try await copies.index.reader.unsettled(key, level, after: after)
                for ids in page.ids.chunks(of: 200) {
                    let found = try await reader.resources(level, ids).values.filter(\.isStable)
                    var batch = Batch(store: key, epoch: machine.standing.epoch, origin: .feed)
                    batch.records = found.map(\.record)
                    batch.stable = found.map { (level: level, id: $0.record.id) }
                    if !batch.isEmpty { _ = try await copies.apply(batch) }
                }
                after = page.next
            } while after != nil
        }
    }

    // MARK: Telling

    private func tell(before alarm: SyncMachine.Alarm?, _ step: () -> Void) {
        step()
        if let raised = machine.alarm, raised != alarm {
            log.warning("store needs attention", metadata: ["alarm": "\(raised)"])
        }
        publish()
    }

    private func publish() {
        let standing = machine.standing
        status.following =
            switch standing.phase {
            case .new, .importing: .importing
            case .following: .following
            case .quarantined(let kind): .quarantined(kind)
            }
        status.epoch = standing.epoch
        status.cursor = standing.cursor
        status.drainedAt = machine.drainedAt
        status.alarm = machine.alarm
        board.set(status, for: key)
    }

    // MARK: Sleeping

    private static let pokePause = Duration.milliseconds(200)

    private func sleep(_ duration: Duration) async {
        let isWanted = isPoked
        isPoked = false
        guard !isStopped, suspects.isEmpty else { return }
        sleptFrom = Instant.now
        await withCheckedContinuation { waiter in
            sleeper = waiter
            setAlarm(after: isWanted ? min(duration, Self.pokePause) : duration)
        }
        isPoked = false
    }

    private func setAlarm(after duration: Duration) {
        if let timer { store.loop.cancel(timer) }
        timer = store.loop.schedule(after: duration, target: self)
    }

    func timerFired(tag: Int) {
        timer = nil
        wake()
    }

    private func wake() {
        guard let waiter = sleeper else { return }
        sleeper = nil
        if let timer { store.loop.cancel(timer) }
        timer = nil
        waiter.resume()
    }
}

extension FeedMark {
    init(_ change: Change) {
        self.init(sequence: change.sequence, type: change.type, resource: change.id)
    }
}
