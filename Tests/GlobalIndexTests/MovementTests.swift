import OrthancModel
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct MovementTests {
        private static func remove(
            _ bench: Bench,
            _ samples: [Sample],
            of store: StoreKey,
            keptBy keeper: StoreKey
        ) async throws -> Deletion? {
            try await IndexWriter.run(on: bench.pool) {
                try await $0.beginRemove(
                    samples.map { $0.id(.instance) },
                    of: store,
                    keptBy: keeper
                )
            }
        }

        @Test("removing one copy keeps the resource, its events and its counts")
        func keepsUnion() async throws {
            try await Bench.with { bench in
                let samples = Sample.series(1, 0, 0, count: 3)
                try await bench.feed(.a, samples)
                try await bench.feed(.b, Array(samples.prefix(2)))
                let log = try await bench.log().count
                let deletion = try #require(
                    try await Self.remove(bench, samples, of: .a, keptBy: .b)
                )
                let both = samples.prefix(2).map { $0.id(.instance) }.sorted()
                #expect(deletion.owed.map(\.store) == [.a])
                #expect(deletion.owed.map(\.instances) == [both])
                #expect(try await bench.reader.statistics().instances == 3)
                #expect(try await bench.log().count == log)
                let copies = try await bench.reader.copies(of: samples.map { $0.id(.instance) })
                #expect(copies.count == 3)
                #expect(copies.filter { $0.store == .a }.map(\.id) == [samples[2].id(.instance)])
                try await bench.checkInvariants()
            }
        }

        @Test("the last copy, and a copy kept by its own store, are never removed")
        func lastCopy() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                #expect(try await Self.remove(bench, [Sample(1)], of: .a, keptBy: .b) == nil)
                #expect(try await Self.remove(bench, [Sample(1)], of: .a, keptBy: .a) == nil)
                #expect(try await bench.reader.statistics().instances == 1)
                try await bench.checkInvariants()
            }
        }

        @Test("a copy stays while its store owes a call to it, or to what is above it")
        func owingStays() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] { try await bench.feed(store, [Sample(1)]) }
                for level in Level.allCases {
                    let id = Sample(1).id(level)
                    let call = OwedCall(method: "PUT", path: [], body: nil, ifMatch: nil)
                    let begun = try #require(
                        try await IndexWriter.run(on: bench.pool) {
                            try await $0.beginCall(.metadata, level, id, call, stores: [.a])
                        }
                    )
                    #expect(try await bench.reader.owingCalls([id]) == [id: [.a]])
                    #expect(try await Self.remove(bench, [Sample(1)], of: .a, keptBy: .b) == nil)
                    _ = try await IndexWriter.run(on: bench.pool) {
                        try await $0.closeOwed(intent: begun.intent, store: .a, sequence: 1)
                    }
                    #expect(try await bench.reader.owingCalls([id]).isEmpty)
                }
                #expect(try await Self.remove(bench, [Sample(1)], of: .a, keptBy: .b) != nil)
            }
        }

        @Test("a feed row from before the removal doesn't bring the copy back, a newer one does")
        func feedAfterRemoval() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                try await bench.feed(.b, [Sample(1)])
                let deletion = try #require(
                    try await Self.remove(bench, [Sample(1)], of: .a, keptBy: .b)
                )
                _ = try await IndexWriter.run(on: bench.pool) {
                    try await $0.closeOwed(intent: deletion.intent, store: .a, sequence: 20)
                }
                for (sequence, copies) in [(Int64(20), 1), (21, 2)] {
                    var batch = Batch(store: .a, epoch: 1, origin: .feed)
                    batch.records = try Sample.records([Sample(1)])
                    batch.sequences = [Sample(1).id(.instance): sequence]
                    _ = try await bench.apply(batch)
                    let found = try await bench.reader.copies(of: [Sample(1).id(.instance)])
                    #expect(found.count == copies)
                }
            }
        }

        @Test("a deletion waits where the gateway itself still brings the instance")
        func deletionWaits() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                let id = Sample(1).id(.instance)
                let carriage = try await IndexWriter.run(on: bench.pool) {
                    try await $0.beginCarry(
                        [id, Sample(9).id(.instance)],
                        to: .b,
                        for: .seconds(60)
                    )
                }
                #expect(carriage.instances == [id])
                let begun = try await IndexWriter.run(on: bench.pool) { writer in
                    let deletion = try #require(try await writer.beginDelete(.instance, id))
                    let claimed = try await writer.claimAll(deletion)
                    return (deletion, claimed)
                }
                #expect(begun.0.owed.map(\.store) == [.a, .b])
                #expect(begun.1 == [.a])
                var upload = Batch(
                    store: .b,
                    epoch: 1,
                    origin: .upload(startedAt: carriage.startedAt)
                )
                upload.records = try Sample.records([Sample(1)])
                let late = try await IndexWriter.upload(upload, on: bench.pool)
                #expect(late.tombstoned == [id] && late.newInstances == 0)
                try await IndexWriter.run(on: bench.pool) { writer in
                    #expect(try await writer.claim(intent: begun.0.intent, store: .b) == nil)
                    try await writer.endCarry([id], to: .b, carriage)
                    let owed = try #require(
                        try await writer.claim(intent: begun.0.intent, store: .b)
                    )
                    #expect(owed.instances == [id])
                }
                try await bench.checkInvariants()
            }
        }

        @Test("a deletion waits for what was never ended, though a later attempt was")
        func unknownEnd() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                let id = Sample(1).id(.instance)
                let carry = {
                    try await IndexWriter.run(on: bench.pool) {
                        try await $0.beginCarry([id], to: .b, for: .seconds(60))
                    }
                }
                _ = try await carry()
                let second = try await carry()
                var batch = Batch(store: .b, epoch: 1, origin: .upload(startedAt: second.startedAt))
                batch.records = try Sample.records([Sample(1)])
                #expect(try await bench.apply(batch).newCopies == 1)
                try await IndexWriter.run(on: bench.pool) {
                    try await $0.endCarry([id], to: .b, second)
                }
                try await IndexWriter.run(on: bench.pool) { writer in
                    let deletion = try #require(try await writer.beginDelete(.instance, id))
                    #expect(try await writer.claimAll(deletion) == [.a])
                }
            }
        }

        @Test("nothing is brought to a store that holds it or owes its deletion")
        func refused() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1), Sample(2)])
                try await bench.feed(.b, [Sample(1), Sample(2)])
                let (one, two) = (Sample(1).id(.instance), Sample(2).id(.instance))
                _ = try await Self.remove(bench, [Sample(2)], of: .b, keptBy: .a)
                let carriage = try await IndexWriter.run(on: bench.pool) {
                    try await $0.beginCarry([one, two], to: .b, for: .seconds(60))
                }
                #expect(carriage.instances.isEmpty)
            }
        }

        @Test("instances below each level come page by page, at one store or anywhere")
        func listing() async throws {
            try await Bench.with { bench in
                let samples = Sample.series(1, 0, 0, count: 5)
                try await bench.feed(.a, samples)
                try await bench.feed(.b, Array(samples.prefix(2)))
                let all = samples.map { $0.id(.instance) }.sorted()
                for level in [Level.patient, .study, .series] {
                    let id = samples[0].id(level)
                    let first = try await bench.reader.instances(below: level, id, limit: 3)
                    #expect(first == Array(all.prefix(3)))
                    let rest = try await bench.reader.instances(
                        below: level,
                        id,
                        after: first.last,
                        limit: 3
                    )
                    #expect(rest == Array(all.suffix(2)))
                    let held = try await bench.reader.instances(below: level, id, at: .b, limit: 9)
                    #expect(held == samples.prefix(2).map { $0.id(.instance) }.sorted())
                    #expect(try await bench.reader.levels(of: [id]) == [id: level])
                }
                let above = try await bench.reader.ancestry(of: all)
                #expect(above.studies == [samples[0].id(.study)])
            }
        }

        @Test("a size that can't be is not believed")
        func sizes() throws {
            for (told, kept) in [(Int64.max, ResourceRecord.mostFileBytes), (-1, 0), (7, 7)] {
                let record = try ResourceRecord(
                    level: .instance,
                    id: Sample(1).id(.instance),
                    parent: Sample(1).id(.series),
                    tags: Array("{}".utf8),
                    fileSize: told
                )
                #expect(record.fileSize == kept)
            }
        }
    }
}
