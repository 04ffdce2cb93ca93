internal import Basics
package import OrthancModel
internal import Postgres

/// A series of which more copies are to be made.
package struct WantedCopy: Sendable, Equatable {
    package let series: OrthancID
    package let attempts: Int
    let touched: Int64
}

extension IndexWriter {
    private static let want = Statement(
        name: "index_wanted_add",
        sql: """
            INSERT INTO wanted_copy AS w (series) VALUES ($1)
            ON CONFLICT (series) DO UPDATE SET touched = w.touched + 1, attempts = 0
            """
    )

    /// More copies of a series are to be made; sent with the next statement.
    func wantCopies(of series: OrthancID) throws(IndexError) {
        try enqueue(Self.want, [.id(series)])
    }

    /// More copies of a series are to be made.
    package func addWanted(_ series: OrthancID) async throws(IndexError) {
        _ = try await query(Self.want, [.id(series)])
    }

    private static let claim = Statement(
        name: "index_wanted_claim",
        sql: """
            UPDATE wanted_copy SET attempts = attempts + 1, next_at = clock_timestamp()
                + $2::double precision * interval '1 millisecond'
            WHERE series IN (
                SELECT w.series FROM wanted_copy w WHERE w.next_at <= clock_timestamp()
                ORDER BY w.next_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING series, attempts, touched
            """
    )

    /// Takes series whose time has come; nobody else takes them for `time`.
    package func claimWanted(
        limit: Int,
        for time: Duration
    ) async throws(IndexError) -> [WantedCopy] {
        let rows = try await query(Self.claim, [.int(limit), .int(time.milliseconds)])
        return (0..<rows.count).compactMap { row in
            rows.id(row, 0).map {
                WantedCopy(
                    series: $0,
                    attempts: rows.number(row, 1),
                    touched: rows.int(row, 2) ?? 0
                )
            }
        }
    }

    private static let close = Statement(
        name: "index_wanted_close",
        sql: """
            WITH done AS (
                DELETE FROM wanted_copy WHERE series = $1 AND touched = $2 RETURNING 1)
            UPDATE wanted_copy SET next_at = clock_timestamp() + interval '1 second'
            WHERE series = $1 AND NOT EXISTS (SELECT FROM done)
            """
    )

    /// As many copies exist as are wanted, unless something came meanwhile.
    package func closeWanted(_ wanted: WantedCopy) async throws(IndexError) {
        _ = try await query(Self.close, [.id(wanted.series), .int(wanted.touched)])
    }

    private static let postpone = Statement(
        name: "index_wanted_postpone",
        sql: """
            UPDATE wanted_copy SET problem = $3, next_at = clock_timestamp()
                + $2::double precision * interval '1 millisecond'
            WHERE series = $1
            """
    )

    /// - Parameter problem: For people; no patient data.
    package func postponeWanted(
        _ wanted: WantedCopy,
        by pause: Duration,
        _ problem: String
    ) async throws(IndexError) {
        _ = try await query(
            Self.postpone,
            [.id(wanted.series), .int(pause.milliseconds), .text(problem)]
        )
    }
}
