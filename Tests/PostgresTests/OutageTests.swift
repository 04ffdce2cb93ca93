import Basics
import EventLoop
import Glibc
import LocalServers
import TestKit
import Testing

@testable import Postgres

/// Each has a cluster of its own, which it breaks.
@Suite struct OutageTests {
    @Test("after a crash of the server both roles are back within 2 s, with clear errors meanwhile")
    func restart() async throws {
        let cluster = try TestCluster()
        let settings = try cluster.settings()
        try await onLoop { loop in
            var limits = ReaderConnection.Limits()
            limits.statementTimeout = .seconds(120)
            limits.patience = .seconds(1)
            let reader = try await reader(on: loop, settings, limits)
            let pool = try await writers(on: loop, settings)
            defer {
                reader.close()
                pool.close()
            }
            async let caught = failure { _ = try await reader.query(.once("SELECT pg_sleep(60)")) }
            await loop.nextTurn()
            try await offLoop { cluster.server.stop(.immediate) }
            let lost = try await caught
            #expect(lost.kind == .connectionLost, "\(lost)")
            let start = Instant.now
            let away = try await failure { _ = try await reader.query(.once("SELECT 1")) }
            #expect(away.kind == .unreachable)
            #expect(start.duration(to: Instant.now) < .milliseconds(1900))
            let writing = try await failure { _ = try await pool.query(.once("SELECT 1")) }
            #expect(writing.kind == .unreachable)
            // Both have been away for more than 2 s by now: no more waiting.
            let later = Instant.now
            _ = try await failure { _ = try await reader.query(.once("SELECT 1")) }
            _ = try await failure { _ = try await pool.query(.once("SELECT 1")) }
            #expect(later.duration(to: Instant.now) < .milliseconds(800))
            try await offLoop { try cluster.server.start() }
            let up = Instant.now
            try await reader.waitUntilReady(by: .soon)
            try await pool.waitUntilReady(by: .soon)
            #expect(up.duration(to: Instant.now) < .seconds(2))
            #expect(try await reader.query(.once("SELECT 1")).int(0, 0) == 1)
            #expect(try await pool.query(.once("SELECT 1")).int(0, 0) == 1)
            #expect(reader.counters.reconnects == 1)
        }
    }

