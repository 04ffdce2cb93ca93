internal import Basics
package import EventLoop
package import GlobalIndex
package import Logging
package import OrthancClient
package import OrthancModel

/// Follows every store whose lease this process holds. One a process, on the engine loop.
///
/// `@unchecked Sendable`: confined to its loop's thread, but for ``poke(_:suspects:)``, ``stop()``
/// and the board.
package final class SyncService: @unchecked Sendable {
    /// A store to follow, as the engine loop talks to it.
    package struct FollowedStore: Sendable {
        package let key: StoreKey
        package let store: Store

        package init(key: StoreKey, store: Store) {
            self.key = key
            self.store = store
        }
    }

    /// What is known of every store that this process follows; readable from any thread.
    package let board = SyncBoard()

    private let loop: EventLoop
    private let index: EngineIndex
    private let policy: SyncPolicy
    private let holder: String
    private let log: Logger
    private var stores: [String: FollowedStore] = [:]
    private var runners: [String: SyncRunner] = [:]
    /// Leases whose runner waits for an older one of the same store to end.
    private var waiting: [String: Lease] = [:]
    private var orders: [Lease] = []
    private var listener: CheckedContinuation<Void, Never>?
    private var isStopped = false
    private var keeper: LeaseKeeper?

    /// - Parameter holder: A UUID, new for each start of the program.
    package init(
        loop: EventLoop,
        index: EngineIndex,
        holder: String,
        policy: SyncPolicy = SyncPolicy(),
        log: Logger
    ) {
        self.loop = loop
        self.index = index
        self.holder = holder
        self.policy = policy
        self.log = log
    }

    // MARK: From outside

    /// Tells which stores there are; those left out are let go. On the engine loop.
    package func follow(_ stores: [FollowedStore]) {
        loop.assertCurrent()
        self.stores = Dictionary(stores.map { (Self.lease($0.store.name), $0) }) { _, new in new }
        for (name, runner) in runners where !runner.follows(self.stores[name]) { runner.stop() }
        keeper?.wanted = self.stores.keys.sorted()
    }

    /// Looks at a store's feed at once: something was written there, or copies answered 404.
    /// Any thread. Without effect when another process follows the store: it looks soon anyway.
    package func poke(_ key: StoreKey, suspects: [OrthancID] = []) {
        loop.post { [self] in
            for runner in runners.values where runner.key == key {
                runner.poke(suspects: suspects)
            }
        }
    }

    /// Ends ``run()`` and gives the leases back. Any thread.
    package func stop() {
        loop.post { [self] in
            isStopped = true
            keeper?.stop()
            for runner in runners.values { runner.stop() }
            hear()
        }
    }

    // MARK: Running

    /// Runs until ``stop()``; a cancelled task counts as one, but can't give leases back.
    package func run() async {
        loop.assertCurrent()
        await withTaskCancellationHandler {
            await serve()
        } onCancel: {
            stop()
        }
    }

    private func serve() async {
        let keeper = LeaseKeeper(loop: loop, leases: index.leases, holder: holder) { [self] in
            heard($0)
        }
        keeper.wanted = stores.keys.sorted()
        self.keeper = keeper
        await withDiscardingTaskGroup { group in
            group.addTask { await keeper.run() }
            group.addTask { await self.purgeRemoved() }
            while !isStopped {
                for lease in take() {
                    guard let runner = prepare(lease) else { continue }
                    group.addTask { await self.work(runner, lease) }
                }
                if orders.isEmpty, !isStopped {
                    await withCheckedContinuation { listener = $0 }
                }
            }
        }
        self.keeper = nil
    }

    private func take() -> [Lease] {
        defer { orders = [] }
        return orders
    }

    private func prepare(_ lease: Lease) -> SyncRunner? {
        guard let followed = stores[lease.name] else { return nil }
        guard runners[lease.name] == nil else {
            waiting[lease.name] = lease
            return nil
        }
        let runner = SyncRunner(
            followed.key,
            followed.store,
            index: index,
            lease: lease,
            policy: policy,
            board: board,
            log: log
        )
        runners[lease.name] = runner
        return runner
    }

    private func work(_ runner: SyncRunner, _ lease: Lease) async {
        log.debug("following", metadata: ["store": "\(lease.name)", "term": "\(lease.term)"])
        await runner.run()
        runners[lease.name] = nil
        if let next = waiting.removeValue(forKey: lease.name) { order(next) }
        await keeper?.ended(lease)
    }

    private func heard(_ action: LeaseMachine.Action) {
        switch action {
        case .start(let lease): order(lease)
        case .stop(let lease):
            waiting[lease.name] = nil
            orders.removeAll { $0 == lease }
            runners[lease.name]?.stop()
        case .acquire, .renew, .release: break
        }
    }

    private func order(_ lease: Lease) {
        orders.append(lease)
        hear()
    }

    private func hear() {
        listener?.resume()
        listener = nil
    }

    private static func lease(_ store: StoreName) -> String { "sync:\(store)" }

    // MARK: Removed stores

    private static let purgeEvery = Duration.seconds(5)
    private static let purgedAtATime = 500

    /// Takes the copies of removed stores out of the index, under the same lease as following.
    private func purgeRemoved() async {
        while !isStopped, !Task.isCancelled {
            let removed = (try? await index.reader.stores())?.filter { $0.state == .removed } ?? []
            for row in removed where !isStopped {
                let name = Self.lease(row.name)
                guard runners[name] == nil, stores[name] == nil,
                    let lease = try? await index.leases.acquire(name, holder: holder)
                else { continue }
                await purge(row.key, lease)
                try? await index.leases.release(lease)
            }
            await pause(Self.purgeEvery)
        }
    }

    private func purge(_ key: StoreKey, _ lease: Lease) async {
        var renewedAt = Instant.now
        while !isStopped, !Task.isCancelled {
            if renewedAt.duration(to: Instant.now) > LeaseMachine.renewEvery {
                renewedAt = Instant.now
                guard (try? await index.leases.renew(lease)) == true else { return }
            }
            let isGone = try? await index.write { writer in
                try writer.assertLease(lease)
                return try await writer.purge(key, limit: Self.purgedAtATime)
            }
            guard isGone == false else { return }
        }
    }

    /// Sleeps in short parts, so that ``stop()`` isn't waited for.
    private func pause(_ duration: Duration) async {
        var left = duration
        while left > .zero, !isStopped, !Task.isCancelled {
            try? await loop.sleep(for: min(left, .milliseconds(250)))
            left -= .milliseconds(250)
        }
    }
}
