import Basics
import EventLoop
import Federation
import GlobalIndex
import HTTPClient
import Journal
import JSONText
import Logging
import OrthancClient
import OrthancModel
import Packing
import Placement
import Sync

/// The engine loop: stores, their health, sync, journal; publishes one snapshot to every shard.
///
/// `@unchecked Sendable`: confined to its loop's thread, but for the immutable `let`s and
/// ``poke(_:)``.
final class Engine: @unchecked Sendable {
    let loop: EventLoop
    let settings: GatewaySettings
    let indexSettings: IndexSettings
    let identity: String
    let spoolFolder: String
    let shelf: ArchiveShelf
    let log: Logger
    let switches: Switches
    let index: EngineIndex

    let sync: SyncService
    let journal: JournalRunner
    let jobs: JobRunner
    let tracker: StoreJobTracker
    let labels: LabelFollower
    let replicator: Replicator
    let exports: ExportGatherer
    let remotes: RemoteKeeper

    let client: Transport
    private let loops: Int
    private let archivists: Archivists
    private(set) var served: [Shard] = []
    private let register: MemberRegister
    var members: [StoreName: StoreMember] { register.members }
    private(set) var snapshot = FederationSnapshot.empty
    private var isStarted = false
    private var following: Task<Void, Never>?
    private var work: [Task<Void, Never>] = []

    /// On the engine's loop.
    init(
        loop: EventLoop,
        loops: Int,
        settings: GatewaySettings,
        indexSettings: IndexSettings,
        spoolFolder: String,
        shelf: ArchiveShelf,
        log: Logger,
        switches: Switches
    ) throws {
        self.loop = loop
        self.loops = loops
        self.settings = settings
        self.indexSettings = indexSettings
        self.spoolFolder = spoolFolder
        self.shelf = shelf
        self.log = log
        self.switches = switches
        identity = RandomUUID.text()
        client = try Transport(loop: loop)
        index = EngineIndex(loop: loop, settings: indexSettings)
        sync = SyncService(loop: loop, index: index, holder: identity, log: log)
        let register = MemberRegister()
        self.register = register
        let archivists = Archivists(shelf: shelf)
        self.archivists = archivists
        journal = JournalRunner(index: index, loop: loop, log: log) { register.reach($0) }
        jobs = JobRunner(
            index: index,
            loop: loop,
            holder: identity,
            log: log,
            kinds: JobKinds.all(
                limits: settings.limits,
                copies: settings.placement.copies,
                archives: { [archivists] in try await archivists.make($0, $1, $2) },
                stores: { register.members.values.map(\.view) },
                poke: { [sync] in sync.poke($0) },
                place: { register.place($0, settings.placement) }
            )
        ) {
            register.reachable($0)
        }
        labels = LabelFollower(
            index: index,
            loop: loop,
            log: log,
            capable: { register.labelled },
            labelling: { register.members.values.map(\.view).filter(\.mayHaveLabels).map(\.key) }
        )
        replicator = Replicator(
            index: index,
            loop: loop,
            log: log,
            copies: settings.placement.copies,
            reach: { register.reachable($0) },
            place: { register.place($0, settings.placement) }
        )
        tracker = StoreJobTracker(index: index, loop: loop, log: log) { register.reachable($0) }
        exports = ExportGatherer(index: index, loop: loop, log: log) { register.reachable }
        remotes = RemoteKeeper(index: index, loop: loop, log: log) { register.reachable }
    }

    /// Opens the index, brings the configuration's stores into it and begins to look after them.
    func start() async throws {
        index.whenStoresChange { [self] in
            guard isStarted else { return }
            loop.spawn { [self] in await reloadQuietly() }
        }
        try await index.open(by: .after(.seconds(15), from: loop.now))
        for store in settings.stores {
            guard let name = StoreName(store.name) else { continue }
            try await index.stores.upsertFileManaged(
                name,
                url: store.url,
                settings: StoreSettings(store).json
            )
        }
        let named = Set(settings.stores.map(\.name))
        for row in try await index.stores.all()
        where row.management == .file && !named.contains(row.name.description)
            && row.state != .removed
        {
            try await index.stores.forgetFileManaged(row.name)
        }
        try await reload()
        await probeAll()
        isStarted = true
        following = loop.spawn { [self] in await sync.run() }
        work.append(loop.spawn { [self] in await journal.run() })
        work.append(loop.spawn { [self] in await jobs.run() })
        work.append(loop.spawn { [self] in await tracker.run() })
        work.append(loop.spawn { [self] in await labels.run() })
        if settings.placement.copies > 1 {
            work.append(loop.spawn { [self] in await replicator.run() })
        }
        work.append(loop.spawn { [self] in await exports.run() })
        work.append(loop.spawn { [self] in await remotes.run() })
        work.append(loop.spawn { [self] in await keepPublishing() })
    }

