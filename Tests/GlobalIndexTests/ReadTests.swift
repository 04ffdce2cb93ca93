import OrthancModel
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct ReadTests {
        @Test("lists are ascending and pages follow each other")
        func lists() async throws {
            try await Bench.with { bench in
                let samples = (0..<7).map { Sample($0) }
                try await bench.feed(.a, samples)
                let all = samples.map { $0.id(.study) }.sorted()
                let reader = bench.reader
                #expect(try await reader.list(.study, limit: 100).ids == all)
                #expect(try await reader.list(.study, since: 2, limit: 3).ids == Array(all[2..<5]))
                #expect(try await reader.list(.study, since: 6, limit: 3).ids == [all[6]])
                let rest = try await reader.list(.study, after: all[4], limit: 9)
                #expect(rest.ids == Array(all[5...]))
            }
        }

        @Test("a list tells whether anything has come or gone since another one")
        func unions() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                let reader = bench.reader
                let first = try await reader.list(.study, limit: 0).union
                #expect(try await reader.list(.instance, since: 5, limit: 9).union == first)
                try await bench.feed(.b, [Sample(1)])
                #expect(try await reader.list(.study, limit: 1).union == first)
                try await bench.feed(.b, [Sample(1, 0, 1)])
                let second = try await reader.list(.study, limit: 1).union
                #expect(second != first)
                let gone = Sample(1, 0, 1).id(.instance)
                try await IndexWriter.run(on: bench.pool) {
                    _ = try await $0.beginDelete(.instance, gone)
                }
                #expect(try await reader.list(.study, limit: 1).union != second)
            }
        }

        @Test("many resources come in the order asked, without the unknown")
        func many() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, (0..<4).map { Sample($0) })
                let wanted = [3, 9, 1].map { Sample($0).id(.series) }
                let found = try await bench.reader.resources(.series, wanted)
                #expect(found.map(\.id) == [wanted[0], wanted[2]])
                for level in Level.allCases {
                    let id = Sample(2).id(level)
                    let many = try await bench.reader.resources(level, [id], detail: .counted)
                    let one = try await bench.reader.resource(level, id)
                    #expect(many == [try #require(one)])
                    #expect(one?.instances == 1 && one?.bytes == 1000)
                    #expect(one?.completeHolders == [.a])
                    #expect(one?.parent == level.parent.map { Sample(2).id($0) })
                    #expect(one?.children == (level.child.map { [Sample(2).id($0)] } ?? []))
                }
            }
        }

        @Test("every level knows its relatives on every other")
        func relatives() async throws {
            try await Bench.with { bench in
                let samples = [Sample(1), Sample(1, 0, 1), Sample(1, 1), Sample(2)]
                try await bench.feed(.a, samples)
                for from in Level.allCases {
                    for wanted in Level.allCases {
                        for sample in samples {
                            let expected = Set(
                                samples.filter { $0.id(from) == sample.id(from) }
                                    .map { $0.id(wanted) }
                            )
                            let found = try await bench.reader.relatives(
                                wanted,
                                of: from,
                                sample.id(from)
                            )
                            #expect(found == expected.sorted(), "\(wanted) of \(from)")
                        }
                    }
                }
                let unknown = try await bench.reader.relatives(
                    .patient,
                    of: .instance,
                    Sample(9).id(.instance)
                )
                #expect(unknown.isEmpty)
            }
        }

        @Test("holders and statistics of each level")
        func holders() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, Sample.series(1, 0, 0, count: 3) + [Sample(1, 1)])
                try await bench.feed(.b, [Sample(1)])
                let reader = bench.reader
                #expect(try await reader.holders(ofInstance: Sample(1).id(.instance)) == [.a, .b])
                #expect(try await reader.holders(ofInstance: Sample(5).id(.instance)).isEmpty)
                for (level, count) in [
                    (Level.patient, 4), (.study, 3), (.series, 3), (.instance, 1),
                ] {
                    let holders = try await reader.holders(level, Sample(1).id(level))
                    #expect(holders.map(\.instances) == [count, 1], "\(level)")
                }
                let patient = try await reader.statistics(.patient, Sample(1).id(.patient))
                #expect(
                    patient
                        == IndexStatistics(
                            patients: 1,
                            studies: 2,
                            series: 2,
                            instances: 4,
                            bytes: 4000
                        )
                )
                let series = try await reader.statistics(.series, Sample(1).id(.series))
                #expect(series?.instances == 3 && series?.series == 1)
                #expect(try await reader.statistics(.study, Sample(7).id(.study)) == nil)
                #expect(try await reader.statistics(.instance, Sample(7).id(.instance)) == nil)
                let below = try await reader.copies(below: .study, Sample(1).id(.study), limit: 2)
                #expect(below.count == 2)
                let rest = try await reader.copies(
                    below: .study,
                    Sample(1).id(.study),
                    after: below.last?.instance,
                    limit: 2
                )
                #expect(rest.count == 1)
                let stores = Dictionary(
                    uniqueKeysWithValues: (below + rest).map { ($0.instance, $0.stores) }
                )
                #expect(stores[Sample(1).id(.instance)] == [.a, .b])
            }
        }

        @Test("the change log is paged forwards from a sequence and backwards to one")
        func changes() async throws {
            try await Bench.with { bench in
                let reader = bench.reader
                let empty = try await reader.changes(ChangeQuestion())
                #expect(empty.changes.isEmpty && empty.isDone && empty.last == 0)
                #expect(try await reader.lastChange().changes.isEmpty)
                try await bench.feed(.a, [Sample(1), Sample(1, 0, 0, 1), Sample(1, 0, 0, 2)])
                func sequences(_ question: ChangeQuestion) async throws -> [Int64] {
                    try await reader.changes(question).changes.map(\.sequence)
                }
                #expect(try await sequences(ChangeQuestion(since: 1, limit: 2)) == [2, 3])
                #expect(
                    try await reader.changes(ChangeQuestion(since: 1, limit: 2)).isDone == false
                )
                #expect(try await reader.changes(ChangeQuestion(since: 4, limit: 2)).isDone)
                let beyond = try await reader.changes(ChangeQuestion(since: 99))
                #expect(beyond.isDone && beyond.last == 6)
                let none = try await reader.changes(ChangeQuestion(limit: 0))
                #expect(none.changes.isEmpty && !none.isDone && none.last == 6)
                #expect(
                    try await sequences(ChangeQuestion(since: nil, upTo: 4, limit: 2)) == [3, 4]
                )
                #expect(
                    try await sequences(ChangeQuestion(types: [.newStudy, .newPatient])) == [3, 4]
                )
                #expect(try await reader.lastChange().changes.last?.sequence == 6)
            }
        }

        @Test("other events are passed on for what is known, a completed series once")
        func events() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                for _ in 0..<2 {
                    var batch = Batch(store: .a, epoch: 1, origin: .feed)
                    batch.events = [
                        (.completedSeries, .series, Sample(1).id(.series)),
                        (.modifiedStudy, .study, Sample(1).id(.study)),
                        (.modifiedStudy, .study, Sample(2).id(.study)),
                    ]
                    try await bench.apply(batch)
                }
                #expect(
                    try await bench.log(since: 4)
                        == ["CompletedSeries", "ModifiedStudy", "ModifiedStudy"]
                )
            }
        }
    }
}
