import Basics
import EventLoop
import Glibc
import LocalServers
import Testing

@testable import Postgres

extension ServerTests {
    @Suite struct WriterTests {
        let settings: ConnectionSettings

        init() throws { settings = try TestCluster.shared().freshDatabase() }

        private static let insert = Statement(name: "insert", sql: "INSERT INTO t VALUES ($1, $2)")
        private static let count = Statement(name: "count", sql: "SELECT count(*) FROM t")

        /// A pool over a database with table `t(id int primary key, note text)`.
        private func withPool(
            _ limits: WriterPool.Limits = .init(),
            _ body: @escaping @Sendable (EventLoop, WriterPool) async throws -> Void
        ) async throws {
            try await onLoop { [settings] loop in
                let pool = try await writers(on: loop, settings, limits)
                defer { pool.close() }
                _ = try await pool.query(
                    .once("CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, note text)")
                )
                try await body(loop, pool)
            }
        }

        @Test("what a transaction did is there after it")
        func commit() async throws {
            try await withPool { _, pool in
                let affected = try await pool.transaction { transaction in
                    try await transaction.execute(Self.insert, [.int(1), .text("a")])
                        + transaction.execute(Self.insert, [.int(2), .null])
                }
                #expect(affected == 2)
                #expect(try await pool.query(Self.count).int(0, 0) == 2)
            }
        }

        @Test("a body that throws leaves nothing, and the connection is free again")
        func rollback() async throws {
            struct Refusal: Error {}
            try await withPool { _, pool in
                for _ in 0..<5 {
                    await #expect(throws: Refusal.self) {
                        try await pool.transaction { transaction in
                            try await transaction.execute(Self.insert, [.int(1), .null])
                            throw Refusal()
                        }
                    }
                }
                let stored = try await pool.query(Self.count)
                #expect(stored.int(0, 0) == 0)
            }
        }

        @Test("BEGIN, queued statements, the last one and COMMIT take one round trip")
        func oneRoundTrip() async throws {
            try await withPool { _, pool in
                let before = pool.counters.roundTrips
                let rows = try await pool.transaction { transaction in
                    try transaction.enqueue(Self.insert, [.int(1), .null])
                    try transaction.enqueue(Self.insert, [.int(2), .null])
                    return try await transaction.commit(after: Self.count)
                }
                #expect(rows.int(0, 0) == 2)
                #expect(pool.counters.roundTrips - before == 1)
                #expect(try await pool.query(Self.count).int(0, 0) == 2)
            }
        }

