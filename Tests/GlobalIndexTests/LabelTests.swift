import OrthancModel
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct LabelTests {
        private static let id = Sample(1).id(.study)

        private static func set(
            _ bench: Bench,
            _ label: String,
            _ isSet: Bool = true,
            _ stores: [StoreKey] = []
        ) async throws -> LabelChange {
            try await IndexWriter.run(on: bench.pool) {
                try await $0.setLabel(.study, id, label, isSet: isSet, stores: stores)
            }
        }

        private static func merge(
            _ bench: Bench,
            _ ids: [OrthancID],
            startedAt: Int64? = nil
        ) async throws -> (taken: Int, suspects: [OrthancID], hasMore: Bool) {
            try await IndexWriter.run(on: bench.pool) { writer in
                var started = startedAt ?? 0
                if startedAt == nil { started = try await writer.clock() }
                return try await writer.mergeLabels(
                    .a,
                    .study,
                    "x",
                    startedAt: started,
                    ids,
                    others: [.b]
                )
            }
        }

        private static func labels(_ bench: Bench) async throws -> [String]? {
            try await bench.reader.resource(.study, id, detail: .answer)?.labels
        }

        @Test("what many resources have in a store is taken over a thousand at a time")
        func many() async throws {
            try await Bench.with { bench in
                let samples = (0..<1001).map { Sample(1, $0) }
                try await bench.feed(.a, samples)
                let ids = samples.map { $0.id(.study) }
                let first = try await Self.merge(bench, ids)
                #expect(first.taken == 1000 && first.hasMore && first.suspects.isEmpty)
                let second = try await Self.merge(bench, ids)
                #expect(second.taken == 1 && !second.hasMore)
                let last = try await Self.merge(bench, Array(ids.dropLast()))
                #expect(last.taken == 0 && last.suspects == [ids[1000]])
            }
        }

        @Test("labels stand in the answer, are found, and go with the resource")
        func basics() async throws {
            try await Bench.with { bench in
                try await bench.feed(.a, [Sample(1), Sample(2)])
                #expect(try await Self.set(bench, "b") == .changed(owed: nil))
                _ = try await Self.set(bench, "a")
                #expect(try await Self.labels(bench) == ["a", "b"])
                for (asked, constraint, count) in [
                    (["a", "b"], LabelsConstraint.all, 1), (["a", "z"], .all, 0),
                    (["a", "z"], .any, 1), (["a"], .none, 1), ([], .none, 1), ([], .all, 2),
                ] {
                    var query = FindQuery(level: .study)
                    query.labels = Set(asked)
                    query.labelsConstraint = constraint
                    #expect(try await bench.reader.find(FindPlan(query)).count == count)
                    #expect(try await bench.reader.count(FindPlan(query)) == count)
                }
                #expect(try await bench.reader.allLabels() == ["a", "b"])
                _ = try await Self.set(bench, "a", false)
                #expect(try await Self.labels(bench) == ["b"])
                _ = try await IndexWriter.run(on: bench.pool) {
                    try await $0.beginDelete(.study, Self.id)
                }
                #expect(try await bench.reader.allLabels().isEmpty)
                #expect(try await Self.set(bench, "a") == .unknown)
            }
        }

        @Test("what a store owes, or was told meanwhile, is not taken for what others did")
        func threeWays() async throws {
            try await Bench.with { bench in
                for store in [StoreKey.a, .b] { try await bench.feed(store, [Sample(1)]) }
                let before = try await IndexWriter.run(on: bench.pool) {
                    try await $0.clock()
                }
                // Set by others in a store: taken over, and owed by the other one.
                let taken = try await Self.merge(bench, [Self.id])
                #expect(taken.taken == 1 && taken.suspects.isEmpty)
                #expect(try await bench.reader.owedSums(.b).map(\.count) == [1])
                #expect(try await bench.reader.owedSums(.a).isEmpty)
                // Removed through the gateway: the store owes it, and still shows it.
                let change = try await Self.set(bench, "x", false, [.a])
                guard case .changed(.some(let owed)) = change else {
                    Issue.record("nothing is owed")
                    return
                }
                #expect(try await Self.merge(bench, [Self.id]).taken == 0)
                _ = try await IndexWriter.run(on: bench.pool) {
                    try await $0.closeOwed(intent: owed.intent, store: .a, sequence: 0)
                }
                // A look that began before the store did it.
                #expect(try await Self.merge(bench, [Self.id], startedAt: before).taken == 0)
                #expect(try await Self.labels(bench) == [])
                // Set again by others, and removed again.
                #expect(try await Self.merge(bench, [Self.id]).taken == 1)
                #expect(try await Self.merge(bench, []).suspects == [Self.id])
                let now = try await IndexWriter.run(on: bench.pool) { try await $0.clock() }
                try await IndexWriter.run(on: bench.pool) { writer in
                    try await writer.unsee(
                        "x",
                        at: .a,
                        .study,
                        Self.id,
                        startedAt: now,
                        isRemoved: true,
                        others: [.b]
                    )
                }
                #expect(try await Self.labels(bench) == [])
                #expect(try await Self.merge(bench, []).suspects.isEmpty)
            }
        }
    }
}
