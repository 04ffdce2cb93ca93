import Basics
import EventLoop
import LocalServers
import Testing

@testable import Postgres

extension ServerTests {
    @Suite struct SchemaTests {
        let cluster: TestCluster
        let settings: ConnectionSettings

        init() throws {
            cluster = try TestCluster.shared()
            settings = try cluster.freshDatabase()
        }

        private static let first = Migration(
            version: 1,
            name: "begin",
            sql: "CREATE TABLE a (n int); INSERT INTO a VALUES (1); SELECT pg_sleep(0.2);"
        )
        private static let second = Migration(
            version: 2,
            name: "grow",
            sql: "ALTER TABLE a ADD COLUMN m int"
        )

        private func withBulk<Answer: Sendable>(
            _ settings: ConnectionSettings,
            _ body: @escaping @Sendable (BulkConnection) async throws -> Answer
        ) async throws -> Answer {
            try await onLoop { loop in
                let bulk = BulkConnection(loop: loop, settings: settings)
                bulk.start()
                defer { bulk.close() }
                try await bulk.waitUntilReady(by: .soon)
                return try await body(bulk)
            }
        }

        @Test("an empty database gets every step, one halfway gets the rest, a done one nothing")
        func steps() async throws {
            let found = try await withBulk(settings) { bulk in
                [
                    try await Schema([Self.first]).migrate(bulk),
                    try await Schema([Self.first, Self.second]).migrate(bulk),
                    try await Schema([Self.first, Self.second]).migrate(bulk),
                ]
            }
            #expect(found == [0, 1, 2])
        }

        @Test("of programs that start at once one migrates, the others find it done")
        func atOnce() async throws {
            let settings = settings
            let found = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await withBulk(settings) {
                            try await Schema([Self.first, Self.second]).migrate($0)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.sorted()
            }
            #expect(found == [0, 2, 2, 2])
        }

        @Test("a schema newer than the program is refused, naming both versions")
        func newer() async throws {
            let error = try await failure {
                try await withBulk(settings) { bulk in
                    try await Schema([Self.first, Self.second]).migrate(bulk)
                    try await Schema([Self.first]).migrate(bulk)
                }
            }
            #expect(error.kind == .newerSchema)
            #expect(error.message == "the database has version 2, this program knows only 1")
        }

        @Test("a step that fails names itself and leaves nothing behind")
        func failing() async throws {
            let broken = Migration(version: 2, name: "break", sql: "CREATE TABLE b (); SELECT 1/0")
            let error = try await failure {
                try await withBulk(settings) { bulk in
                    try await Schema([Self.first, broken]).migrate(bulk)
                }
            }
            #expect(error.description == "migrate schema to 2 (break): division by zero (22012)")
            let found = try await withBulk(settings) { try await Schema([Self.first]).migrate($0) }
            #expect(found == 0)
        }

        @Test(
            "a database of another locale is refused with one line that says what is needed",
            arguments: [
                ("wrong_ctype", "LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'", "LC_CTYPE is C,"),
                (
                    "wrong_collate",
                    "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'",
                    "LC_COLLATE is C.UTF-8,"
                ),
                (
                    "wrong_encoding",
                    "LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'LATIN1'",
                    "encoding is LATIN1,"
                ),
            ]
        )
        func wrongLocale(name: String, options: String, found: String) async throws {
            try await onLoop { [settings] loop in
                let pool = try await writers(on: loop, settings)
                defer { pool.close() }
                _ = try await pool.query(
                    .once("CREATE DATABASE \(name) TEMPLATE template0 \(options)")
                )
            }
            let settings = try cluster.settings(database: name)
            let error = try await failure {
                try await withBulk(settings) { try await Schema([Self.first]).migrate($0) }
            }
            #expect(error.kind == .wrongLocale)
            #expect(error.message.hasPrefix(found), "\(error)")
            #expect(!error.message.contains("\n"))
        }
    }
}