        @Test("a failing last statement commits nothing")
        func failingLast() async throws {
            try await withPool { _, pool in
                let error = try await failure {
                    _ = try await pool.transaction { transaction in
                        try transaction.enqueue(Self.insert, [.int(1), .null])
                        return try await transaction.commit(
                            after: Self.insert,
                            [.int(1), .text("secret")]
                        )
                    }
                }
                #expect(error.kind == .uniqueViolation)
                #expect(
                    !error.description.contains("secret") && !error.description.contains("=(1)")
                )
                #expect(try await pool.query(Self.count).int(0, 0) == 0)
            }
        }

        @Test("an error in a queued statement surfaces at the next awaited one")
        func queuedError() async throws {
            try await withPool { _, pool in
                let error = try await failure {
                    try await pool.transaction { transaction in
                        try transaction.enqueue(.once("SELECT 1/0"))
                        _ = try await transaction.query(Self.count)
                    }
                }
                #expect(error.sqlState == "22012")
            }
        }

        @Test("a body that hides a failed statement is told that nothing was committed")
        func swallowed() async throws {
            try await withPool { _, pool in
                let error = try await failure {
                    try await pool.transaction { transaction in
                        try await transaction.execute(Self.insert, [.int(1), .null])
                        _ = try? await transaction.query(.once("SELECT 1/0"))
                    }
                }
                #expect(error.kind == .other && error.action == "commit")
                #expect(try await pool.query(Self.count).int(0, 0) == 0)
            }
        }

        @Test("a batch answers each of its statements")
        func batch() async throws {
            try await withPool { _, pool in
                let numbers = try await pool.transaction { transaction in
                    let rows = try await transaction.run([
                        (Self.insert, [.int(1), .null]), (Self.count, []),
                        (Self.insert, [.int(2), .null]), (Self.count, []),
                    ])
                    return [rows[1].int(0, 0), rows[3].int(0, 0)]
                }
                #expect(numbers == [1, 2])
            }
        }

        @Test("an invalid value undoes its transaction and leaves the connection usable")
        func invalid() async throws {
            try await withPool { _, pool in
                let error = try await failure {
                    _ = try await pool.transaction { transaction in
                        try transaction.enqueue(Self.insert, [.int(1), .null])
                        return try await transaction.commit(
                            after: Self.insert,
                            [.int(2), .text("a\0b")]
                        )
                    }
                }
                #expect(error.kind == .invalidValue)
                #expect(try await pool.query(Self.count).int(0, 0) == 0)
            }
        }

        @Test("two transactions that lock each other end in a serialization error for one")
        func deadlock() async throws {
            try await withPool { loop, pool in
                _ = try await pool.query(.once("INSERT INTO t VALUES (1, ''), (2, '')"))
                let change = Statement(name: "change", sql: "UPDATE t SET note = 'x' WHERE id = $1")
                let kinds = await withTaskGroup(of: PostgresError.Kind?.self) { group in
                    for order in [[1, 2], [2, 1]] {
                        group.addImmediateTask(executorPreference: loop) {
                            do {
                                try await pool.transaction { transaction in
                                    try await transaction.execute(change, [.int(order[0])])
                                    _ = try await transaction.query(.once("SELECT pg_sleep(0.3)"))
                                    try await transaction.execute(change, [.int(order[1])])
                                }
                                return nil
                            } catch {
                                return (error as? PostgresError)?.kind
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(kinds.compactMap(\.self) == [.serialization])
            }
        }

        @Test("transactions beyond the connections wait in line, beyond the line they are refused")
        func line() async throws {
            var limits = WriterPool.Limits()
            limits.connections = 1
            limits.waiters = 3
            try await withPool(limits) { loop, pool in
                let kinds = await withTaskGroup(of: PostgresError.Kind?.self) { group in
                    for number in 0..<6 {
                        group.addImmediateTask(executorPreference: loop) {
                            do throws(PostgresError) {
                                _ = try await pool.query(Self.insert, [.int(number), .null])
                                return nil
                            } catch {
                                return error.kind
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(kinds.filter { $0 == nil }.count == 4)
                #expect(kinds.filter { $0 == .overloaded }.count == 2)
                let stored = try await pool.query(Self.count)
                #expect(stored.int(0, 0) == 4)
            }
        }

        @Test("a transaction that waits too long for a connection is refused")
        func patience() async throws {
            var limits = WriterPool.Limits()
            limits.connections = 1
            limits.patience = .milliseconds(50)
            try await withPool(limits) { _, pool in
                try await pool.transaction { transaction in
                    _ = try await transaction.query(.once("SELECT 1"))
                    let error = try await failure { _ = try await pool.query(Self.count) }
                    #expect(error.kind == .overloaded)
                }
            }
        }

        @Test("a cancelled transaction is undone")
        func cancelled() async throws {
            try await withPool { loop, pool in
                let error = try await failure {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addImmediateTask(executorPreference: loop) {
                            try await pool.transaction { transaction in
                                try await transaction.execute(Self.insert, [.int(1), .null])
                                try await transaction.execute(Self.insert, [.int(2), .null])
                            }
                        }
                        group.cancelAll()
                        try await group.waitForAll()
                    }
                }
                #expect(error.kind == .cancelled)
                #expect(try await pool.query(Self.count).int(0, 0) == 0)
            }
        }

        @Test("a hundred thousand rows are copied, with everything that needs escaping")
        func copy() async throws {
            try await withPool { _, pool in
                _ = try await pool.query(
                    .once("CREATE TABLE c (id int8, note text, raw bytea, tags text[], ok bool)")
                )
                let nasty = "tab\t line\n back\\slash \\N \"quoted\" 東京"
                let copied = try await pool.transaction { transaction in
                    try await transaction.copyIn(
                        "c",
                        columns: ["id", "note", "raw", "tags", "ok"],
                        rows: (0..<100_000).lazy.map { number in
                            [
                                .int(number), number % 2 == 0 ? .text(nasty) : .null,
                                .bytes([0, 92, 255]), .textArray([nasty, nil]), .bool(true),
                            ]
                        }
                    )
                }
                #expect(copied == 100_000)
                let rows = try await pool.query(
                    .once(
                        """
                        SELECT count(*), count(*) FILTER (WHERE note = $1),
                            count(*) FILTER (WHERE raw = $2),
                            count(*) FILTER (WHERE tags = $3::text[]), sum(id) FROM c
                        """
                    ),
                    [.text(nasty), .bytes([0, 92, 255]), .textArray([nasty, nil])]
                )
                #expect(
                    (0..<5).map { rows.int(0, $0) } == [
                        100_000, 50_000, 100_000, 100_000, 4_999_950_000,
                    ]
                )
            }
        }

        @Test("a COPY that fails says why, stores nothing, and the connection goes on")
        func failingCopy() async throws {
            try await withPool { _, pool in
                let repeated = try await failure {
                    _ = try await pool.transaction { transaction in
                        try await transaction.copyIn(
                            "t",
                            columns: ["id"],
                            rows: [[.int(1)], [.int(1)]]
                        )
                    }
                }
                #expect(repeated.kind == .uniqueViolation)
                let nul = try await failure {
                    _ = try await pool.transaction { transaction in
                        try await transaction.copyIn(
                            "t",
                            columns: ["id", "note"],
                            rows: [[.int(1), .text("\0")]]
                        )
                    }
                }
                #expect(nul.kind == .invalidValue)
                let missing = try await failure {
                    _ = try await pool.transaction { transaction in
                        try await transaction.copyIn("nowhere", columns: ["id"], rows: [[.int(1)]])
                    }
                }
                #expect(missing.sqlState == "42P01")
                #expect(try await pool.query(Self.count).int(0, 0) == 0)
                #expect(pool.counters.reconnects == 0)
            }
        }

        @Test("a backend killed inside a transaction is a lost connection, and nothing stays")
        func killedInside() async throws {
            try await withPool { _, pool in
                let error = try await failure {
                    try await pool.transaction { transaction in
                        try await transaction.execute(Self.insert, [.int(1), .null])
                        let rows = try await transaction.query(.once("SELECT pg_backend_pid()"))
                        _ = try await pool.query(
                            .once("SELECT pg_terminate_backend($1)"),
                            [.int(rows.int(0, 0) ?? 0)]
                        )
                        try await transaction.execute(Self.insert, [.int(2), .null])
                    }
                }
                #expect(error.kind == .connectionLost)
                #expect(try await pool.query(Self.count).int(0, 0) == 0)
            }
        }

        @Test("a connection lost under COMMIT leaves the outcome unknown, and says so")
        func killedInCommit() async throws {
            try await withPool { _, pool in
                // The deferred trigger ends its own backend while COMMIT runs.
                _ = try await pool.transaction { transaction in
                    try await transaction.script(
                        """
                        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
                            $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
                        CREATE CONSTRAINT TRIGGER dying AFTER INSERT ON t
                            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();
                        """
                    )
                }
                let error = try await failure {
                    _ = try await pool.transaction { transaction in
                        try await transaction.commit(after: Self.insert, [.int(1), .null])
                    }
                }
                #expect(error.kind == .commitUnknown)
                let plain = try await failure {
                    try await pool.transaction { transaction in
                        try await transaction.execute(Self.insert, [.int(1), .null])
                    }
                }
                #expect(plain.kind == .commitUnknown)
            }
        }
    }
}