    @Test("a backend killed in the middle of COMMIT leaves the outcome unknown")
    func killedInCommit() async throws {
        let cluster = try TestCluster()
        let settings = try cluster.settings()
        try await onLoop { loop in
            let reader = try await reader(on: loop, settings)
            let pool = try await writers(on: loop, settings)
            defer {
                reader.close()
                pool.close()
            }
            // The deferred trigger keeps COMMIT busy.
            try await pool.transaction { transaction in
                try await transaction.script(
                    """
                    CREATE TABLE t (id int);
                    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
                    CREATE CONSTRAINT TRIGGER dawdling AFTER INSERT ON t
                        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle();
                    """
                )
            }
            let insert = Statement(name: "insert", sql: "INSERT INTO t VALUES (1)")
            async let caught = failure {
                try await pool.transaction { try await $0.commit(after: insert) }
            }
            let committing = Statement(
                name: "committing",
                sql: "SELECT pid FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'"
            )
            var victim: Int64?
            while victim == nil {
                let rows = try await reader.query(committing)
                if rows.count > 0 { victim = rows.int(0, 0) }
            }
            // With its backend the server ends all sessions, without a word to this one.
            kill(Int32(try #require(victim)), SIGKILL)
            #expect(try await caught.kind == .commitUnknown)
            let stored = try await answerAfterOutage(of: reader, .once("SELECT count(*) FROM t"))
            #expect(stored.int(0, 0) == 0)
        }
    }

    @Test("a server that freezes is given up, and asked again when it thaws")
    func freeze() async throws {
        let cluster = try TestCluster()
        let settings = try cluster.settings()
        try await onLoop { loop in
            var limits = ReaderConnection.Limits()
            limits.statementTimeout = .milliseconds(100)
            let reader = try await reader(on: loop, settings, limits)
            var writerLimits = WriterPool.Limits()
            writerLimits.statementTimeout = .milliseconds(100)
            let pool = try await writers(on: loop, settings, writerLimits)
            defer {
                reader.close()
                pool.close()
            }
            cluster.server.pause()
            let error = try await failure { _ = try await reader.query(.once("SELECT 1")) }
            #expect(error.kind == .connectionLost)
            let writing = try await failure {
                try await pool.transaction { transaction in
                    _ = try await transaction.query(.once("SELECT 1"))
                }
            }
            #expect(writing.kind == .connectionLost)
            cluster.server.resume()
            try await reader.waitUntilReady(by: .soon)
            #expect(try await reader.query(.once("SELECT 2")).int(0, 0) == 2)
        }
    }

    @Test("without a server connecting fails with the reason, and without the password")
    func nobody() async throws {
        let settings = try ConnectionSettings(
            Secret("host=/nonexistent user=x dbname=y"),
            password: Secret("geheim")
        )
        try await onLoop { loop in
            let reader = ReaderConnection(loop: loop, settings: settings)
            reader.start()
            defer { reader.close() }
            let error = try await failure {
                try await reader.waitUntilReady(by: .after(.milliseconds(100)))
            }
            #expect(error.kind == .unreachable)
            #expect(error.message.contains("/nonexistent"))
            #expect(!error.description.contains("geheim"))
        }
    }

    @Test("over TCP the password opens, and a wrong one is named as the reason, without itself")
    func password() async throws {
        let cluster = try TestCluster(onLoopback: true)
        let conninfo = Secret(try #require(cluster.server.loopbackConnectionString()))
        try await onLoop { loop in
            let reader = try await reader(on: loop, try ConnectionSettings(conninfo))
            defer { reader.close() }
            #expect(try await reader.query(.once("SELECT 1")).int(0, 0) == 1)
            let wrong = ReaderConnection(
                loop: loop,
                settings: try ConnectionSettings(conninfo, password: Secret("falsch"))
            )
            wrong.start()
            defer { wrong.close() }
            let error = try await failure {
                try await wrong.waitUntilReady(by: .after(.seconds(2)))
            }
            #expect(error.kind == .authentication, "\(error)")
            #expect(!error.description.contains("falsch"))
        }
    }

    @Test("a connection that breaks after any byte of an answer gives that answer or its loss")
    func cutAnywhere() async throws {
        let cluster = try TestCluster(onLoopback: true)
        let proxy = try FaultProxy(to: try #require(cluster.server.loopbackPort))
        defer { proxy.close() }
        let conninfo = try #require(cluster.server.loopbackConnectionString(through: proxy.port))
        try await onLoop { loop in
            var outcomes = [true: 0, false: 0]
            for length in 0..<160 {
                try proxy.set(.pass)
                let reader = try await reader(on: loop, try ConnectionSettings(Secret(conninfo)))
                try proxy.set(.cut(afterBytes: length))
                let isAnswered = try await Self.isAnswered {
                    try await reader.query(.once("SELECT 7 AS number"))
                }
                outcomes[isAnswered, default: 0] += 1
                try proxy.set(.pass)
                let later = try await answerAfterOutage(of: reader, .once("SELECT 8"))
                #expect(later.int(0, 0) == 8)
                reader.close()
            }
            #expect(outcomes[true, default: 0] > 0 && outcomes[false, default: 0] > 0)
        }
    }

    /// False when the connection was lost.
    private static func isAnswered(_ question: () async throws -> Rows) async throws -> Bool {
        do {
            let rows = try await question()
            #expect(rows.count == 1)
            return true
        } catch let error as PostgresError {
            #expect([.connectionLost, .unreachable].contains(error.kind), "\(error)")
            return false
        }
    }

    @Test("closing answers those who still wait")
    func closing() async throws {
        let cluster = try TestCluster()
        let settings = try cluster.settings()
        try await onLoop { loop in
            let reader = try await reader(on: loop, settings)
            let pool = try await writers(on: loop, settings)
            async let reading = failure { _ = try await reader.query(.once("SELECT pg_sleep(60)")) }
            async let writing = failure { _ = try await pool.query(.once("SELECT pg_sleep(60)")) }
            await loop.nextTurn()
            reader.close()
            pool.close()
            #expect(try await reading.kind == .closed)
            #expect(try await writing.kind == .commitUnknown)
            let late = try await failure { try await pool.query(.once("SELECT 1")) }
            #expect(late.kind == .closed)
        }
    }

    /// Asks until the outage is noticed and over.
    private func answerAfterOutage(
        of reader: ReaderConnection,
        _ statement: Statement
    ) async throws -> Rows {
        let deadline = Deadline.soon
        while true {
            do throws(PostgresError) {
                try await reader.waitUntilReady(by: deadline)
                return try await reader.query(statement)
            } catch {
                guard error.isTransient, deadline.remaining(at: Instant.now) > .zero
                else {
                    throw error
                }
            }
        }
    }
}
