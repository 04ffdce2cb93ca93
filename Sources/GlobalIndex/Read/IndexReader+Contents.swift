package import OrthancModel
internal import Postgres

/// A series and what stands above it.
package struct SeriesPlace: Sendable, Hashable {
    package let patient: OrthancID
    package let study: OrthancID
    package let series: OrthancID
    /// Instances of the union.
    package let instances: Int
}

/// An instance of the union with its copies.
package struct InstanceCopies: Sendable {
    package let series: OrthancID
    package let id: OrthancID
    /// What every copy weighs; nil when they differ.
    package let bytes: Int64?
    /// JSON object: MainDicomTags of one copy.
    package let tags: [UInt8]
    package let indexInSeries: Int?
    /// Ascending.
    package let stores: [StoreKey]
}

// What archives, media and everything else that goes through whole series ask.
extension IndexReader {
    private static let levels = Statement(
        name: "index_levels",
        sql: """
            SELECT 0, id FROM patient WHERE id = ANY ($1)
            UNION ALL SELECT 1, id FROM study WHERE id = ANY ($1)
            UNION ALL SELECT 2, id FROM series WHERE id = ANY ($1)
            UNION ALL SELECT 3, id FROM instance WHERE id = ANY ($1)
            """
    )

    /// The level of each identifier that the index knows. At most ``mostIDs`` a call.
    package func levels(of ids: [OrthancID]) async throws(IndexError) -> [OrthancID: Level] {
        precondition(ids.count <= Self.mostIDs, "\(ids.count) identifiers in one question")
        let rows = try await ask(Self.levels, [.ids(ids)])
        var found: [OrthancID: Level] = [:]
        for row in 0..<rows.count {
            guard let level = Level(rows.int(row, 0)), let id = rows.id(row, 1) else { continue }
            found[id] = level
        }
        return found
    }

    private static let places: [Statement] = [
        "s.patient = ANY ($1)", "e.study = ANY ($1)", "e.id = ANY ($1)",
        "e.id IN (SELECT i.series FROM instance i WHERE i.id = ANY ($1))",
    ].enumerated().map { number, condition in
        Statement(
            name: "index_series_places_\(number)",
            sql: """
                SELECT s.patient, s.id, e.id, t.instances
                FROM study s JOIN series e ON e.study = s.id JOIN series_total t ON t.id = e.id
                WHERE \(condition)
                """
        )
    }

    /// The series at, above or below some resources of one level, in no order. At most ``mostIDs``
    /// resources a call.
    package func seriesPlaces(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(IndexError) -> [SeriesPlace] {
        precondition(ids.count <= Self.mostIDs, "\(ids.count) identifiers in one question")
        let rows = try await ask(Self.places[level.rawValue], [.ids(ids)])
        return (0..<rows.count).compactMap { row in
            guard let patient = rows.id(row, 0), let study = rows.id(row, 1),
                let series = rows.id(row, 2)
            else { return nil }
            return SeriesPlace(
                patient: patient,
                study: study,
                series: series,
                instances: rows.number(row, 3)
            )
        }
    }

    private static let instances = Statement(
        name: "index_series_instances",
        sql: """
            SELECT i.id, c.bytes, i.tags, i.index_in_series, c.stores
            FROM instance i CROSS JOIN LATERAL (
                SELECT CASE WHEN min(c.size) = max(c.size) THEN min(c.size) END AS bytes,
                    array_agg(c.store ORDER BY c.store) AS stores
                FROM copy_instance c WHERE c.id = i.id) c
            WHERE i.series = $1 AND i.id > $2 ORDER BY i.id LIMIT $3
            """
    )

    /// Instances of a series with their copies, ascending.
    ///
    /// - Parameters:
    ///   - after: Last instance of the page before; nil at the beginning.
    ///   - limit: Most instances in the page.
    package func instances(
        ofSeries series: OrthancID,
        after: OrthancID? = nil,
        limit: Int = 2000
    ) async throws(IndexError) -> [InstanceCopies] {
        let rows = try await ask(
            Self.instances,
            [.id(series), .bytes(after?.bytes ?? []), .int(limit)]
        )
        return (0..<rows.count).compactMap { row in
            guard let id = rows.id(row, 0) else { return nil }
            return InstanceCopies(
                series: series,
                id: id,
                bytes: rows.int(row, 1),
                tags: rows.bytes(row, 2) ?? [],
                indexInSeries: rows.int(row, 3).map { Int($0) },
                stores: rows.stores(row, 4)
            )
        }
    }

    private static let patientTags = Statement(
        name: "index_patient_tags_of_study",
        sql: "SELECT patient_tags FROM study WHERE id = $1"
    )

    /// Who a study says its patient is: a JSON object, from the copy that gave the study's tags.
    package func patientTags(ofStudy study: OrthancID) async throws(IndexError) -> [UInt8]? {
        let rows = try await ask(Self.patientTags, [.id(study)])
        return rows.count == 0 ? nil : rows.bytes(0, 0)
    }

    private static let ownTags: [Statement] = Level.allCases.map { level in
        Statement(
            name: "index_own_tags_\(level.table)",
            sql: "SELECT id, tags FROM \(level.table) WHERE id = ANY ($1)"
        )
    }

    /// MainDicomTags of some resources of a level as JSON objects. At most ``mostIDs`` a call.
    package func ownTags(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(IndexError) -> [OrthancID: [UInt8]] {
        precondition(ids.count <= Self.mostIDs, "\(ids.count) identifiers in one question")
        let rows = try await ask(Self.ownTags[level.rawValue], [.ids(ids)])
        var found: [OrthancID: [UInt8]] = [:]
        for row in 0..<rows.count {
            if let id = rows.id(row, 0) { found[id] = rows.bytes(row, 1) ?? [] }
        }
        return found
    }
}
