internal import CPostgres

/// Sole owner of one `PGresult *`: what a statement answered, in binary format.
///
/// Reading outside of the answer, or as a type that the cell cannot be, is a bug and stops the
/// program.
///
/// `@unchecked Sendable`: the result is never changed after it was received, and is cleared once, by
/// the last owner. Source: libpq, "Behavior in Threaded Programs".
package final class Rows: @unchecked Sendable {
    /// Number of rows.
    package let count: Int
    package let columns: Int
    private let result: OpaquePointer

    init(owning result: OpaquePointer) {
        self.result = result
        count = Int(PQntuples(result))
        columns = Int(PQnfields(result))
    }

    deinit { PQclear(result) }

    /// Rows that INSERT, UPDATE, DELETE or COPY touched; for SELECT, rows answered.
    package var affected: Int {
        guard let text = PQcmdTuples(result) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// `COMMIT`, `INSERT 0 1` …
    var commandTag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    package func isNull(_ row: Int, _ column: Int) -> Bool {
        check(row, column)
        return PQgetisnull(result, Int32(row), Int32(column)) != 0
    }

    /// Shows the cell's bytes as the server sent them, without copying; nil for NULL.
    package func withBytes<Result>(
        _ row: Int,
        _ column: Int,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result? {
        guard !isNull(row, column), let start = PQgetvalue(result, Int32(row), Int32(column)) else {
            return nil
        }
        let length = Int(PQgetlength(result, Int32(row), Int32(column)))
        return body(UnsafeRawBufferPointer(start: start, count: length))
    }

    /// As ``withBytes(_:_:_:)``, for callers that keep away from raw pointers.
    package func withSpan<Result>(
        _ row: Int,
        _ column: Int,
        _ body: (Span<UInt8>) -> Result
    ) -> Result? {
        withBytes(row, column) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { body($0.span) }
        }
    }

    /// Appends the cell's bytes; nothing for NULL.
    package func append(_ row: Int, _ column: Int, to buffer: inout [UInt8]) {
        _ = withBytes(row, column) { buffer.append(contentsOf: $0) }
    }

    /// The bytes of a `bytea`, or of a text.
    package func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
        withBytes(row, column) { [UInt8]($0) }
    }

    /// Texts and JSON as they are; numbers, booleans (`t`, `f`) and UUIDs as PostgreSQL prints them.
    package func text(_ row: Int, _ column: Int) -> String? {
        let type = type(of: column)
        return withBytes(row, column) { BinaryFormat.text($0, type: type) }
    }

    /// int2, int4, int8, oid, or a whole numeric such as `sum(int8)`.
    package func int(_ row: Int, _ column: Int) -> Int64? {
        let type = type(of: column)
        return withBytes(row, column) { BinaryFormat.integer($0, type: type) }
    }

    package func bool(_ row: Int, _ column: Int) -> Bool? {
        withBytes(row, column) { bytes in
            precondition(bytes.count == 1, "cell is not boolean")
            return bytes[0] != 0
        }
    }

    /// float4 or float8.
    package func double(_ row: Int, _ column: Int) -> Double? {
        withBytes(row, column) { BinaryFormat.double($0) }
    }

    /// A timestamp in microseconds since 1970-01-01 00:00 UTC.
    package func unixMicroseconds(_ row: Int, _ column: Int) -> Int64? {
        withBytes(row, column) { bytes in
            // PostgreSQL counts from 2000-01-01.
            BinaryFormat.integer(bytes, type: TypeID.int8) + 946_684_800_000_000
        }
    }

    package func textArray(_ row: Int, _ column: Int) -> [String?]? {
        withBytes(row, column) { BinaryFormat.array($0) { BinaryFormat.text($0, type: $1) } }
    }

    package func intArray(_ row: Int, _ column: Int) -> [Int64?]? {
        withBytes(row, column) { BinaryFormat.array($0) { BinaryFormat.integer($0, type: $1) } }
    }

    /// Shows each element of an array as the server sent it, without copying; no NULL, and nothing
    /// when the array is NULL.
    package func forEachElement(_ row: Int, _ column: Int, _ body: (Span<UInt8>) -> Void) {
        _ = withBytes(row, column) { bytes in
            BinaryFormat.forEach(bytes) { element, _ in
                element?.withMemoryRebound(to: UInt8.self) { body($0.span) }
            }
        }
    }

    private func type(of column: Int) -> UInt32 { PQftype(result, Int32(column)) }

    private func check(_ row: Int, _ column: Int) {
        precondition(row >= 0 && row < count, "row \(row) of \(count)")
        precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
    }
}
