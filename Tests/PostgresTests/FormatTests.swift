import Basics
import Testing

@testable import Postgres

@Suite struct FormatTests {
    @Test(
        "integers are written in decimal",
        arguments: [
            (0, "0"), (7, "7"), (-1, "-1"), (1_234_567_890_123, "1234567890123"),
            (Int64.max, "9223372036854775807"), (Int64.min, "-9223372036854775808"),
        ] as [(Int64, String)]
    )
    func integers(number: Int64, text: String) {
        var buffer: [UInt8] = []
        TextFormat.append(number, to: &buffer)
        #expect(String(decoding: buffer, as: UTF8.self) == text)
    }

    @Test("array elements are quoted, and quotes and backslashes inside escaped")
    func arrays() {
        var buffer: [UInt8] = []
        #expect(TextFormat.append(array: ["a", nil, "NULL", "q\"\\", "", "{x,y}"], to: &buffer))
        #expect(
            String(decoding: buffer, as: UTF8.self) == #"{"a",NULL,"NULL","q\"\\","","{x,y}"}"#
        )
    }

    @Test("a row of COPY escapes what would end a cell or a row")
    func copyRow() {
        var buffer: [UInt8] = []
        let row: [Value] = [
            .null, .text("a\tb\nc\\d\re"), .int(-5), .bool(true), .bytes([0, 255]),
            .textArray(["x\"y", nil]), .bytesArray([[1]]), .intArray([3, nil]),
        ]
        #expect(CopyFormat.append(row, to: &buffer))
        let expected = [
            #"\N"#, #"a\tb\nc\\d\re"#, "-5", "t", #"\\x00ff"#, #"{"x\\"y",NULL}"#,
            #"{"\\\\x01"}"#, "{3,NULL}",
        ]
        #expect(
            String(decoding: buffer, as: UTF8.self) == expected.joined(separator: "\t") + "\n"
        )
    }

    @Test("a NUL in a text is refused everywhere")
    func nul() {
        var buffer: [UInt8] = []
        var parameters = ParameterBuffer()
        #expect(!CopyFormat.append([.text("a\0")], to: &buffer))
        #expect(!TextFormat.append(array: ["a\0"], to: &buffer))
        #expect(throws: PostgresError.self) {
            try parameters.fill([.int(1), .text("a\0b")], for: .once("SELECT $2"))
        }
    }

    @Test(
        "messages of data exceptions lose the value they quote",
        arguments: [
            (
                "22P02", "invalid input syntax for type integer: \"Doe^John\"",
                "invalid input syntax for type integer"
            ),
            (
                "22001", "value too long for type character varying(3)",
                "value too long for type character varying(3)"
            ),
            ("22007", "date \"1980-13-01\" is wrong", "date"),
            (
                "23505", "duplicate key value violates unique constraint \"k\"",
                "duplicate key value violates unique constraint \"k\""
            ),
        ]
    )
    func redaction(state: String, message: String, kept: String) {
        #expect(PostgresError.withoutValues(message, sqlState: state) == kept)
    }

    @Test(
        "states are sorted into kinds",
        arguments: [
            ("40001", .serialization), ("40P01", .serialization), ("23505", .uniqueViolation),
            ("23503", .constraintViolation), ("57014", .timeout), ("55P03", .lockTimeout),
            ("53100", .storageFull), ("25006", .readOnly), ("22P02", .invalidValue),
            ("28P01", .authentication), ("57P01", .connectionLost), ("42601", .other),
        ] as [(String, PostgresError.Kind)]
    )
    func kinds(state: String, kind: PostgresError.Kind) {
        #expect(PostgresError.kind(sqlState: state) == kind)
    }

    @Test("a connection string that can't be read is refused without repeating it")
    func badSettings() {
        let error = #expect(throws: PostgresError.self) {
            try ConnectionSettings(Secret("host=db1 passwort=geheim"))
        }
        #expect(error?.kind == .configuration)
        #expect(error.map { !"\($0)".contains("geheim") } == true)
    }

    @Test("the target names host, port and database, not user or password")
    func target() throws {
        let settings = try ConnectionSettings(Secret("postgresql://u:geheim@db1:5433/index"))
        #expect(settings.target == "db1:5433/index")
        #expect(!"\(settings)".contains("geheim"))
    }

    @Test("a queue gives back in order, also while it moves its front")
    func fifo() {
        var queue = FIFO<Int>()
        var taken: [Int] = []
        for number in 0..<5000 {
            queue.append(number)
            if number % 3 != 0, let first = queue.popFirst() { taken.append(first) }
        }
        taken += queue.removeAll()
        #expect(taken == Array(0..<5000))
        #expect(queue.isEmpty)
    }
}
