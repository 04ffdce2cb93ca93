import OrthancModel
import Postgres
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct CallTests {
        private static let study = Sample(1).id(.study)

        private static func put(
            _ bench: Bench,
            _ id: OrthancID = study,
            _ level: Level = .study,
            stores: [StoreKey]? = nil
        ) async throws -> BegunCall? {
            let call = OwedCall(
                method: "PUT",
                path: [level.pathName, id.description, "metadata", "1024"],
                body: [1, 2],
                ifMatch: nil
            )
            return try await IndexWriter.run(on: bench.pool) {
                try await $0.beginCall(.metadata, level, id, call, stores: stores)
            }
        }

        private static func claim(
            _ bench: Bench,
            _ begun: BegunCall,
            _ store: StoreKey
        ) async throws -> OwedItem? {
            try await IndexWriter.run(on: bench.pool) {
                try await $0.claim(intent: begun.intent, store: store)
            }
        }

        /// Gives a claim back at once.
        private static func release(
            _ bench: Bench,
            _ begun: BegunCall,
            _ store: StoreKey
        ) async throws {
            try await IndexWriter.run(on: bench.pool) { writer in
                try await writer.failOwed(
                    intent: begun.intent,
                    store: store,
                    problem: "down",
                    pause: .zero
                )
            }
        }

        private static func decide(
            _ bench: Bench,
            _ begun: BegunCall,
            failed: [(store: StoreKey, problem: String)]
        ) async throws {
            try await IndexWriter.run(on: bench.pool) {
                try await $0.decided(call: begun.intent, failed)
            }
        }

        private static func void(_ bench: Bench, _ begun: BegunCall) async throws -> Bool {
            try await IndexWriter.run(on: bench.pool) { try await $0.void(call: begun.intent) }
        }

        private static func keep(_ bench: Bench, _ begun: BegunCall) async throws -> Bool {
            try await IndexWriter.run(on: bench.pool) {
                try await $0.keepUndecided(begun.intent, .metadata)
            }
        }

        private static func close(
            _ bench: Bench,
            _ intent: Int64,
            _ store: StoreKey
        ) async throws {
            _ = try await IndexWriter.run(on: bench.pool) {
                try await $0.closeOwed(intent: intent, store: store, sequence: 1)
            }
        }

        @Test("a call waits at a store for those before it on its resource, not for others")
        func order() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] { try await bench.feed(store, [Sample(1)]) }
                let first = try #require(try await Self.put(bench))
                #expect(first.claimed == [.a, .b] && first.blocked.isEmpty)
                let second = try #require(try await Self.put(bench))
                #expect(second.claimed.isEmpty && second.blocked == [.a, .b])
                let above = try #require(
                    try await Self.put(bench, Sample(1).id(.patient), .patient)
                )
                #expect(above.claimed == [.a, .b])
                #expect(try await Self.claim(bench, second, .a) == nil)
                try await Self.close(bench, first.intent, .a)
                #expect(try await Self.claim(bench, second, .a) == nil)
                try await Self.decide(bench, second, failed: [])
                let claimed = try #require(try await Self.claim(bench, second, .a))
                #expect(claimed.call?.call.body == [1, 2])
                #expect(claimed.call?.kind == .metadata)
                #expect(try await Self.claim(bench, second, .b) == nil)
                try await Self.decide(bench, first, failed: [(.b, "down")])
                #expect(try await Self.claim(bench, second, .b) == nil)
                let sums = try await bench.reader.owedSums(.b)
                #expect(sums.map(\.kind) == ["metadata"] && sums.map(\.count) == [3])
                #expect(try await bench.reader.owing(Self.study).map(\.0) == [.a, .b])
            }
        }

        @Test("a body is kept until every store has it; what is taken back is owed by nobody")
        func ends() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] { try await bench.feed(store, [Sample(1)]) }
                let begun = try #require(try await Self.put(bench))
                try await Self.close(bench, begun.intent, .a)
                let bodies = "SELECT count(*) FROM call WHERE body IS NOT NULL"
                #expect(try await bench.number(bodies) == 1)
                try await Self.close(bench, begun.intent, .b)
                #expect(try await bench.number(bodies) == 0)
                let other = try #require(try await Self.put(bench))
                #expect(try await Self.void(bench, other))
                #expect(try await bench.reader.owing(Self.study).isEmpty)
                #expect(try await Self.put(bench, Sample(2).id(.study)) == nil)
                #expect(try await Self.put(bench, stores: []) == nil)
            }
        }

        @Test("nobody carries a call out that may be taken back; too late, it can't be")
        func undecided() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] { try await bench.feed(store, [Sample(1)]) }
                let begun = try #require(try await Self.put(bench))
                try await Self.release(bench, begun, .a)
                #expect(try await Self.claim(bench, begun, .a) == nil)
                #expect(try await Self.keep(bench, begun))
                let late = "UPDATE call SET undecided_until = clock_timestamp() + interval '1 s'"
                _ = try await bench.pool.query(.once(late))
                #expect(try await !Self.void(bench, begun))
                try await Self.decide(bench, begun, failed: [(.b, "timeout")])
                #expect(try await !Self.keep(bench, begun))
                #expect(try await Self.claim(bench, begun, .a) != nil)
                #expect(try await !Self.void(bench, begun))
                let left = "SELECT count(*) FROM owed WHERE problem = 'timeout'"
                #expect(try await bench.number(left) == 1)
            }
        }

        @Test("of stores that end at the same time one closes the call")
        func together() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] { try await bench.feed(store, [Sample(1)]) }
                for _ in 0..<50 {
                    let begun = try #require(try await Self.put(bench))
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for store in [StoreKey.a, .b] {
                            group.addTask { try await Self.close(bench, begun.intent, store) }
                        }
                        try await group.waitForAll()
                    }
                }
                let open = "SELECT count(*) FROM intent WHERE closed_at IS NULL"
                #expect(try await bench.number(open) == 0)
                let kept = "SELECT count(*) FROM call WHERE body IS NOT NULL"
                #expect(try await bench.number(kept) == 0)
            }
        }

        @Test("what is owed to a deleted resource is owed no more, and a deletion blocks calls")
        func deletion() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] {
                    try await bench.feed(store, [Sample(1), Sample(1, 1)])
                }
                let dead = try #require(try await Self.put(bench))
                let kept = try #require(
                    try await Self.put(bench, Sample(1).id(.patient), .patient)
                )
                let deletion = try #require(
                    try await IndexWriter.run(on: bench.pool) {
                        try await $0.beginDelete(.study, Self.study)
                    }
                )
                try await Self.decide(bench, dead, failed: [])
                try await Self.release(bench, dead, .a)
                #expect(try await Self.claim(bench, dead, .a) == nil)
                try await Self.decide(bench, kept, failed: [])
                try await Self.release(bench, kept, .a)
                #expect(try await Self.claim(bench, kept, .a) != nil)
                let later = try #require(
                    try await Self.put(bench, Sample(1, 1).id(.study))
                )
                #expect(later.blocked == [.a, .b])
                try await Self.close(bench, deletion.intent, .a)
                try await Self.decide(bench, later, failed: [])
                #expect(try await Self.claim(bench, later, .a) != nil)
            }
        }

        @Test("nor to one that a job has removed")
        func removal() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] {
                    try await bench.feed(store, [Sample(1), Sample(1, 1)])
                }
                let dead = try #require(try await Self.put(bench))
                let kept = try #require(try await Self.put(bench, Sample(1, 1).id(.study)))
                let removal = try await IndexWriter.run(on: bench.pool) {
                    try await $0.beginRemoval(
                        of: (.study, Self.study),
                        at: nil,
                        [Sample(1).id(.instance)]
                    )
                }
                #expect(removal != nil)
                for begun in [dead, kept] {
                    try await Self.decide(bench, begun, failed: [])
                    try await Self.release(bench, begun, .a)
                }
                #expect(try await Self.claim(bench, dead, .a) == nil)
                #expect(try await Self.claim(bench, kept, .a) != nil)
            }
        }

        /// Protects a patient, or ends that; no store has been asked.
        private static func protect(_ bench: Bench, _ isProtected: Bool) async throws -> BegunCall {
            let patient = Sample(1).id(.patient)
            let call = OwedCall(
                method: "PUT",
                path: ["patients", patient.description, "protected"],
                body: [UInt8(ascii: isProtected ? "1" : "0")],
                ifMatch: nil
            )
            return try #require(
                try await IndexWriter.run(on: bench.pool) {
                    try await $0.beginCall(.protection, .patient, patient, call)
                }
            )
        }

        /// What a store owes to the protection of patients.
        private static func owedProtection(_ bench: Bench, _ store: StoreKey) async throws -> Int {
            try await bench.reader.owedSums(store).filter { $0.kind == "protection" }
                .reduce(0) { $0 + $1.count }
        }

        @Test("a store to which a protected patient comes owes the protection")
        func protectionFollows() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                let begun = try await Self.protect(bench, true)
                try await bench.feed(.b, [Sample(1, 1)])
                #expect(try await Self.owedProtection(bench, .b) == 1, "came meanwhile")
                try await Self.close(bench, begun.intent, .a)
                try await Self.decide(bench, begun, failed: [])
                let item = try #require(try await Self.claim(bench, begun, .b))
                #expect(item.call?.call.body == [UInt8(ascii: "1")])
                try await Self.close(bench, begun.intent, .b)
                try await bench.feed(.c, [Sample(1, 2)])
                #expect(try await Self.owedProtection(bench, .c) == 1, "comes later")
                try await bench.feed(.c, [Sample(1, 3)])
                #expect(try await Self.owedProtection(bench, .c) == 1, "was there")
                let intent = "SELECT max(id) FROM intent"
                let later = BegunCall(
                    intent: Int64(try await bench.number(intent)),
                    claimed: [],
                    blocked: []
                )
                let owed = try #require(try await Self.claim(bench, later, .c)).call?.call
                #expect(owed?.body == [UInt8(ascii: "1")] && owed?.method == "PUT")
                #expect(owed?.path == ["patients", item.id.description, "protected"])
            }
        }

        @Test("protection that has ended is owed by nobody, whenever an older one is done")
        func protectionEnds() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] { try await bench.feed(store, [Sample(1)]) }
                let on = try await Self.protect(bench, true)
                try await Self.close(bench, on.intent, .a)
                let off = try await Self.protect(bench, false)
                try await Self.close(bench, off.intent, .a)
                try await Self.close(bench, on.intent, .b)
                try await Self.close(bench, off.intent, .b)
                try await bench.feed(.c, [Sample(1)])
                #expect(try await Self.owedProtection(bench, .c) == 0)
            }
        }

        @Test("what is asked last is what a store that comes meanwhile is asked, whoever is down")
        func protectionAskedLast() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1)])
                let on = try await Self.protect(bench, true)
                try await Self.close(bench, on.intent, .a)
                // The store is down for this one.
                let off = try await Self.protect(bench, false)
                try await Self.decide(bench, off, failed: [(.a, "down")])
                try await bench.feed(.c, [Sample(1, 1)])
                let owed = try #require(try await Self.claim(bench, off, .c)).call?.call
                #expect(owed?.body == [UInt8(ascii: "0")])
                try await Self.close(bench, off.intent, .c)
                try await Self.close(bench, off.intent, .a)
                try await bench.feed(.b, [Sample(1, 2)])
                for store in [StoreKey.a, .b, .c] {
                    #expect(try await Self.owedProtection(bench, store) == 0)
                }
            }
        }

        @Test("another person under the identifier is not protected with it")
        func protectionOfOnePerson() async throws {
            try await Bench.with { bench in
                var (one, other) = (Sample(1), Sample(1, 1))
                one.patientTags["PatientName"] = "ONE"
                other.patientTags["PatientName"] = "OTHER"
                try await bench.feed(.a, [one])
                let on = try await Self.protect(bench, true)
                try await bench.feed(.b, [other])
                try await Self.close(bench, on.intent, .a)
                #expect(try await Self.owedProtection(bench, .b) == 0)
            }
        }
    }
}
