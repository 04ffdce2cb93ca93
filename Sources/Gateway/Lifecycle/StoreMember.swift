import Basics
import EventLoop
import Federation
import GlobalIndex
import HTTPClient
import OrthancClient
import OrthancModel

/// One store as the engine looks after it: its row, its client, its health.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
final class StoreMember: @unchecked Sendable {
    let configuration: StoreConfiguration
    /// Its settings could be followed; otherwise it is never asked, and counts as down.
    let isUsable: Bool
    let store: Store
    var row: StoreRow
    private var machine: HealthMachine
    private let loop: EventLoop
    private var probing: Task<Void, Never>?
    /// Bytes on its disk by its own account; nil as long as nobody needs to know.
    private(set) var diskBytes: Int64?
    private var weighedAt = Instant.now

    init(
        _ row: StoreRow,
        _ configuration: StoreConfiguration,
        on transport: Transport,
        loop: EventLoop,
        loops: Int
    ) throws(StoreError) {
        self.row = row
        self.configuration = configuration
        self.loop = loop
        isUsable = true
        machine = HealthMachine(at: WallClock.unixSeconds())
        store = try Store(configuration, on: transport, loop: loop, loops: loops + 1)
    }

    /// A store whose settings can't be followed: what it holds is missing, and must be seen to be.
    init(
        unusable row: StoreRow,
        on transport: Transport,
        loop: EventLoop
    ) throws(StoreError) {
        self.row = row
        self.loop = loop
        isUsable = false
        configuration = StoreConfiguration(name: row.name, url: "http://unusable.invalid")
        machine = HealthMachine(at: WallClock.unixSeconds())
        store = try Store(configuration, on: transport, loop: loop, loops: 1)
        machine.failed(
            StoreError(.suspended, doing: "follow settings"),
            at: WallClock.unixSeconds()
        )
    }

    var health: StoreHealth { machine.health }

    var view: StoreView {
        StoreView(
            name: row.name,
            key: row.key,
            epoch: row.epoch,
            configuration: configuration,
            isManagedByFile: row.management == .file,
            isDraining: row.state != .active || row.phase.hasPrefix("quarantined"),
            isFull: isFull,
            health: machine.health,
            isImported: row.importedAt != nil,
            ageSeconds: row.staleSeconds.map { Int($0) },
            version: machine.health.system?.version
        )
    }

    // MARK: Room

    /// What it may hold: the configured quota, and 95 % of what it says itself, beyond which it
    /// would recycle patients or refuse files.
    var roomBytes: Int64? {
        let own = machine.health.system?.maximumStorageBytes.map { $0 / 100 * 95 }
        return [configuration.quotaBytes, own].compactMap(\.self).min()
    }

    var isFull: Bool {
        guard let roomBytes, let diskBytes else { return false }
        return diskBytes >= roomBytes
    }

    /// Asks how much it holds, every ten seconds, where that counts.
    private func weigh() async {
        guard machine.health.isUp, roomBytes != nil,
            diskBytes == nil || weighedAt.duration(to: Instant.now) > .seconds(10)
        else { return }
        weighedAt = Instant.now
        if let statistics = try? await store.statistics() { diskBytes = statistics.diskBytes }
    }

    /// Begins to probe `/system`: every two seconds while it answers, every second while it
    /// doesn't, and a second time at once after a failure.
    ///
    /// - Parameter turned: It came up, or went down.
    func start(_ turned: @escaping @Sendable () -> Void) {
        guard isUsable else { return }
        probing = loop.spawn { [self] in
            while !Task.isCancelled {
                let wasUp = machine.health.isUp
                await probe()
                if machine.health.isUp != wasUp { turned() }
                await weigh()
                if machine.health.isUp, machine.health.isSuspect { continue }
                let pause: Duration = machine.health.isUp ? .seconds(2) : .seconds(1)
                do { try await loop.sleep(for: pause) } catch { return }
            }
        }
    }

    func stop() {
        probing?.cancel()
        store.close()
    }

    /// Asks `/system` once and takes what comes of it into ``health``.
    func probe(within limit: Duration = .seconds(2)) async {
        guard isUsable else { return }
        let began = loop.now
        do {
            let system = try await store.system(within: limit)
            machine.succeeded(
                system,
                latency: began.duration(to: loop.now),
                at: WallClock.unixSeconds()
            )
        } catch {
            guard error.kind != .cancelled else { return }
            machine.failed(error, at: WallClock.unixSeconds())
        }
    }
}

/// The engine's stores, for whoever looks one up by its key.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
final class MemberRegister: @unchecked Sendable {
    var members: [StoreName: StoreMember] = [:]

    /// All stores that are up.
    var reachable: [(StoreKey, Store)] {
        members.values.filter { $0.health.isUp && $0.store.admits }.map { ($0.row.key, $0.store) }
    }

    /// Stores that are up, have labels, and whose feed was seen drained a moment ago, so that they
    /// are what they were; ascending by name.
    var labelled: [(key: StoreKey, store: Store)] {
        members.values.filter {
            $0.health.isUp && $0.store.admits && $0.row.phase == "following"
                && $0.row.staleSeconds.map { $0 < 5 } ?? false
                && $0.health.system?.capabilities.hasLabels ?? false
        }.sorted { $0.row.name < $1.row.name }.map { ($0.row.key, $0.store) }
    }

    /// A store that is up.
    func reachable(_ key: StoreKey) -> Store? {
        guard let member = members.values.first(where: { $0.row.key == key }),
            member.health.isUp, member.store.admits
        else { return nil }
        return member.store
    }

    /// A store that is up and whose feed was seen drained a moment ago, for replays.
    func reach(_ key: StoreKey) -> Store? {
        guard let member = members.values.first(where: { $0.row.key == key }),
            member.health.isUp, let age = member.row.staleSeconds, age < 5
        else { return nil }
        return member.store
    }
}
