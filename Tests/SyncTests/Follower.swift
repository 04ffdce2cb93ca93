import Basics
import EventLoop
import Foundation
import GlobalIndex
import HTTPClient
import LocalServers
import Logging
import OrthancClient
import OrthancModel
import Sync
import TestKit
import Testing

/// One gateway's synchronisation without the gateway: a loop, an index, a service.
///
/// Everything that touches the loop goes through ``on(_:)``.
final class Follower: @unchecked Sendable {
    let loop: EventLoop
    private(set) var index: EngineIndex!
    private(set) var service: SyncService!
    private(set) var transport: Transport!
    private(set) var stores: [StoreName: Store] = [:]
    private let servers: [LocalOrthanc]
    /// Where to ask instead of the one server.
    private let proxy: String?
    private let ended = Locked(false)

    init(
        _ database: String,
        _ servers: [LocalOrthanc],
        policy: SyncPolicy = SyncPolicy(),
        through proxy: String? = nil
    ) async throws {
        self.servers = servers
        self.proxy = proxy
        loop = try EventLoop(name: "follower")
        try loop.start()
        let settings = try IndexSettings(database)
        try await on { [self] in
            index = EngineIndex(loop: loop, settings: settings)
            transport = try Transport(loop: loop)
            try await index.open(by: .after(.seconds(60)))
            service = SyncService(
                loop: loop,
                index: index,
                holder: RandomUUID.text(),
                policy: policy,
                log: Logger(label: "follower") { _ in SwiftLogNoOpLogHandler() }
            )
            for server in servers {
                let name = try #require(StoreName(server.settings.name))
                try await index.stores.upsertFileManaged(
                    name,
                    url: server.url,
                    settings: Array("{}".utf8)
                )
            }
            try await follow()
        }
        loop.post { [self] in
            loop.spawn { [self] in
                await service.run()
                ended.withLock { $0 = true }
            }
        }
    }

    private func follow() async throws {
        for server in servers {
            let name = try #require(StoreName(server.settings.name))
            let configuration = StoreConfiguration(name: name, url: proxy ?? server.url)
            stores[name] = try Store(configuration, on: transport, loop: loop, loops: 1)
        }
        let rows = try await index.stores.all()
        service.follow(
            rows.compactMap { row in
                stores[row.name].map { SyncService.FollowedStore(key: row.key, store: $0) }
            }
        )
    }

    /// Ends the service and waits for it.
    func stop() async throws {
        service.stop()
        #expect(try await eventually { self.ended.withLock { $0 } })
        try await on { [self] in
            transport.close()
            index.close()
        }
        loop.stop()
        loop.join()
    }

    /// Runs `body` on the loop.
    func on<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { waiter in
            loop.post { [self] in
                loop.spawn {
                    do {
                        waiter.resume(returning: try await body())
                    } catch {
                        waiter.resume(throwing: error)
                    }
                }
            }
        }
    }

    // MARK: What the index says

    func row(_ number: Int = 0) async throws -> StoreRow {
        let name = servers[number].settings.name
        let rows = try await on { try await self.index.stores.all() }
        return try #require(rows.first { $0.name.description == name })
    }

    func status(_ number: Int = 0) async throws -> SyncStatus? {
        service.board.current[try await row(number).key]
    }

    /// Instances that the index has for one store.
    func copies(_ number: Int = 0) async throws -> Set<String> {
        let key = try await row(number).key
        let ids = try await on {
            try await self.index.reader.copyIDs(key, .instance, limit: 100_000)
        }
        return Set(ids.map(\.description))
    }

    /// All rows of the federation's own log.
    func log() async throws -> [Change] {
        try await on {
            try await self.index.reader.changes(ChangeQuestion(since: 0, limit: 100_000)).changes
        }
    }

    func statistics() async throws -> IndexStatistics {
        try await on { try await self.index.reader.statistics() }
    }

    func copyCounts(_ number: Int = 0) async throws -> IndexStatistics {
        let key = try await row(number).key
        return try await on { try await self.index.reader.copyCounts(key) }
    }
}

/// Asks until the answer is yes.
///
/// - Returns: False when that took too long.
func eventually(
    within patience: Duration = .seconds(60),
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let deadline = Instant.now + patience
    while Instant.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return false
}
