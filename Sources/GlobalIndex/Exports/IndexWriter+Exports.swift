package import JSONText
internal import Postgres

extension IndexWriter {
    private static let addExports = Statement(
        name: "index_exports_add",
        sql: """
            WITH moved AS (
                INSERT INTO export_feed (store, cursor) VALUES ($1, $3)
                ON CONFLICT (store) DO UPDATE SET cursor = $3 WHERE export_feed.cursor = $2
                RETURNING store
            ), numbered AS (
                UPDATE export_ledger SET last = last + cardinality($4::text[])
                WHERE EXISTS (SELECT FROM moved) RETURNING last
            )
            INSERT INTO export (seq, store, text)
            SELECT n.last - cardinality($4::text[]) + r.place, $1, r.text
            FROM numbered n, unnest($4::text[]) WITH ORDINALITY AS r(text, place)
            """
    )

    /// Takes a page of a store's own log of exports, unless another gateway did so meanwhile.
    ///
    /// - Parameters:
    ///   - cursor: As read before the page was.
    ///   - next: The last export of the page.
    ///   - exports: Without their own `Seq`, in order.
    package func addExports(
        _ exports: [JSONObject],
        of store: StoreKey,
        after cursor: Int64,
        upTo next: Int64
    ) async throws(IndexError) {
        let texts = exports.map {
            String(decoding: JSONValue.object($0).text(.compact), as: UTF8.self)
        }
        _ = try await query(
            Self.addExports,
            [.store(store), .int(cursor), .int(next), .textArray(texts)]
        )
    }

    private static let forgetExports = Statement(
        name: "index_exports_forget",
        sql: "DELETE FROM export"
    )

    /// Empties the log of exports; numbers go on where they were.
    package func forgetExports() async throws(IndexError) {
        _ = try await query(Self.forgetExports)
    }

    private static let forgetChanges = Statement(
        name: "index_changes_forget",
        sql: "DELETE FROM change"
    )

    /// Empties the federation's change log; numbers go on where they were.
    package func forgetChanges() async throws(IndexError) {
        _ = try await query(Self.forgetChanges)
    }
}
