import OrthancModel
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct DeletionTests {
        private static func delete(
            _ bench: Bench,
            _ level: Level,
            _ id: OrthancID
        ) async throws -> Deletion? {
            try await IndexWriter.run(on: bench.pool) { try await $0.beginDelete(level, id) }
        }

        /// One instance in one store's feed, at a sequence.
        private static func feed(
            _ bench: Bench,
            _ store: StoreKey,
            _ sample: Sample,
            sequence: Int64
        ) async throws -> AppliedBatch {
            var batch = Batch(store: store, epoch: 1, origin: .feed)
            batch.records = try Sample.records([sample])
            batch.sequences = [sample.id(.instance): sequence]
            return try await bench.apply(batch)
        }

        private static func setCursor(
            _ bench: Bench,
            _ store: StoreKey,
            _ cursor: Int64
        ) async throws {
            try await IndexWriter.run(on: bench.pool) { writer in
                try writer.setPosition(
                    store,
                    epoch: 1,
                    FeedPosition(cursor: cursor, isDrained: true, recent: Array("[]".utf8))
                )
            }
        }

        @Test("a deletion takes the resource out at once and says what each store owes")
        func begins() async throws {
            try await Bench.with { bench in
                let samples = Sample.series(1, 0, 0, count: 2) + [Sample(1, 1)]
                try await bench.feed(.a, samples)
                try await bench.feed(.b, [samples[0]])
                let study = samples[0].id(.study)
                let deletion = try #require(try await Self.delete(bench, .study, study))
                #expect(deletion.remainingAncestor?.level == .patient)
                #expect(deletion.remainingAncestor?.id == samples[0].id(.patient))
                #expect(deletion.owed.map(\.store) == [.a, .b])
                #expect(
                    deletion.owed.map(\.instances) == [
                        [samples[0].id(.instance), samples[1].id(.instance)].sorted(),
                        [samples[0].id(.instance)],
                    ]
                )
                #expect(try await bench.reader.resource(.study, study) == nil)
                #expect(try await bench.reader.statistics().instances == 1)
                try await bench.checkInvariants()
                #expect(try await Self.delete(bench, .study, study) == nil)
                let last = try #require(
                    try await Self.delete(bench, .patient, samples[0].id(.patient))
                )
                #expect(last.remainingAncestor == nil)
                #expect(try await bench.log().isEmpty)
            }
        }

        @Test("the nearest ancestor that is left is named")
        func ancestors() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1), Sample(1, 0, 1), Sample(1, 1)])
                let one = try await Self.delete(bench, .instance, Sample(1, 0, 1).id(.instance))
                #expect(one?.remainingAncestor?.level == .study)
                let two = try await Self.delete(bench, .series, Sample(1).id(.series))
                #expect(two?.remainingAncestor?.level == .patient)
                try await bench.checkInvariants()
            }
        }

        @Test(
            "what a store owes is listed until it is closed, and tried again later after a failure"
        )
        func owed() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                try await bench.feed(.b, [Sample(1)])
                let id = Sample(1).id(.patient)
                let deletion = try #require(try await Self.delete(bench, .patient, id))
                try await IndexWriter.run(on: bench.pool) { writer in
                    #expect(try await writer.storesOwing() == [.a, .b])
                    #expect(
                        try await writer.closeOwed(
                            intent: deletion.intent,
                            store: .a,
                            sequence: 7
                        )
                    )
                    #expect(
                        try await !writer.closeOwed(
                            intent: deletion.intent,
                            store: .a,
                            sequence: 8
                        )
                    )
                    try await writer.failOwed(
                        intent: deletion.intent,
                        store: .b,
                        problem: "connection refused",
                        pause: .seconds(60)
                    )
                    #expect(try await writer.owed(.a).isEmpty)
                    let owed = try await writer.owed(.b)
                    #expect(owed.count == 1 && owed[0].attempts == 1)
                    #expect(try await writer.due(.b).isEmpty)
                    #expect(owed[0].instances == [Sample(1).id(.instance)])
                    #expect(owed[0].level == .patient && owed[0].id == id)
                    try await writer.markExecuted(
                        intent: deletion.intent,
                        store: .b,
                        [Sample(1).id(.instance)],
                        sequence: 3
                    )
                    #expect(try await writer.owed(.b)[0].instances.isEmpty)
                    _ = try await writer.closeOwed(
                        intent: deletion.intent,
                        store: .b,
                        sequence: 9
                    )
                    #expect(try await writer.storesOwing().isEmpty)
                }
                #expect(
                    try await bench.number("SELECT count(*) FROM intent WHERE closed_at IS NULL")
                        == 0
                )
                #expect(
                    try await bench.number("SELECT executed_seq FROM tombstone WHERE store = 2")
                        == 3
                )
                try await IndexWriter.run(on: bench.pool) {
                    let hasMore = try await $0.purgeTombstones(olderThan: .seconds(3600))
                    #expect(!hasMore)
                }
                #expect(try await bench.number("SELECT count(*) FROM tombstone") == 2)
                try await IndexWriter.run(on: bench.pool) { writer in
                    for wanted in [true, true, false] {
                        let hasMore = try await writer.purgeTombstones(olderThan: .zero, limit: 1)
                        #expect(hasMore == wanted)
                    }
                }
                #expect(try await bench.number("SELECT count(*) FROM tombstone") == 0)
                #expect(try await bench.number("SELECT count(*) FROM intent") == 0)
            }
        }

        @Test("what can't be done yet hides nothing that can")
        func due() async throws {
            try await Bench.with { bench in
                let samples = Sample.series(1, 0, 0, count: 121)
                try await bench.feed(.a, samples)
                try await IndexWriter.run(on: bench.pool) { writer in
                    var last: Int64 = 0
                    for sample in samples {
                        let begun = try await writer.beginDelete(.instance, sample.id(.instance))
                        last = try #require(begun).intent
                        guard sample.id(.instance) != samples.last?.id(.instance) else { break }
                        try await writer.failOwed(
                            intent: last,
                            store: .a,
                            problem: "status 401",
                            pause: .seconds(60)
                        )
                    }
                    #expect(try await writer.due(.a) == [last])
                    #expect(try await writer.due(.a, after: last).isEmpty)
                }
            }
        }

        @Test("feed rows from before a pending deletion don't bring the copy back, newer ones do")
        func pendingFeed() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                try await Self.setCursor(bench, .a, 10)
                _ = try await Self.delete(bench, .patient, Sample(1).id(.patient))
                let old = try await Self.feed(bench, .a, Sample(1), sequence: 10)
                #expect(old.tombstoned == [Sample(1).id(.instance)] && old.newPatients == 0)
                #expect(try await bench.reader.statistics().patients == 0)
                let new = try await Self.feed(bench, .a, Sample(1), sequence: 11)
                #expect(new.newInstances == 1 && new.tombstoned.isEmpty)
                #expect(try await bench.number("SELECT count(*) FROM tombstone") == 0)
                try await bench.checkInvariants()
            }
        }

        @Test("the echo of an upload that was deleted before its feed row was read stays deleted")
        func echo() async throws {
            try await Bench.with { bench in
                try await Self.setCursor(bench, .a, 10)
                let target = try await bench.reader.uploadTarget(
                    instance: Sample(1).id(.instance),
                    series: Sample(1).id(.series),
                    study: Sample(1).id(.study),
                    patient: Sample(1).id(.patient)
                )
                var upload = Batch(
                    store: .a,
                    epoch: 1,
                    origin: .upload(startedAt: target.startedAt)
                )
                upload.records = try Sample.records([Sample(1)])
                _ = try await IndexWriter.upload(upload, on: bench.pool)
                _ = try await Self.delete(bench, .patient, Sample(1).id(.patient))
                let echo = try await Self.feed(bench, .a, Sample(1), sequence: 11)
                #expect(echo.tombstoned.count == 1)
                let newer = try await Self.feed(bench, .a, Sample(1), sequence: 12)
                #expect(newer.newInstances == 1)
            }
        }

        @Test("after an executed deletion only later feed rows and listings bring the copy back")
        func executed() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                let deletion = try #require(
                    try await Self.delete(bench, .patient, Sample(1).id(.patient))
                )
                let before = try await bench.reader.clock()
                try await IndexWriter.run(on: bench.pool) { writer in
                    _ = try await writer.closeOwed(
                        intent: deletion.intent,
                        store: .a,
                        sequence: 20
                    )
                }
                #expect(
                    try await Self.feed(bench, .a, Sample(1), sequence: 20).tombstoned.count == 1
                )
                var listing = Batch(store: .a, epoch: 1, origin: .listing(startedAt: before))
                listing.records = try Sample.records([Sample(1)])
                #expect(try await bench.apply(listing).tombstoned.count == 1)
                let now = try await bench.reader.clock()
                listing = Batch(store: .a, epoch: 1, origin: .listing(startedAt: now))
                listing.records = try Sample.records([Sample(1)])
                #expect(try await bench.apply(listing).newInstances == 1)
            }
        }

        @Test("an upload that started before a deletion loses to it, a later one wins")
        func upload() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1), Sample(1, 0, 0, 1)])
                let (instance, series, study) = (
                    Sample(1).id(.instance), Sample(1).id(.series), Sample(1).id(.study)
                )
                let early = try await bench.reader.uploadTarget(
                    instance: instance,
                    series: series,
                    study: study,
                    patient: Sample(1).id(.patient)
                )
                #expect(early.patientHolders == [.a])
                #expect(early.instanceHolders == [.a] && early.seriesHolders == [.a])
                #expect(early.studyHolders == [.a] && early.owing.isEmpty)
                let deletion = try #require(try await Self.delete(bench, .instance, instance))
                var batch = Batch(store: .a, epoch: 1, origin: .upload(startedAt: early.startedAt))
                batch.records = try Sample.records([Sample(1)])
                let lost = try await IndexWriter.upload(batch, on: bench.pool)
                #expect(lost.tombstoned == [instance] && lost.newInstances == 0)

                let late = try await bench.reader.uploadTarget(
                    instance: instance,
                    series: series,
                    study: study,
                    patient: Sample(1).id(.patient)
                )
                #expect(late.owing == [.a] && late.instanceHolders.isEmpty)
                try await IndexWriter.run(on: bench.pool) { writer in
                    _ = try await writer.closeOwed(
                        intent: deletion.intent,
                        store: .a,
                        sequence: 1
                    )
                }
                batch = Batch(store: .a, epoch: 1, origin: .upload(startedAt: late.startedAt))
                batch.records = try Sample.records([Sample(1)])
                let won = try await IndexWriter.upload(batch, on: bench.pool)
                #expect(won.newInstances == 1)
                try await bench.checkInvariants()
            }
        }

        @Test("a deletion reaches what an upload of unknown outcome may have left in a store")
        func doubt() async throws {
            try await Bench.with { bench in
                let instance = Sample(1).id(.instance)
                try await Self.setCursor(bench, .b, 10)
                try await IndexWriter.doubt(instance, at: .b, on: bench.pool)
                try await bench.feed(.a, [Sample(1)])
                let deletion = try #require(
                    try await Self.delete(bench, .study, Sample(1).id(.study))
                )
                #expect(deletion.owed.map(\.store) == [.a, .b])
                #expect(deletion.owed.map(\.instances) == [[instance], [instance]])
                let late = try await Self.feed(bench, .b, Sample(1), sequence: 11)
                #expect(late.tombstoned == [instance] && late.newInstances == 0)
                try await IndexWriter.run(on: bench.pool) { writer in
                    _ = try await writer.closeOwed(
                        intent: deletion.intent,
                        store: .b,
                        sequence: 12
                    )
                }
                let again = try await Self.feed(bench, .b, Sample(1), sequence: 13)
                #expect(again.newInstances == 1)
                try await bench.checkInvariants()
            }
        }

        @Test("an upload whose outcome is known leaves no doubt", arguments: [false, true])
        func settledDoubt(byFeed: Bool) async throws {
            try await Bench.with { bench in
                let instance = Sample(1).id(.instance)
                try await IndexWriter.doubt(instance, at: .a, on: bench.pool)
                try await IndexWriter.doubt(instance, at: .b, on: bench.pool)
                if byFeed {
                    _ = try await Self.feed(bench, .a, Sample(1), sequence: 1)
                } else {
                    var upload = Batch(store: .a, epoch: 1, origin: .upload(startedAt: 0))
                    upload.records = try Sample.records([Sample(1)])
                    _ = try await IndexWriter.upload(upload, on: bench.pool)
                }
                #expect(try await bench.number("SELECT count(*) FROM in_doubt") == 1)
                #expect(
                    try await bench.number("SELECT count(*) FROM in_doubt WHERE store = 2") == 1
                )
            }
        }

        @Test("a store that is removed gives up all copies, bit by bit, and then itself")
        func purge() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, Sample.series(1, 0, 0, count: 5))
                try await bench.feed(.b, Sample.series(1, 0, 0, count: 3) + [Sample(2)])
                _ = try await Self.delete(bench, .patient, Sample(2).id(.patient))
                try await bench.stores.remove(try #require(StoreName("b")))
                var rounds = 0
                while try await IndexWriter.run(
                    on: bench.pool,
                    { try await $0.purge(.b, limit: 2) }
                ) == false {
                    rounds += 1
                    try await bench.checkInvariants()
                }
                #expect(rounds == 2)
                #expect(try await bench.reader.stores().map(\.name.description) == ["a", "c"])
                #expect(try await bench.reader.statistics().instances == 5)
                #expect(
                    try await bench.number("SELECT count(*) FROM owed WHERE done_at IS NULL") == 0
                )
            }
        }
    }
}