    /// Shards get every snapshot from now on.
    func attach(_ shards: [Shard]) {
        served = shards
        archivists.shards = shards
        publish()
    }

    /// A store's copy is not what the index says: look at the store soon. Any thread.
    ///
    /// - Parameter suspects: Instances that it may have lost.
    func poke(_ store: StoreName, suspects: [OrthancID] = []) {
        loop.post { [self] in
            guard let member = members[store] else { return }
            sync.poke(member.row.key, suspects: suspects)
        }
    }

    func stop() async {
        sync.stop()
        await letSyncEnd()
        for task in work { task.cancel() }
        for task in work { await task.value }
        for member in members.values { member.stop() }
        client.close()
        index.close()
    }

    /// Lets the leases be given back, so that another gateway need not wait for them to expire;
    /// three seconds at most.
    private func letSyncEnd() async {
        guard let following else { return }
        let impatience = loop.spawn { [loop] in
            do { try await loop.sleep(for: .seconds(3)) } catch { return }
            following.cancel()
        }
        await following.value
        impatience.cancel()
    }

    // MARK: Stores

    /// Reads the stores from the index and follows what changed.
    func reload() async throws {
        let rows = try await index.stores.all()
        var next: [StoreName: StoreMember] = [:]
        for row in rows where row.state != .removed { next[row.name] = member(for: row) }
        for (name, member) in members where next[name] !== member { member.stop() }
        for (name, member) in next where members[name] !== member {
            member.start { [weak self] in self?.publish() }
        }
        register.members = next
        sync.follow(next.values.filter(\.isUsable).map { .init(key: $0.row.key, store: $0.store) })
        publish()
    }

    /// The one that is there already, unless its settings are others now.
    private func member(for row: StoreRow) -> StoreMember? {
        let former = members[row.name]
        former?.row = row
        do {
            guard let configuration = configuration(of: row) else {
                // A secret that can't be read now was good before, or is missing altogether.
                return try former ?? StoreMember(unusable: row, on: client, loop: loop)
            }
            guard former?.configuration != configuration else { return former }
            return try StoreMember(row, configuration, on: client, loop: loop, loops: loops)
        } catch {
            log.error("store not usable", metadata: ["store": "\(row.name)"])
            return try? StoreMember(unusable: row, on: client, loop: loop)
        }
    }

    /// Learns which stores are there before anybody is served; a second for all of them.
    private func probeAll() async {
        await withDiscardingTaskGroup { group in
            for member in members.values {
                group.addTask(executorPreference: loop) {
                    await member.probe(within: .seconds(1))
                }
            }
        }
        publish()
    }

    private func reloadQuietly() async {
        do {
            try await reload()
        } catch {
            log.warning("stores not reloaded", metadata: ["error": "\(error)"])
        }
    }

    private func configuration(of row: StoreRow) -> StoreConfiguration? {
        do {
            let settings = try StoreSettings(try JSONValue(row.settings))
            return try settings.configuration(row.name, url: row.url, limits: self.settings.limits)
        } catch {
            log.error("store's settings not usable", metadata: ["store": "\(row.name)"])
            return nil
        }
    }

    // MARK: Snapshots

    private func keepPublishing() async {
        var turn = 0
        while !Task.isCancelled {
            if let rows = try? await index.reader.stores() {
                for row in rows { members[row.name]?.row = row }
            }
            publish()
            turn += 1
            if turn % 20 == 0, members.values.contains(where: { !$0.isUsable }) {
                await reloadQuietly()
            }
            do { try await loop.sleep(for: .milliseconds(500)) } catch { return }
        }
    }

    func publish() {
        let views = members.values.map(\.view)
        let snapshot = FederationSnapshot(
            stores: views,
            staleAfterSeconds: Int(settings.limits.staleAfter.seconds)
        )
        self.snapshot = snapshot
        for shard in served { shard.loop.post { shard.adopt(snapshot) } }
    }
}
