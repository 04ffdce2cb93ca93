import OrthancModel
import Testing

@testable import GlobalIndex

extension IndexTests {
    @Suite struct JobTests {
        private static let one = "11111111-1111-4111-8111-111111111111"
        private static let other = "22222222-2222-4222-8222-222222222222"

        private func write<Answer>(
            _ bench: Bench,
            _ body: (IndexWriter) async throws -> Answer
        ) async throws -> Answer {
            try await IndexWriter.run(on: bench.pool, body)
        }

        private func add(_ bench: Bench, priority: Int = 0) async throws -> String {
            var job = NewJob(kind: "test", type: "Test", request: Array("{}".utf8))
            job.priority = priority
            let made = job
            return try await write(bench) { try await $0.addJob(made) }
        }

        /// As if the holder had stood still for longer than its claim.
        private func expire(_ bench: Bench, _ job: String) async throws {
            _ = try await bench.number(
                """
                WITH w AS (UPDATE job SET held_until = '-infinity' WHERE id = '\(job)' RETURNING 1)
                SELECT count(*) FROM w
                """
            )
        }

        @Test("a job has one holder; who lost it can write nothing for it any more")
        func claims() async throws {
            try await Bench.with { bench in
                let id = try await add(bench)
                let first = try await write(bench) { try await $0.claimJobs(Self.one, limit: 9) }
                let mine = JobClaim(try #require(first.first), holder: Self.one)
                #expect(first.map(\.id) == [id])
                let none = try await write(bench) { try await $0.claimJobs(Self.other, limit: 9) }
                #expect(none.isEmpty)
                try await expire(bench, id)
                let taken = try await write(bench) { try await $0.claimJobs(Self.other, limit: 9) }
                let theirs = JobClaim(try #require(taken.first), holder: Self.other)
                #expect(try await write(bench) { try await $0.renew(mine) } == nil)
                let error = await #expect(throws: IndexError.self) {
                    try await write(bench) { try await $0.endJob(mine, .success, content: nil) }
                }
                #expect(error?.kind == .leaseLost)
                try await write(bench) { try await $0.endJob(theirs, .success, content: nil) }
                let record = try #require(try await bench.reader.job(id))
                #expect(record.state == .success)
                #expect(record.progress == 1)
                #expect(record.completedAt != nil)
            }
        }

        @Test("a source may go only while its own result is there, in its holder's present epoch")
        func replaced() async throws {
            try await Bench.with { bench in
                let sources = Sample.series(1, 0, 0, count: 4).map { $0.id(.instance) }
                let made = Sample.series(2, 0, 0, count: 3)
                let results = made.map { $0.id(.instance) }
                try await bench.feed(.b, Sample.series(1, 0, 0, count: 4))
                try await bench.feed(.a, made)
                let id = try await add(bench)
                let first = try await write(bench) { try await $0.claimJobs(Self.one, limit: 9) }
                let claim = JobClaim(try #require(first.first), holder: Self.one)
                // The fourth has no result, the third's can't be told from others'.
                try await write(bench) { writer in
                    try await writer.addSources(sources, number: 0, of: claim)
                    try await writer.addResults(
                        [
                            JobResult(id: results[0], source: sources[0]),
                            JobResult(id: results[1], source: sources[1]),
                            JobResult(id: results[2], source: nil),
                        ],
                        at: .a,
                        of: claim
                    )
                }
                let all = { @Sendable in
                    try await write(bench) { try await $0.replaced(sources, of: claim) }
                }
                #expect(try await all() == sources[0...1].sorted())
                #expect(try await bench.reader.settlement(of: id) == (bereft: 0, removed: 0))
                try await bench.remove(.a, .instance, [results[0]])
                #expect(try await all() == [sources[1]])
                #expect(try await bench.reader.settlement(of: id) == (bereft: 1, removed: 0))
                try await write(bench) { try await $0.markRemoved([sources[1]], of: claim) }
                #expect(try await all().isEmpty)
                #expect(try await bench.reader.settlement(of: id) == (bereft: 1, removed: 1))
                _ = try await write(bench) { writer in
                    try await writer.beginEpoch(
                        .a,
                        after: 1,
                        cursor: 0,
                        phase: "importing",
                        fingerprint: Array("{}".utf8)
                    )
                }
                _ = try await bench.number(
                    "WITH w AS (UPDATE job_source SET is_removed = false RETURNING 1) "
                        + "SELECT count(*) FROM w"
                )
                #expect(try await all().isEmpty)
                #expect(try await bench.reader.settlement(of: id) == (bereft: 2, removed: 0))
            }
        }

        @Test("a deleted job is seen by nobody, but what it made stays known until it is purged")
        func hidden() async throws {
            try await Bench.with { bench in
                let made = Sample(1).id(.instance)
                let id = try await add(bench)
                #expect(try await !write(bench) { try await $0.removeJob(id) })
                let first = try await write(bench) { try await $0.claimJobs(Self.one, limit: 9) }
                let claim = JobClaim(try #require(first.first), holder: Self.one)
                try await write(bench) { writer in
                    let result = JobResult(id: made, source: nil)
                    try await writer.addResults([result], at: .a, of: claim)
                    try await writer.endJob(claim, .success, content: nil)
                }
                #expect(try await write(bench) { try await $0.removeJob(id) })
                #expect(try await !write(bench) { try await $0.removeJob(id) })
                #expect(try await bench.reader.job(id) == nil)
                #expect(try await bench.reader.jobs().isEmpty)
                #expect(try await write(bench) { try await $0.act(.resubmit, on: id) } == nil)
                #expect(try await bench.reader.taken([made], at: .a) == [made])
                try await write(bench) { try await $0.purgeJobs(olderThan: .zero) }
                #expect(try await bench.reader.taken([made], at: .a).isEmpty)
            }
        }

        @Test("the most urgent job comes first, and what waits is left alone")
        func order() async throws {
            try await Bench.with { bench in
                let idle = try await add(bench)
                let urgent = try await add(bench, priority: 7)
                let first = try await write(bench) { try await $0.claimJobs(Self.one, limit: 1) }
                #expect(first.map(\.id) == [urgent])
                let claim = JobClaim(try #require(first.first), holder: Self.one)
                try await write(bench) { try await $0.putBack(claim, .retry, after: .seconds(60)) }
                let rest = try await write(bench) { try await $0.claimJobs(Self.one, limit: 9) }
                #expect(rest.map(\.id) == [idle])
            }
        }

        @Test("a cancel that comes while a job is put aside is not lost")
        func cancelWhilePausing() async throws {
            try await Bench.with { bench in
                let id = try await add(bench)
                let first = try await write(bench) { try await $0.claimJobs(Self.one, limit: 1) }
                let claim = JobClaim(try #require(first.first), holder: Self.one)
                _ = try await write(bench) { try await $0.act(.pause, on: id) }
                _ = try await write(bench) { try await $0.act(.cancel, on: id) }
                try await write(bench) { try await $0.putBack(claim, .paused) }
                let again = try await write(bench) { try await $0.claimJobs(Self.one, limit: 1) }
                #expect(again.map(\.id) == [id] && again.first?.wish == .cancel)
            }
        }

        @Test("resources are locked all or none, and freed with the job's end")
        func locks() async throws {
            try await Bench.with { bench in
                let ids = [try await add(bench), try await add(bench)]
                let records = try await write(bench) { try await $0.claimJobs(Self.one, limit: 9) }
                let claims = ids.compactMap { id in
                    records.first { $0.id == id }.map { JobClaim($0, holder: Self.one) }
                }
                try #require(claims.count == 2)
                let a = OrthancID(hashing: [[1]])
                let b = OrthancID(hashing: [[2]])
                try await write(bench) { try await $0.lock([a], for: claims[0]) }
                try await write(bench) { try await $0.lock([a], for: claims[0]) }
                let error = await #expect(throws: IndexError.self) {
                    try await write(bench) { try await $0.lock([a, b], for: claims[1]) }
                }
                #expect(error?.kind == .conflict)
                #expect(try await bench.number("SELECT count(*) FROM job_lock") == 1)
                try await write(bench) { try await $0.endJob(claims[0], .failure, content: nil) }
                try await write(bench) { try await $0.lock([a, b], for: claims[1]) }
                #expect(try await bench.number("SELECT count(*) FROM job_lock") == 2)
            }
        }

        @Test("a job that was cancelled before it began ends as Orthanc's cancelled jobs do")
        func cancelled() async throws {
            try await Bench.with { bench in
                let id = try await add(bench)
                #expect(try await write(bench) { try await $0.act(.cancel, on: id) } == true)
                let record = try #require(try await bench.reader.job(id))
                #expect(record.state == .failure)
                #expect(record.errorCode == OrthancStatus.canceledJob.rawValue)
                #expect(try await write(bench) { try await $0.act(.resume, on: id) } == false)
                #expect(try await write(bench) { try await $0.act(.resubmit, on: id) } == true)
                #expect(try await bench.reader.job(id)?.state == .pending)
                #expect(try await write(bench) { try await $0.act(.pause, on: Self.one) } == nil)
            }
        }

        @Test("what a store has forgotten stays as last seen, and hidden once it was deleted")
        func remembered() async throws {
            try await Bench.with { bench in
                let id = BoundID(store: .a, local: Self.one)
                try await write(bench) { try await $0.track(id) }
                #expect(try await bench.reader.storeJobs(openOnly: true).map(\.id) == [id])
                let text = Array(#"{"State":"Success"}"#.utf8)
                try await write(bench) { try await $0.saw(id, text, isFinal: true) }
                #expect(try await bench.reader.storeJobs(openOnly: true).isEmpty)
                #expect(try await bench.reader.storeJob(id)?.text == text)
                try await write(bench) {
                    try await $0.saw(id, nil, isFinal: true, isHidden: true)
                }
                let record = try #require(try await bench.reader.storeJob(id))
                #expect(record.isHidden && record.text == text)
            }
        }
    }
}
