import OrthancModel
import Testing

@testable import GlobalIndex

extension IndexTests {
    /// What a study's row keeps must never differ from what its copies and series say.
    @Suite struct KeptStudyTests {
        private static let stores = [StoreKey.a, .b, .c]

        @Test(
            "whatever happened, a kept study is what its copies say",
            arguments: [1, 2, 3, 4] as [UInt64]
        )
        func histories(seed: UInt64) async throws {
            try await Bench.with { bench in
                var history = History(bench: bench, random: Generator(seed: seed))
                var kept: Int64 = 0
                for step in 0..<150 {
                    let deed = try await history.step()
                    kept += try await bench.number(
                        "SELECT count(*) FROM study WHERE kept_stores IS NOT NULL"
                    )
                    try await bench.checkInvariants()
                    try await Self.compare(bench, "seed \(seed), step \(step): \(deed)")
                }
                #expect(kept > 150, "seed \(seed)")
                try await history.removeStore()
                try await bench.checkInvariants()
                try await Self.compare(bench, "seed \(seed), a store was removed")
            }
        }

        /// The plain way against the one for a caller who may see some stores, here all of them.
        private static func compare(_ bench: Bench, _ comment: String) async throws {
            let ids = try await bench.reader.list(.study, limit: 100).ids
            let plain = try await bench.reader.resources(.study, ids)
            let scoped = try await bench.reader.resources(.study, ids, scope: .only(stores))
            #expect(plain == scoped, "\(comment)")
            for resource in plain {
                let one = try await bench.reader.resource(.study, resource.id, detail: .answer)
                #expect(one == resource, "\(comment)")
            }
        }

        @Test("an announcement waits for who changes a copy, and keeps what he leaves")
        func announcementLast() async throws {
            try await Bench.with { bench in
                let sample = Sample(1)
                for store in [StoreKey.a, .b] {
                    try await bench.feed(store, [sample], isStable: true)
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    try await IndexWriter.run(on: bench.pool) { writer in
                        var later = sample
                        later.lastUpdate = "20250101T000000"
                        var refresh = Batch(store: .b, epoch: 1, origin: .feed)
                        refresh.records = [try later.record(.study, isStable: true)]
                        _ = try await writer.apply(refresh)
                        group.addTask {
                            try await bench.feed(.a, [], stable: [(.study, sample.id(.study))])
                        }
                        try await ConcurrencyTests.waitForBlocked(bench)
                    }
                    try await group.waitForAll()
                }
                let kept = "SELECT count(*) FROM study WHERE kept_last_update = '20250101T000000'"
                #expect(try await bench.number(kept) == 1)
                try await bench.checkInvariants()
            }
        }

        @Test("a study with very many series keeps nothing and is answered all the same")
        func manySeries() async throws {
            try await Bench.with { bench in
                for (count, isKept) in [(100, true), (101, false)] {
                    let samples = (0..<count).map { Sample(1, 0, $0) }
                    let id = samples[0].id(.study)
                    try await bench.feed(.a, samples, isStable: true, stable: [(.study, id)])
                    let kept = try await bench.number(
                        "SELECT count(*) FROM study WHERE kept_stores IS NOT NULL"
                    )
                    #expect(kept == (isKept ? 1 : 0))
                    let study = try await bench.reader.resource(.study, id, detail: .answer)
                    #expect(study?.children == samples.map { $0.id(.series) }.sorted())
                    #expect(study?.isStable == true)
                }
            }
        }
    }
}

/// Random deeds of feeds, clients and lists over few studies and three stores.
private struct History {
    let bench: Bench
    var random: Generator

    /// - Returns: What it did.
    mutating func step() async throws -> String {
        let store = StoreKey(Int16(Int.random(in: 1...3, using: &random)))
        switch Int.random(in: 0...11, using: &random) {
        case 0...2: return try await feed(store)
        case 3...5: return try await settle(store)
        case 6: return try await upload(store)
        case 7: return try await list(store)
        case 8...9: return try await refreshParents(store)
        case 10: return try await remove(store)
        default: return try await delete()
        }
    }

    private mutating func samples() -> [Sample] {
        var seen: Set<OrthancID> = []
        let lastUpdate = "2024010\(Int.random(in: 1...9, using: &random))T000000"
        let name = ["A", "B"].randomElement(using: &random)
        return (0..<Int.random(in: 1...4, using: &random)).map { _ in
            var sample = Sample(
                .random(in: 0...1, using: &random),
                .random(in: 0...1, using: &random),
                .random(in: 0...1, using: &random),
                .random(in: 0...2, using: &random)
            )
            sample.lastUpdate = lastUpdate
            sample.patientTags["PatientName"] = name
            return sample
        }.filter { seen.insert($0.id(.instance)).inserted }
    }

    private mutating func feed(_ store: StoreKey) async throws -> String {
        let samples = samples()
        let isStable = Bool.random(using: &random)
        try await bench.feed(store, samples, isStable: isStable)
        return "feed of \(store), \(samples.count), stable \(isStable)"
    }

    /// Every holder of one study calls it stable.
    private mutating func settle(_ store: StoreKey) async throws -> String {
        let sample = samples()[0]
        for holder in [StoreKey.a, .b, .c] {
            try await bench.feed(holder, [], stable: [(.study, sample.id(.study))])
        }
        return "stable \(sample.id(.study))"
    }

    private mutating func upload(_ store: StoreKey) async throws -> String {
        var batch = Batch(store: store, epoch: 1, origin: .upload(startedAt: Self.later))
        batch.records = try Sample.records([samples()[0]])
        try await bench.apply(batch)
        return "upload to \(store)"
    }

    private mutating func list(_ store: StoreKey) async throws -> String {
        var batch = Batch(store: store, epoch: 1, origin: .listing(startedAt: Self.later))
        batch.records = try Sample.records(samples(), isStable: true)
        try await bench.apply(batch)
        for level in [Level.series, .study, .patient] {
            var after: OrthancID?
            repeat {
                let from = after
                after = try await IndexWriter.run(on: bench.pool) {
                    try await $0.announceImported(store, level, after: from, limit: 2)
                }
            } while after != nil
        }
        return "list of \(store)"
    }

    private mutating func refreshParents(_ store: StoreKey) async throws -> String {
        var batch = Batch(store: store, epoch: 1, origin: .feed)
        let sample = samples()[0]
        let isStable = Bool.random(using: &random)
        batch.records = [try sample.record(.study, isStable: isStable)]
        if isStable, Bool.random(using: &random) { batch.stable = [(.study, sample.id(.study))] }
        try await bench.apply(batch)
        return "parent of \(store), stable \(isStable), announced \(!batch.stable.isEmpty)"
    }

    private mutating func remove(_ store: StoreKey) async throws -> String {
        let level = Level.allCases.randomElement(using: &random) ?? .study
        try await bench.remove(store, level, [samples()[0].id(level)])
        return "removal from \(store) at \(level)"
    }

    private mutating func delete() async throws -> String {
        let level = [Level.series, .instance].randomElement(using: &random) ?? .series
        let id = samples()[0].id(level)
        _ = try await IndexWriter.run(on: bench.pool) { try await $0.beginDelete(level, id) }
        return "deletion at \(level)"
    }

    func removeStore() async throws {
        try await bench.stores.remove(try #require(StoreName("b")))
        while try await IndexWriter.run(on: bench.pool, { try await $0.purge(.b, limit: 2) })
            == false
        {}
    }

    /// After every deletion, in microseconds since 1970.
    private static let later: Int64 = 4_000_000_000_000_000
}
