package import OrthancModel
internal import Postgres

/// One store's copy of an instance.
package struct InstanceCopy: Sendable, Equatable {
    package let id: OrthancID
    package let store: StoreKey
    /// Bytes of the file, uncompressed.
    package let size: Int64
}

/// The resources above some instances.
package struct Ancestry: Sendable, Equatable {
    package let series: [OrthancID]
    package let studies: [OrthancID]
    package let patients: [OrthancID]

    /// From below.
    package var all: [(level: Level, id: OrthancID)] {
        series.map { (.series, $0) } + studies.map { (.study, $0) }
            + patients.map { (.patient, $0) }
    }
}

extension IndexReader {
    private static let below = Level.allCases.map { level in
        let from =
            switch level {
            case .patient:
                "study s JOIN series e ON e.study = s.id JOIN instance i ON i.series = e.id "
                    + "WHERE s.patient = $1"
            case .study: "series e JOIN instance i ON i.series = e.id WHERE e.study = $1"
            case .series: "instance i WHERE i.series = $1"
            case .instance: "instance i WHERE i.id = $1"
            }
        return Statement(
            name: "index_below_\(level.table)",
            sql: """
                SELECT i.id FROM \(from) AND i.id > $2
                    AND ($3::smallint IS NULL OR EXISTS (SELECT FROM copy_instance c
                        WHERE c.id = i.id AND c.store = $3::smallint))
                ORDER BY i.id LIMIT $4
                """
        )
    }

    /// Instances of a resource, ascending.
    ///
    /// - Parameter store: Only those that it holds; nil: all.
    package func instances(
        below level: Level,
        _ id: OrthancID,
        at store: StoreKey? = nil,
        after: OrthancID? = nil,
        limit: Int
    ) async throws(IndexError) -> [OrthancID] {
        let rows = try await askSlowly(
            Self.below[level.rawValue],
            [
                .id(id), .bytes(after?.bytes ?? []), store.map(Value.store) ?? .null,
                .int(limit),
            ]
        )
        return rows.ids(column: 0)
    }

    private static let copies = Statement(
        name: "index_instance_copies",
        sql: """
            SELECT id, store, size FROM copy_instance WHERE id = ANY ($1::bytea[])
            ORDER BY id, store
            """
    )

    /// All copies of some instances, by instance. At most ``mostIDs`` a call.
    package func copies(of ids: [OrthancID]) async throws(IndexError) -> [InstanceCopy] {
        let rows = try await ask(Self.copies, [.ids(ids)])
        return (0..<rows.count).compactMap { row in
            guard let id = rows.id(row, 0), let store = rows.store(row, 1) else { return nil }
            return InstanceCopy(id: id, store: store, size: rows.int(row, 2) ?? 0)
        }
    }

    private static let count = Level.allCases.map { level in
        let from =
            switch level {
            case .patient:
                "study s JOIN series e ON e.study = s.id JOIN series_total t ON t.id = e.id "
                    + "WHERE s.patient = $1"
            case .study: "series e JOIN series_total t ON t.id = e.id WHERE e.study = $1"
            case .series: "series_total t WHERE t.id = $1"
            case .instance: "(SELECT 1 AS instances FROM instance WHERE id = $1) t"
            }
        return Statement(
            name: "index_below_count_\(level.table)",
            sql: "SELECT coalesce(sum(t.instances), 0)::bigint FROM \(from)"
        )
    }

    /// How many instances a resource has.
    package func countInstances(
        below level: Level,
        _ id: OrthancID
    ) async throws(IndexError) -> Int {
        try await ask(Self.count[level.rawValue], [.id(id)]).number(0, 0)
    }

    private static let ancestry = Statement(
        name: "index_ancestry",
        sql: """
            SELECT array_agg(DISTINCT e.id), array_agg(DISTINCT s.id),
                array_agg(DISTINCT s.patient)
            FROM instance i JOIN series e ON e.id = i.series JOIN study s ON s.id = e.study
            WHERE i.id = ANY ($1::bytea[])
            """
    )

    /// What lies above some instances. At most ``mostIDs`` a call.
    package func ancestry(of ids: [OrthancID]) async throws(IndexError) -> Ancestry {
        let rows = try await ask(Self.ancestry, [.ids(ids)])
        return Ancestry(series: rows.ids(0, 0), studies: rows.ids(0, 1), patients: rows.ids(0, 2))
    }
}
