import OrthancModel
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct ApplyTests {
        @Test("an instance new to the union is logged child first, a replica not at all")
        func logsOnce() async throws {
            try await Bench.with { bench in
                let first = try await bench.feed(.a, [Sample(1)])
                #expect(first.newPatients == 1 && first.newInstances == 1 && first.newCopies == 1)
                #expect(first.logged == 4 && first.lastSequence == 4)
                #expect(
                    try await bench.log()
                        == ["NewInstance", "NewSeries", "NewStudy", "NewPatient"]
                )

                let replica = try await bench.feed(.b, [Sample(1)])
                #expect(replica.newInstances == 0 && replica.newCopies == 1)
                #expect(replica.logged == 0)
                let again = try await bench.feed(.b, [Sample(1)])
                #expect(again.newCopies == 0)
                #expect(try await bench.log().count == 4)
                try await bench.checkInvariants()
            }
        }

        @Test("a resource that is named twice counts once, as it was named last")
        func namedTwice() async throws {
            try await Bench.with { bench in
                var later = Sample(1)
                later.lastUpdate = "20250101T000000"
                for origin in [Batch.Origin.listing(startedAt: 0), .feed] {
                    var batch = Batch(store: .a, epoch: 1, origin: origin)
                    batch.records = try Sample.records([Sample(1), Sample(1, 0, 0, 1)])
                    batch.records += try Sample.records([later])
                    _ = try await bench.apply(batch)
                }
                let next = try await bench.feed(.b, [Sample(2)])
                #expect(next.logged == 4)
                #expect(try await bench.log().count == 9)
                #expect(
                    try await bench.number("SELECT max(seq) FROM change")
                        == bench.number("SELECT last FROM ledger")
                )
                let study = try await bench.reader.resource(.study, later.id(.study))
                #expect(study?.lastUpdate == later.lastUpdate)
                for level in [Level.patient, .study, .series] {
                    let records = try [Sample(3).record(level), Sample(3).record(level)]
                    try await IndexWriter.run(on: bench.pool) { writer in
                        try await writer.stage(.a, level, records)
                    }
                }
                #expect(try await bench.number("SELECT count(*) FROM staged") == 3)
                try await bench.checkInvariants()
            }
        }

        @Test("what no column can keep stops nobody's feed")
        func hostile() async throws {
            try await Bench.with { bench in
                var sample = Sample(1)
                sample.indexInSeries = 4_294_967_295
                sample.expected = 4_294_967_295
                sample.patientTags["PatientName"] = "A\u{0}B"
                sample.instanceTags["SOPInstanceUID"] = "1.2\u{0}"
                let applied = try await bench.feed(.a, [sample, Sample(2)])
                #expect(applied.newInstances == 2)
                let index = try #require(
                    try await bench.reader.resource(.instance, sample.id(.instance), detail: .answer)
                )
                #expect(index.indexInSeries == nil)
            }
        }

        @Test("what a modification made a resource of is shown at every level, as its store says it")
        func derivation() async throws {
            try await Bench.with { bench in
                func record(_ level: Level, _ origin: Derivation?) throws -> ResourceRecord {
                    let parents: [OrthancID?] = [
                        nil, Sample(1).id(.patient), Sample(1).id(.study), Sample(1).id(.series),
                    ]
                    return try ResourceRecord(
                        level: level,
                        id: Sample(1).id(level),
                        parent: parents[level.rawValue],
                        tags: Array("{}".utf8),
                        patientTags: level == .study ? Array("{}".utf8) : nil,
                        lastUpdate: "20240101T000000",
                        isStable: true,
                        derivation: origin
                    )
                }
                let origins: [Derivation?] = [
                    .anonymized(Sample(9).id(.patient)), .modified(Sample(9).id(.patient)), nil,
                ]
                for origin in origins {
                    var batch = Batch(store: .a, epoch: 1, origin: .feed)
                    batch.records = try Level.allCases.map { try record($0, origin) }
                    batch.stable = [Level.patient, .study, .series].map { ($0, Sample(1).id($0)) }
                    _ = try await bench.apply(batch)
                    for level in Level.allCases {
                        let shown = try await bench.reader.resource(
                            level,
                            Sample(1).id(level),
                            detail: .answer
                        )
                        #expect(shown?.derivation == origin, "\(level)")
                    }
                }
            }
        }

        @Test("parents stand in the log right after their first instance")
        func orderOfLog() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1, 0, 0, 0), Sample(1, 0, 0, 1), Sample(1, 1)])
                #expect(
                    try await bench.log() == [
                        "NewInstance", "NewSeries", "NewStudy", "NewPatient", "NewInstance",
                        "NewInstance", "NewSeries", "NewStudy",
                    ]
                )
            }
        }

        @Test("a split study is the union of its parts")
        func splitStudy() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, Sample.series(1, 0, 0, count: 3))
                try await bench.feed(.b, [Sample(1, 0, 0, 2), Sample(1, 0, 0, 3), Sample(1, 0, 1)])
                let study = try #require(
                    try await bench.reader.resource(.study, Sample(1).id(.study))
                )
                #expect(
                    study.children
                        == [Sample(1).id(.series), Sample(1, 0, 1).id(.series)].sorted()
                )
                #expect(study.instances == 5 && study.bytes == 5000)
                #expect(study.holders.map(\.store) == [.a, .b])
                #expect(study.holders.map(\.instances) == [3, 3])
                #expect(study.completeHolders.isEmpty)
                let series = try #require(
                    try await bench.reader.resource(.series, Sample(1).id(.series))
                )
                #expect(series.instances == 4 && series.children.count == 4)
                #expect(series.holders.map(\.instances) == [3, 2])
                #expect(
                    try await bench.reader.statistics()
                        == IndexStatistics(
                            patients: 1,
                            studies: 1,
                            series: 2,
                            instances: 5,
                            bytes: 5000
                        )
                )
                try await bench.checkInvariants()
            }
        }

        @Test("a resource leaves the union with its last copy, and its rows leave the log")
        func lastCopy() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, Sample.series(1, 0, 0, count: 2))
                try await bench.feed(.b, [Sample(1)])
                let one = try await bench.remove(.a, .instance, [Sample(1).id(.instance)])
                #expect(one.instances == 0 && one.copies == 1)
                let rest = try await bench.remove(.a, .series, [Sample(1).id(.series)])
                #expect(rest.instances == 1 && rest.copies == 1 && rest.series == 0)
                try await bench.checkInvariants()
                let last = try await bench.remove(.b, .patient, [Sample(1).id(.patient)])
                #expect(last.instances == 1 && last.patients == 1 && last.studies == 1)
                #expect(try await bench.reader.resource(.patient, Sample(1).id(.patient)) == nil)
                let page = try await bench.reader.changes(ChangeQuestion())
                #expect(page.changes.isEmpty && page.isDone && page.last == 5)
                try await bench.checkInvariants()
            }
        }

        @Test("instances whose parents nobody knows are handed back, the others are taken")
        func orphans() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                var batch = Batch(store: .a, epoch: 1, origin: .feed)
                batch.records = [
                    try Sample(1, 0, 0, 1).record(.instance), try Sample(2).record(.instance),
                    try Sample(3).record(.instance), try Sample(3).record(.series),
                ]
                let applied = try await bench.apply(batch)
                #expect(
                    Set(applied.orphans) == [Sample(2).id(.instance), Sample(3).id(.instance)]
                )
                #expect(applied.newInstances == 1 && applied.newSeries == 0)
                try await bench.checkInvariants()
            }
        }

        @Test("an import takes parents from where they were staged")
        func staged() async throws {
            try await Bench.with { bench in
                let samples =
                    Sample.series(1, 0, 0, count: 3) + Sample.series(1, 1, 0, count: 2)
                let records = try Sample.records(samples, isStable: true)
                try await IndexWriter.run(on: bench.bulk) { writer in
                    for level in [Level.patient, .study, .series] {
                        try await writer.stage(.a, level, records.filter { $0.level == level })
                    }
                }
                #expect(try await bench.reader.statistics().patients == 0)
                var batch = Batch(store: .a, epoch: 1, origin: .listing(startedAt: 0))
                batch.records = records.filter { $0.level == .instance }
                let applied = try await bench.apply(batch)
                #expect(applied.newStudies == 2 && applied.newInstances == 5)
                let study = try #require(
                    try await bench.reader.resource(.study, Sample(1).id(.study))
                )
                #expect(study.isStable && study.lastUpdate == "20240101T000000")

                var announced = 0
                for level in [Level.series, .study, .patient] {
                    var after: OrthancID?
                    repeat {
                        let from = after
                        after = try await IndexWriter.run(on: bench.pool) {
                            try await $0.announceImported(.a, level, after: from, limit: 1)
                        }
                        announced += 1
                    } while after != nil
                }
                try await IndexWriter.run(on: bench.pool) { try await $0.unstage(.a) }
                let stable = try await bench.log().filter { $0.hasPrefix("Stable") }
                #expect(stable.filter { $0 == "StableStudy" }.count == 2)
                #expect(stable.count == 5)
                #expect(try await bench.number("SELECT count(*) FROM staged") == 0)
                try await bench.checkInvariants()
            }
        }

        @Test("stable is said once, when all holders agree, and again only after something new")
        func stable() async throws {
            try await Bench.with { bench in
                let study = Sample(1).id(.study)
                try await bench.feed(.a, [Sample(1)])
                try await bench.feed(.b, [Sample(1)])
                try await bench.feed(.a, [], stable: [(.study, study)])
                #expect(try await bench.reader.resource(.study, study)?.isStable == false)
                #expect(try await bench.log(since: 4).isEmpty)
                try await bench.feed(.b, [], stable: [(.study, study)])
                #expect(try await bench.reader.resource(.study, study)?.isStable == true)
                #expect(try await bench.log(since: 4) == ["StableStudy"])
                try await bench.feed(.b, [], stable: [(.study, study)])
                #expect(try await bench.log(since: 5).isEmpty)

                // A replica of what is known does not reopen the study for listeners.
                try await bench.feed(.c, [Sample(1)])
                #expect(try await bench.reader.resource(.study, study)?.isStable == false)
                try await bench.feed(.c, [], stable: [(.study, study)])
                #expect(try await bench.log(since: 5).isEmpty)

                try await bench.feed(.a, [Sample(1, 0, 0, 1)])
                try await bench.feed(.a, [], stable: [(.study, study)])
                #expect(try await bench.log(since: 5) == ["NewInstance", "StableStudy"])
            }
        }

        @Test("an overwritten instance changes text and sizes, and is no new instance")
        func overwritten() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                try await bench.feed(.b, [Sample(1)])
                var changed = Sample(1)
                changed.size = 5000
                changed.instanceTags["InstanceNumber"] = "7"
                let applied = try await bench.feed(.a, [changed])
                #expect(applied.logged == 0 && applied.newCopies == 0)
                let instance = try #require(
                    try await bench.reader.resource(.instance, changed.id(.instance))
                )
                #expect(String(decoding: instance.tags, as: UTF8.self).contains("\"7\""))
                #expect(instance.bytes == 5000 && instance.holders.map(\.bytes) == [5000, 1000])
                #expect(try await bench.reader.statistics().bytes == 5000)
                try await bench.checkInvariants()
            }
        }

        @Test("a resource's text comes from one store until that store gives it up")
        func source() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                var other = Sample(1)
                other.patientTags["PatientName"] = "Somebody^Else"
                try await bench.feed(.b, [other])
                let id = other.id(.patient)
                var patient = try #require(try await bench.reader.resource(.patient, id))
                #expect(String(decoding: patient.tags, as: UTF8.self).contains("Name^1"))
                #expect(patient.conflicts == ["PatientName"])
                try await bench.remove(.a, .instance, [other.id(.instance)])
                try await bench.feed(.b, [other])
                patient = try #require(try await bench.reader.resource(.patient, id))
                #expect(String(decoding: patient.tags, as: UTF8.self).contains("Else"))
                #expect(patient.conflicts.isEmpty)
            }
        }

        @Test("an upload makes what is new, and leaves what stores have said alone")
        func upload() async throws {
            try await Bench.with { bench in
                var full = Sample(1)
                full.studyTags["StudyDescription"] = "BRAIN"
                full.instanceTags["InstanceNumber"] = "1"
                try await bench.feed(.a, [full], isStable: true)
                func upload(_ sample: Sample) async throws -> AppliedBatch {
                    let now = try await bench.reader.clock()
                    var batch = Batch(store: .a, epoch: 1, origin: .upload(startedAt: now))
                    batch.records = try Sample.records([sample])
                    return try await IndexWriter.upload(batch, on: bench.pool)
                }
                let again = try await upload(Sample(1))
                #expect(again.logged == 0 && again.newCopies == 0)
                var study = try #require(
                    try await bench.reader.resource(.study, full.id(.study))
                )
                #expect(String(decoding: study.tags, as: UTF8.self).contains("BRAIN"))
                #expect(study.isStable && study.lastUpdate == "20240101T000000")

                let more = try await upload(Sample(1, 0, 0, 1))
                #expect(more.newInstances == 1 && more.logged == 1)
                study = try #require(try await bench.reader.resource(.study, full.id(.study)))
                #expect(String(decoding: study.tags, as: UTF8.self).contains("BRAIN"))
                #expect(!study.isStable && study.lastUpdate > "20240101T000000")

                // The echo in the feed is no new copy, and brings the store's own text.
                var echo = Sample(1, 0, 0, 1)
                echo.instanceTags["InstanceNumber"] = "2"
                let applied = try await bench.feed(.a, [echo])
                #expect(applied.logged == 0 && applied.newCopies == 0)
                let instance = try await bench.reader.resource(.instance, echo.id(.instance))
                #expect(
                    String(decoding: try #require(instance).tags, as: UTF8.self)
                        .contains("InstanceNumber")
                )
                try await bench.checkInvariants()
            }
        }

        @Test("an emptied change log goes on counting")
        func clear() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                try await IndexWriter.run(on: bench.pool) { try await $0.clearChanges() }
                #expect(try await bench.log().isEmpty)
                #expect(try await bench.feed(.a, [Sample(2)]).lastSequence == 8)
            }
        }

        @Test("a batch of another epoch changes nothing")
        func epoch() async throws {
            try await Bench.with { bench in
                var batch = Batch(store: .a, epoch: 2, origin: .feed)
                batch.records = try Sample.records([Sample(1)])
                let error = await #expect(throws: IndexError.self) { try await bench.apply(batch) }
                #expect(error?.kind == .storeMoved)
                #expect(try await bench.reader.statistics().patients == 0)
            }
        }

        @Test("the status of a series is judged over the union")
        func status() async throws {
            try await Bench.with { bench in
                var samples = Sample.series(1, 0, 0, count: 3)
                for index in samples.indices {
                    samples[index].expected = 3
                    samples[index].indexInSeries = index + 1
                }
                try await bench.feed(.a, [samples[0], samples[1]])
                let id = samples[0].id(.series)
                #expect(try await bench.reader.resource(.series, id)?.status == .missing)
                try await bench.feed(.b, [samples[2]])
                #expect(try await bench.reader.resource(.series, id)?.status == .complete)
            }
        }
    }
}
