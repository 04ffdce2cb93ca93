import Basics
import EventLoop
import OrthancModel
import Postgres
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct StoreTests {
        private static let one = "11111111-1111-4111-8111-111111111111"
        private static let other = "22222222-2222-4222-8222-222222222222"

        @Test("a lease has one holder, and a new term each time it changes hands")
        func lease() async throws {
            try await Bench.with { bench in
                let leases = IndexLeases(bench.control)
                let first = try #require(try await leases.acquire("sync:a", holder: Self.one))
                #expect(try await leases.acquire("sync:a", holder: Self.other) == nil)
                #expect(try await leases.renew(first))
                try await leases.release(first)
                let second = try #require(try await leases.acquire("sync:a", holder: Self.other))
                #expect(second.term > first.term)
                #expect(try await !leases.renew(first))
                try await leases.release(first)
                #expect(try await leases.renew(second))
                #expect(try await leases.acquire("sync:b", holder: Self.one) != nil)
            }
        }

        @Test("a lease that ran out can be taken, and its old holder's transactions fail")
        func fencing() async throws {
            try await Bench.with { bench in
                let short = IndexLeases(bench.control, timeToLive: .zero)
                let old = try #require(try await short.acquire("sync:a", holder: Self.one))
                let leases = IndexLeases(bench.control)
                let new = try #require(try await leases.acquire("sync:a", holder: Self.other))
                var batch = Batch(store: .a, epoch: 1, origin: .feed)
                batch.records = try Sample.records([Sample(1)])
                let fenced = batch
                let error = await #expect(throws: IndexError.self) {
                    try await IndexWriter.run(on: bench.pool) { writer in
                        try writer.assertLease(old)
                        _ = try await writer.applyAndCommit(fenced)
                    }
                }
                #expect(error?.kind == .leaseLost)
                #expect(try await bench.reader.statistics().patients == 0)
                try await IndexWriter.run(on: bench.pool) { writer in
                    try writer.assertLease(new)
                    _ = try await writer.applyAndCommit(fenced)
                }
                #expect(try await bench.reader.statistics().patients == 1)
            }
        }

        @Test("a holder that stops within a transaction keeps neither its lease nor its locks")
        func stopped() async throws {
            try await Bench.with { bench in
                let leases = IndexLeases(bench.control, timeToLive: .zero)
                let old = try #require(try await leases.acquire("sync:a", holder: Self.one))
                let isTaken = Locked(false)
                let stopped = Task(executorPreference: bench.loop) {
                    try await IndexWriter.run(on: bench.pool) { writer in
                        try writer.assertLease(old)
                        _ = try await writer.storesOwing()
                        while !isTaken.withLock({ $0 }) {
                            try await bench.loop.sleep(for: .milliseconds(10))
                        }
                        _ = try await writer.storesOwing()
                    }
                }
                try await bench.loop.sleep(for: .milliseconds(200))
                let clock = ContinuousClock()
                let took = try await clock.measure {
                    let new = try await leases.acquire("sync:a", holder: Self.other)
                    #expect(new?.term == old.term + 1)
                }
                #expect(took > .seconds(1) && took < .seconds(8), "\(took)")
                isTaken.withLock { $0 = true }
                await #expect(throws: IndexError.self) { try await stopped.value }
            }
        }

        @Test("the database has the settings that the statements are made for")
        func settings() async throws {
            try await Bench.with { bench in
                #expect(try await IndexSchema.missingSettings(bench.control).isEmpty)
                _ = try await bench.control.query(.once("SET enable_seqscan = on"))
                #expect(
                    try await IndexSchema.missingSettings(bench.control) == ["enable_seqscan"]
                )
            }
        }

        @Test("a holder that takes its own lease again gets a new term")
        func again() async throws {
            try await Bench.with { bench in
                let leases = IndexLeases(bench.control)
                let first = try #require(try await leases.acquire("x", holder: Self.one))
                let second = try #require(try await leases.acquire("x", holder: Self.one))
                #expect(second.term == first.term + 1)
                #expect(try await !leases.renew(first))
            }
        }

        @Test("stores of the file are upserted, those of the API added, changed, refused")
        func stores() async throws {
            try await Bench.with { bench in
                let (a, file) = (try #require(StoreName("a")), try #require(StoreName("file")))
                let empty = Array("{}".utf8)
                for url in ["http://one", "http://two"] {
                    try await bench.stores.upsertFileManaged(file, url: url, settings: empty)
                }
                let row = try #require(
                    try await bench.reader.stores().first { $0.name == file }
                )
                #expect(row.url == "http://two" && row.management == .file)
                #expect(row.epoch == 1 && row.cursor == 0 && row.phase == "new")
                #expect(row.staleSeconds == nil && row.state == .active)
                var kinds: [IndexError.Kind] = []
                for attempt in 0..<3 {
                    do {
                        switch attempt {
                        case 0: _ = try await bench.stores.add(a, url: "x", settings: empty)
                        case 1: try await bench.stores.change(file, url: "x", settings: empty)
                        default:
                            let nobody = try #require(StoreName("nobody"))
                            try await bench.stores.change(nobody, url: "x", settings: empty)
                        }
                    } catch { kinds.append((error as? IndexError)?.kind ?? .database) }
                }
                #expect(kinds == [.conflict, .conflict, .unknown])
                try await bench.stores.change(a, url: "http://new", settings: empty)
                try await bench.stores.set(.draining, note: "moving", of: a)
                let changed = try #require(try await bench.stores.all().first { $0.name == a })
                #expect(changed.url == "http://new" && changed.state == .draining)
                #expect(changed.note == "moving")
            }
        }

        @Test("every change of a store is told to listeners, a moving cursor is not")
        func notification() async throws {
            try await Bench.with { bench in
                let heard = Locked(0)
                let control = ControlConnection(loop: bench.loop, settings: bench.settings)
                defer { control.close() }
                control.listen(IndexStores.channel) { _ in heard.withLock { $0 += 1 } }
                control.start()
                try await control.waitUntilReady(by: .soon)
                _ = try await control.query(.once("SELECT 1"))
                let a = try #require(StoreName("a"))
                try await bench.stores.set(.draining, note: nil, of: a)
                _ = try await control.query(.once("SELECT 1"))
                #expect(heard.withLock { $0 } == 1)
                try await IndexWriter.run(on: bench.pool) { writer in
                    try writer.setPosition(
                        .a,
                        epoch: 1,
                        FeedPosition(cursor: 5, isDrained: true, recent: Array("[1]".utf8))
                    )
                }
                _ = try await control.query(.once("SELECT 1"))
                #expect(heard.withLock { $0 } == 1)
            }
        }

        @Test("the feed's position moves with what it brought, and not in another epoch")
        func position() async throws {
            try await Bench.with { bench in
                let recent = Array(#"[{"Seq": 5}]"#.utf8)
                try await IndexWriter.run(on: bench.pool) { writer in
                    try writer.setPosition(
                        .a,
                        epoch: 1,
                        FeedPosition(cursor: 5, isDrained: true, recent: recent)
                    )
                    var batch = Batch(store: .a, epoch: 1, origin: .feed)
                    batch.records = try Sample.records([Sample(1)])
                    _ = try await writer.applyAndCommit(batch)
                }
                var row = try #require(try await bench.stores.all().first)
                #expect(row.cursor == 5 && row.recent == recent)
                #expect((row.staleSeconds ?? 99) < 5)
                let epoch = try await IndexWriter.run(on: bench.pool) {
                    try await $0.beginEpoch(
                        .a,
                        after: 1,
                        cursor: 0,
                        phase: "importing",
                        fingerprint: Array("{}".utf8)
                    )
                }
                #expect(epoch == 2)
                row = try #require(try await bench.stores.all().first)
                #expect(row.cursor == 0 && row.epoch == 2 && row.phase == "importing")
                let error = await #expect(throws: IndexError.self) {
                    try await IndexWriter.run(on: bench.pool) { writer in
                        try writer.setPosition(
                            .a,
                            epoch: 1,
                            FeedPosition(cursor: 6, isDrained: true, recent: recent)
                        )
                    }
                }
                #expect(error?.kind == .storeMoved)
            }
        }

        @Test("a store's copies can be counted, listed in order, and found by identifier")
        func copies() async throws {
            try await Bench.with { bench in
                let samples = Sample.series(1, 0, 0, count: 5) + [Sample(2)]
                try await bench.feed(.a, samples)
                try await bench.feed(.b, [Sample(2)])
                let reader = bench.reader
                let counts = try await reader.copyCounts(.a)
                #expect(
                    counts
                        == IndexStatistics(
                            patients: 2,
                            studies: 2,
                            series: 2,
                            instances: 6,
                            bytes: 6000
                        )
                )
                let all = samples.map { $0.id(.instance) }.sorted()
                let first = try await reader.copyIDs(.a, .instance, limit: 4)
                let rest = try await reader.copyIDs(.a, .instance, after: first.last, limit: 4)
                #expect(first + rest == all)
                #expect(
                    try await reader.known(.b, .instance, Array(all))
                        == [Sample(2).id(.instance)]
                )
            }
        }
    }
}
