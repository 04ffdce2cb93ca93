import Basics
import EventLoop
import Foundation
import GlobalIndex
import LocalServers
import OrthancModel
import Postgres
@testable import Sync
import TestKit
import Testing

@Suite("Two gateways over one index", .serialized)
struct TakeoverTests {
    private func upload(_ instances: some Sequence<SyntheticInstance>, _ client: TestClient) throws
    {
        for instance in instances {
            try #require(try client.post("/instances", instance.bytes).status == 200)
        }
    }

    @Test("a gateway that stands still is replaced within 12 s, and does no harm when it goes on")
    func takeover() async throws {
        try await withFleet(stores: 1, hasCluster: false) { fleet in
            let client = fleet.client(of: 0)
            let corpus = SyntheticCorpus(patients: 4).instances
            try upload(corpus.prefix(10), client)
            let database = try SharedCluster.newDatabase()
            let first = try await Follower(database, fleet.stores)
            #expect(try await eventually { try await first.row().phase == "following" })
            let second = try await Follower(database, fleet.stores)
            let key = try await first.row().key
            #expect(first.service.board.current[key] != nil)
            #expect(second.service.board.current[key] == nil)

            // Everything on the loop stands still, as by SIGSTOP; its connections stay open.
            let thaw = DispatchSemaphore(value: 0)
            first.loop.post { thaw.wait() }
            try upload(corpus.dropFirst(10).prefix(10), client)
            let frozen = Instant.now
            let isTaken = try await eventually(within: .seconds(30)) {
                try await second.copies().count == 20
            }
            let passed = frozen.duration(to: Instant.now)
            #expect(isTaken && passed < .seconds(12), "took \(passed)")

            try upload(corpus.dropFirst(20).prefix(10), client)
            thaw.signal()
            try upload(corpus.dropFirst(30), client)
            let all = Set(try client.get("/instances").strings())
            #expect(try await eventually { try await second.copies() == all })
            #expect(try await eventually { first.service.board.current[key] == nil })
            #expect(second.service.board.current[key] != nil)
            let news: Set<ChangeType> = [.newInstance, .newSeries, .newStudy, .newPatient]
            let log = try await second.log().filter { news.contains($0.type) }
            #expect(log.count == Set(log.map(\.id)).count)
            try await first.stop()
            try await second.stop()
        }
    }

    @Test("a gateway that ends gives its stores to the other one at once")
    func handover() async throws {
        try await withFleet(stores: 2, hasCluster: false) { fleet in
            let database = try SharedCluster.newDatabase()
            let first = try await Follower(database, fleet.stores)
            #expect(try await eventually { first.service.board.current.count == 2 })
            let second = try await Follower(database, fleet.stores)
            try await first.stop()
            let isTaken = try await eventually(within: .seconds(4)) {
                second.service.board.current.count == 2
            }
            #expect(isTaken)
            try await second.stop()
        }
    }

    @Test("nothing can be written under a lease that has moved")
    func staleWrites() async throws {
        try await withFleet(stores: 1, hasCluster: false) { fleet in
            let database = try SharedCluster.newDatabase()
            let follower = try await Follower(database, fleet.stores)
            #expect(try await eventually { try await follower.row().phase == "following" })
            let row = try await follower.row()
            let old = try await follower.on {
                try await follower.index.leases.acquire("test", holder: UUID().uuidString)
            }
            let copies = StoreCopies(index: follower.index, key: row.key, lease: try #require(old))
            try await follower.on { try await copies.noteDrained(epoch: row.epoch) }
            try await follower.on { try await copies.index.leases.release(copies.lease) }
            var standing = StandingText.standing(row)
            standing.cursor += 1000
            let moved = standing
            await #expect(throws: IndexError.self) {
                try await follower.on {
                    try await copies.record(moved, after: moved, system: nil)
                }
            }
            var batch = Batch(store: row.key, epoch: row.epoch, origin: .feed)
            batch.events = []
            let page = SyncMachine.FeedBatch(
                marks: [],
                cursor: moved.cursor,
                recent: moved.recent,
                isDrained: true
            )
            let empty = batch
            await #expect(throws: IndexError.self) {
                try await follower.on { try await copies.apply(empty, page) }
            }
            #expect(try await follower.row().cursor < moved.cursor)
            try await follower.stop()
        }
    }

    @Test("a page whose effects can't be in moves no cursor")
    func cursorWaits() async throws {
        try await withFleet(stores: 1, hasCluster: false) { fleet in
            let follower = try await Follower(SharedCluster.newDatabase(), fleet.stores)
            #expect(try await eventually { try await follower.row().phase == "following" })
            let row = try await follower.row()
            let lease = try await follower.on {
                try await follower.index.leases.acquire("test", holder: UUID().uuidString)
            }
            let held = try #require(lease)
            let copies = StoreCopies(index: follower.index, key: row.key, lease: held)
            var batch = Batch(store: row.key, epoch: row.epoch, origin: .feed)
            // An instance of a series that nobody knows.
            batch.records = [
                try ResourceRecord(
                    level: .instance,
                    id: .model([3, 1]),
                    parent: .model([2, 1]),
                    tags: Array("{}".utf8)
                )
            ]
            let orphaned = batch
            let page = SyncMachine.FeedBatch(
                marks: [],
                cursor: row.cursor + 1000,
                recent: RecentRows(),
                isDrained: true
            )
            let isIn = try await follower.on { try await copies.apply(orphaned, page) }
            #expect(!isIn)
            #expect(try await follower.row().cursor < page.cursor)
            try await follower.stop()
        }
    }
}
