import Basics
import EventLoop
import LocalServers
import Testing

@testable import Postgres

extension ServerTests {
    @Suite struct ReaderTests {
        let settings: ConnectionSettings

        init() throws { settings = try TestCluster.shared().settings() }

        @Test("every kind of value comes back as it was sent")
        func roundTrip() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                defer { reader.close() }
                let statement = Statement(
                    name: "kinds",
                    sql: """
                        SELECT $1::text, $2::int8, $3::int4, $4::bool, $5::bytea, $6::float8,
                            $7::text[], $8::int8[], $9::bytea[], $10::text, $11::int2
                        """
                )
                let text = "Müller^Jürgen 東京 🩻 'x' \"y\" \\z\n\t{,}"
                let texts: [String?] = ["a", nil, "NULL", "null", "", text, "q\"\\"]
                let bytes: [UInt8] = Array(0...255)
                let rows = try await reader.query(
                    statement,
                    [
                        .text(text), .int(Int64.min), .int(-7), .bool(true), .bytes(bytes),
                        .double(-1.5e-300), .textArray(texts), .intArray([1, nil, Int64.max]),
                        .bytesArray([bytes, nil, []]), .null, .int(12),
                    ]
                )
                #expect(rows.count == 1 && rows.columns == 11)
                #expect(rows.text(0, 0) == text)
                #expect(rows.int(0, 1) == Int64.min)
                #expect(rows.int(0, 2) == -7)
                #expect(rows.bool(0, 3) == true)
                #expect(rows.bytes(0, 4) == bytes)
                #expect(rows.double(0, 5) == -1.5e-300)
                #expect(rows.textArray(0, 6) == texts)
                #expect(rows.intArray(0, 7) == [1, nil, Int64.max])
                var lengths: [Int] = []
                rows.forEachElement(0, 8) { lengths.append($0.count) }
                #expect(lengths == [256, 0])
                #expect(rows.isNull(0, 9) && rows.text(0, 9) == nil && rows.int(0, 9) == nil)
                #expect(rows.int(0, 10) == 12)
                #expect(rows.withSpan(0, 4) { $0.count } == 256)
                var joined: [UInt8] = [1]
                rows.append(0, 0, to: &joined)
                #expect(joined == [1] + Array(text.utf8))
            }
        }

        @Test("types of the server's own are read")
        func serverTypes() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                defer { reader.close() }
                let rows = try await reader.query(
                    .once(
                        """
                        SELECT sum(n), '2024-02-29 12:34:56.789012+00'::timestamptz,
                            '{"a": 1}'::jsonb, '{"a":1}'::json, 'x'::name,
                            '12345678-9abc-def0-1234-56789abcdef0'::uuid, '{}'::text[],
                            -12300000000::numeric, 1.5::float4, 3000000000::oid, count(*), 0::numeric
                        FROM (VALUES (9000000000000000::int8), (1)) AS v(n)
                        """
                    )
                )
                #expect(rows.int(0, 0) == 9_000_000_000_000_001)
                #expect(rows.unixMicroseconds(0, 1) == 1_709_210_096_789_012)
                #expect(rows.text(0, 2) == #"{"a": 1}"#)
                #expect(rows.text(0, 3) == #"{"a":1}"#)
                #expect(rows.text(0, 4) == "x")
                #expect(rows.text(0, 5) == "12345678-9abc-def0-1234-56789abcdef0")
                #expect(rows.textArray(0, 6) == [])
                #expect(rows.int(0, 7) == -12_300_000_000)
                #expect(rows.double(0, 8) == 1.5)
                #expect(rows.int(0, 9) == 3_000_000_000)
                #expect(rows.text(0, 10) == "2")
                #expect(rows.int(0, 11) == 0)
            }
        }

        @Test("empty arrays and many rows come back whole")
        func sizes() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                defer { reader.close() }
                let empty = try await reader.query(
                    .once("SELECT $1::text[], $2::bytea[], $3::int8[]"),
                    [.textArray([]), .bytesArray([]), .intArray([])]
                )
                #expect(empty.textArray(0, 0) == [])
                empty.forEachElement(0, 1) { _ in Issue.record("an element of an empty array") }
                #expect(empty.intArray(0, 2) == [])
                let many = try await reader.query(
                    .once("SELECT n, repeat('x', 100) FROM generate_series(1, 50000) n")
                )
                #expect(many.count == 50_000 && many.affected == 50_000)
                #expect(many.int(49_999, 0) == 50_000)
                let big = try await reader.query(
                    .once("SELECT $1::bytea"),
                    [.bytes(Array(repeating: 7, count: 20_000_000))]
                )
                #expect(big.withBytes(0, 0) { $0.count } == 20_000_000)
            }
        }

        @Test("a question that fails leaves its neighbours' answers alone, in one group")
        func neighbours() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                defer { reader.close() }
                let divide = Statement(name: "divide", sql: "SELECT 100 / $1::int4")
                let broken = Statement(name: "broken", sql: "SELEC 1")
                let outcomes = await withTaskGroup(of: (Int, Result<Int64?, PostgresError>).self) {
                    group in
                    for number in 0..<60 {
                        group.addImmediateTask(executorPreference: loop) {
                            do throws(PostgresError) {
                                let rows =
                                    number % 20 == 19
                                    ? try await reader.query(broken)
                                    : try await reader.query(divide, [.int(number % 10)])
                                return (number, .success(rows.int(0, 0)))
                            } catch {
                                return (number, .failure(error))
                            }
                        }
                    }
                    return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
                }
                #expect(outcomes.count == 60)
                for (number, outcome) in outcomes {
                    switch outcome {
                    case .success(let value):
                        #expect(number % 10 != 0 && value == Int64(100 / (number % 10)))
                    case .failure(let error) where number % 20 == 19:
                        #expect(error.sqlState == "42601", "\(error)")
                    case .failure(let error):
                        #expect(number % 10 == 0 && error.sqlState == "22012", "\(error)")
                    }
                }
            }
        }

        @Test("questions of one turn leave in one write and are answered in the order asked")
        func order() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                let order = Box<[Int64?]>([])
                let echo = Statement(name: "echo_order", sql: "SELECT $1::int8")
                for number in 0..<40 {
                    reader.ask(echo, [.int(number)]) { result in
                        order.value.append((try? result.get())?.int(0, 0))
                    }
                }
                #expect(order.value.isEmpty)
                await reader.drain(by: .soon)
                #expect(order.value == (0..<40).map(Int64.init))
                #expect(reader.counters.roundTrips == 1)
            }
        }

        @Test("with groups of one a slow question holds back nobody before it")
        func groupsOfOne() async throws {
            try await onLoop { [settings] loop in
                var limits = ReaderConnection.Limits()
                limits.questionsPerSync = 1
                let reader = try await reader(on: loop, settings, limits)
                defer { reader.close() }
                let start = Instant.now
                async let quick = reader.query(.once("SELECT 1"))
                async let slow = reader.query(.once("SELECT pg_sleep(1)"))
                #expect(try await quick.int(0, 0) == 1)
                #expect(start.duration(to: Instant.now) < .milliseconds(900))
                _ = try await slow
            }
        }

        @Test("a thousand questions at once are answered, each with its own answer")
        func thousand() async throws {
            try await onLoop { [settings] loop in
                var limits = ReaderConnection.Limits()
                limits.outstanding = 1000
                let reader = try await reader(on: loop, settings, limits)
                defer { reader.close() }
                let echo = Statement(name: "echo", sql: "SELECT $1::int8, repeat('x', 500)")
                let right = await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<1000 {
                        group.addImmediateTask(executorPreference: loop) {
                            let rows = try? await reader.query(echo, [.int(number)])
                            return rows?.int(0, 0) == Int64(number)
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(right == 1000)
                #expect(reader.counters.queries == 1000 && reader.counters.inFlight == 0)
            }
        }

        @Test("more questions than the limit are refused at once")
        func overload() async throws {
            try await onLoop { [settings] loop in
                var limits = ReaderConnection.Limits()
                limits.outstanding = 3
                let reader = try await reader(on: loop, settings, limits)
                let kinds = Box<[PostgresError.Kind?]>([])
                for _ in 0..<5 {
                    reader.ask(.once("SELECT 1"), []) { result in
                        if case .failure(let error) = result { kinds.value.append(error.kind) }
                    }
                }
                #expect(kinds.value == [.overloaded, .overloaded])
                await reader.drain(by: .soon)
                #expect(reader.counters.inFlight == 0 && reader.counters.queries == 5)
            }
        }

        @Test("a statement that runs too long ends in a timeout, those behind it are answered")
        func timeout() async throws {
            try await onLoop { [settings] loop in
                var limits = ReaderConnection.Limits()
                limits.statementTimeout = .milliseconds(200)
                let reader = try await reader(on: loop, settings, limits)
                defer { reader.close() }
                async let slow = failure {
                    _ = try await reader.query(.once("SELECT pg_sleep(30)"))
                }
                async let quick = reader.query(.once("SELECT 5"))
                #expect(try await slow.kind == .timeout)
                #expect(try await quick.int(0, 0) == 5)
            }
        }

        @Test("a cancelled task gets away at once, and the connection goes on")
        func cancel() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                defer { reader.close() }
                let start = Instant.now
                let error = try await failure {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addImmediateTask(executorPreference: loop) {
                            _ = try await reader.query(.once("SELECT pg_sleep(0.5)"))
                        }
                        group.cancelAll()
                        try await group.waitForAll()
                    }
                }
                #expect(error.kind == .cancelled)
                #expect(start.duration(to: Instant.now) < .milliseconds(400))
                #expect(try await reader.query(.once("SELECT 6")).int(0, 0) == 6)
            }
        }

        @Test("writing is refused")
        func readOnly() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                defer { reader.close() }
                let error = try await failure {
                    _ = try await reader.query(.once("CREATE TABLE not_here (a int)"))
                }
                #expect(error.kind == .readOnly)
            }
        }

        @Test("a statement whose tables changed is prepared anew")
        func stalePlan() async throws {
            let settings = try TestCluster.shared().freshDatabase()
            try await onLoop { loop in
                let pool = try await writers(on: loop, settings)
                let reader = try await reader(on: loop, settings)
                defer {
                    pool.close()
                    reader.close()
                }
                let all = Statement(name: "all", sql: "SELECT * FROM changing")
                _ = try await pool.query(.once("CREATE TABLE changing (a int)"))
                #expect(try await reader.query(all).columns == 1)
                _ = try await pool.query(.once("ALTER TABLE changing ADD COLUMN b text"))
                #expect(try await reader.query(all).columns == 2)
                #expect(try await reader.query(all).columns == 2)
            }
        }

        @Test("an error says what was asked and why, never the value")
        func honestErrors() async throws {
            try await onLoop { [settings] loop in
                let reader = try await reader(on: loop, settings)
                defer { reader.close() }
                let cast = Statement(name: "cast_date", sql: "SELECT $1::text::date")
                let error = try await failure {
                    _ = try await reader.query(cast, [.text("Doe^John")])
                }
                #expect(error.kind == .invalidValue)
                #expect(
                    error.description == "cast_date: invalid input syntax for type date (22007)"
                )
            }
        }
    }
}

/// Something to change from a closure. Confined to one loop's thread.
final class Box<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
}
