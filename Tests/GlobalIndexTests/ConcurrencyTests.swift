import EventLoop
import OrthancModel
import Postgres
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct ConcurrencyTests {
        @Test("writers that insert and remove under the same parents leave no orphan and lose none")
        func races() async throws {
            try await Bench.with { bench in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<4 {
                        group.addTask {
                            var random = Generator(seed: UInt64(writer))
                            for round in 0..<60 {
                                try await Self.step(bench, &random, writer, round)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await bench.checkInvariants()
            }
        }

        /// One random insertion, removal, deletion or stable event on few resources.
        private static func step(
            _ bench: Bench,
            _ random: inout Generator,
            _ writer: Int,
            _ round: Int
        ) async throws {
            let store = StoreKey(Int16(Int.random(in: 1...3, using: &random)))
            let samples = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                Sample(
                    .random(in: 0...1, using: &random),
                    .random(in: 0...1, using: &random),
                    .random(in: 0...1, using: &random),
                    .random(in: 0...2, using: &random)
                )
            }
            let level = Level.allCases.randomElement(using: &random) ?? .study
            switch Int.random(in: 0...9, using: &random) {
            case 0...4:
                var seen: Set<OrthancID> = []
                try await bench.feed(
                    store,
                    samples.filter { seen.insert($0.id(.instance)).inserted }
                )
            case 5...7:
                try await bench.remove(store, level, [samples[0].id(level)])
            case 8:
                let deletion = try await IndexWriter.run(on: bench.pool) {
                    try await $0.beginDelete(level, samples[0].id(level))
                }
                for owed in deletion?.owed ?? [] {
                    try await IndexWriter.run(on: bench.pool) { writer in
                        _ = try await writer.closeOwed(
                            intent: deletion?.intent ?? 0,
                            store: owed.store,
                            sequence: 0
                        )
                    }
                }
            default:
                guard level < .instance else { return }
                try await bench.feed(store, [], stable: [(level, samples[0].id(level))])
            }
        }

        @Test("a removal waits for an insertion under the same study, and sees it")
        func insertionFirst() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                try await withThrowingTaskGroup(of: Void.self) { group in
                    try await IndexWriter.run(on: bench.pool) { writer in
                        var batch = Batch(store: .a, epoch: 1, origin: .feed)
                        batch.records = [
                            try Sample(1, 0, 1).record(.instance),
                            try Sample(1, 0, 1).record(.series),
                        ]
                        _ = try await writer.apply(batch)
                        group.addTask {
                            try await bench.remove(.a, .instance, [Sample(1).id(.instance)])
                        }
                        try await Self.waitForBlocked(bench)
                    }
                    try await group.waitForAll()
                }
                #expect(try await bench.reader.statistics().instances == 1)
                try await bench.checkInvariants()
            }
        }

        @Test("an insertion waits for a removal of its parents, and makes them again or says so")
        func removalFirst() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                var known = Batch(store: .a, epoch: 1, origin: .feed)
                known.records = [try Sample(1, 0, 0, 1).record(.instance)]
                let (orphan, whole) = (known, [Sample(1, 0, 0, 2)])
                try await withThrowingTaskGroup(of: AppliedBatch.self) { group in
                    try await IndexWriter.run(on: bench.pool) { writer in
                        _ = try await writer.removeCopies(.a, .patient, [Sample(1).id(.patient)])
                        group.addTask { try await bench.apply(orphan) }
                        try await Self.waitForBlocked(bench)
                        group.addTask { try await bench.feed(.a, whole) }
                        try await Self.waitForBlocked(bench, count: 2)
                    }
                    var results: [AppliedBatch] = []
                    for try await result in group { results.append(result) }
                    #expect(results.map(\.newInstances).reduce(0, +) >= 1)
                    #expect(
                        results.map { $0.newInstances + $0.orphans.count } == [1, 1]
                    )
                }
                try await bench.checkInvariants()
            }
        }

        /// Until so many sessions wait for a lock.
        static func waitForBlocked(_ bench: Bench, count: Int64 = 1) async throws {
            let waiting = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
            for _ in 0..<5000 {
                let rows = try await bench.control.query(.once(waiting))
                if (rows.int(0, 0) ?? 0) >= count { return }
            }
            Issue.record("nobody waits")
        }

        @Test("a reader that polls since the last sequence it saw never skips a row")
        func commitOrder() async throws {
            try await Bench.with { bench in
                let total = 4 * 40 * 4
                try await withThrowingTaskGroup(of: [Int64].self) { group in
                    for writer in 0..<4 {
                        group.addTask {
                            for round in 0..<40 {
                                try await bench.feed(.a, [Sample(writer * 1000 + round)])
                            }
                            return []
                        }
                    }
                    group.addTask {
                        var seen: [Int64] = []
                        while seen.count < total {
                            let page = try await bench.reader.changes(
                                ChangeQuestion(since: seen.last ?? 0, limit: 7)
                            )
                            seen += page.changes.map(\.sequence)
                        }
                        return seen
                    }
                    var seen: [Int64] = []
                    for try await part in group { seen += part }
                    #expect(seen == Array(1...Int64(total)))
                }
            }
        }

        @Test("two stores that bring the same new study at once make one study")
        func sameStudy() async throws {
            try await Bench.with { bench in
                for round in 0..<20 {
                    let samples = Sample.series(round, 0, 0, count: 5)
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for store in [StoreKey.a, .b, .c] {
                            group.addTask {
                                try await bench.feed(store, samples.shuffled())
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                #expect(try await bench.log().filter { $0 == "NewInstance" }.count == 100)
                #expect(try await bench.log().count == 160)
                try await bench.checkInvariants()
            }
        }
    }
}
