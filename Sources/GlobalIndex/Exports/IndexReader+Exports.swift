package import JSONText
internal import Postgres

/// Part of the log of exports.
package struct ExportPage: Sendable, Equatable {
    /// Each with `Seq`, ascending.
    package let exports: [JSONObject]
    /// Nothing more lies beyond.
    package let isDone: Bool
    /// Sequence of the last row here, or what was asked when there is none. Source: live Orthancs.
    package let last: Int64
}

extension IndexReader {
    private static let exports = Statement(
        name: "index_exports",
        sql: """
            SELECT seq, text FROM export WHERE seq > $1 ORDER BY seq LIMIT $2
            """
    )

    private static let lastExport = Statement(
        name: "index_export_last",
        sql: "SELECT seq, text FROM export ORDER BY seq DESC LIMIT 1"
    )

    /// Exports after `since`, at most `limit` of them.
    package func exports(since: Int64, limit: Int) async throws(IndexError) -> ExportPage {
        let rows = try await ask(Self.exports, [.int(since), .int(limit + 1)])
        var exports = (0..<rows.count).compactMap { Self.export(rows, $0) }
        let isDone = exports.count <= limit
        exports.removeLast(max(0, exports.count - limit))
        let last = exports.last?["Seq"]?.integer ?? since
        return ExportPage(exports: exports, isDone: isDone, last: last)
    }

    /// The newest export alone.
    package func lastExport() async throws(IndexError) -> ExportPage {
        let rows = try await ask(Self.lastExport)
        let exports = (0..<rows.count).compactMap { Self.export(rows, $0) }
        return ExportPage(exports: exports, isDone: true, last: exports.last?["Seq"]?.integer ?? 0)
    }

    private static func export(_ rows: Rows, _ row: Int) -> JSONObject? {
        guard let sequence = rows.int(row, 0), let text = rows.bytes(row, 1),
            let object = (try? JSONValue(text))?.object
        else { return nil }
        return JSONObject(object.map { $0 } + [("Seq", .integer(sequence))])
    }

    private static let exportCursor = Statement(
        name: "index_export_cursor",
        sql: "SELECT cursor FROM export_feed WHERE store = $1"
    )

    /// The last export of a store's own log that was gathered; 0 at the beginning.
    package func exportCursor(_ store: StoreKey) async throws(IndexError) -> Int64 {
        let rows = try await ask(Self.exportCursor, [.store(store)])
        return rows.count == 0 ? 0 : rows.int(0, 0) ?? 0
    }
}
