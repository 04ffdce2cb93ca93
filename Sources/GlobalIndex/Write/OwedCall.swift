internal import Basics
package import OrthancModel
internal import Postgres

/// A call that every holder of a resource has to carry out, in the order of intents.
package struct OwedCall: Sendable, Equatable {
    package let method: String
    /// Whole, in decoded segments.
    package let path: [String]
    package let body: [UInt8]?
    /// The ETag that the caller gave. Its digest means the same everywhere, its revision doesn't.
    package let ifMatch: String?

    package init(method: String, path: [String], body: [UInt8]?, ifMatch: String?) {
        self.method = method
        self.path = path
        self.body = body
        self.ifMatch = ifMatch
    }
}

/// A call that is written down; no store has been asked yet.
package struct BegunCall: Sendable, Equatable {
    package let intent: Int64
    /// Stores where it may be carried out now, under a claim of the one who began it; ascending.
    package let claimed: [StoreKey]
    /// Stores that owe something before it.
    package let blocked: [StoreKey]
}

/// What a call is about; also what its intent says.
package enum CallKind: String, Sendable, CaseIterable {
    case metadata, attachment, label, protection, reconstruct, compression

    /// How long a claim on one stands, for the longest of them.
    var claimTime: Duration { self == .reconstruct ? .seconds(600) : IndexWriter.claimTime }
    /// How long a store may take, well inside the claim.
    package var limit: Duration { self == .reconstruct ? .seconds(570) : .seconds(20) }
}

extension IndexWriter {
    private static let beginCall = Statement(
        name: "index_call_begin",
        sql: """
            SELECT intent_id, claimed, blocked FROM begin_call($1, $2::integer, $3, $4,
                $5::text[], $6::bytea, $7, $8::smallint[], $9::double precision, false)
            """
    )

    /// Writes down that the holders of a resource owe a call, and claims it where nothing comes
    /// before it.
    ///
    /// - Parameter stores: Only these of the holders; nil: all.
    /// - Returns: nil when no such store holds the resource.
    package func beginCall(
        _ kind: CallKind,
        _ level: Level,
        _ id: OrthancID,
        _ call: OwedCall,
        stores: [StoreKey]? = nil
    ) async throws(IndexError) -> BegunCall? {
        let rows = try await query(
            Self.beginCall,
            [
                .text(kind.rawValue), .level(level), .id(id), .text(call.method),
                .textArray(call.path), .bytes(optional: call.body),
                .text(optional: call.ifMatch),
                stores.map { .intArray($0.map { Int64($0.rawValue) }) } ?? .null,
                .int(kind.claimTime.milliseconds),
            ]
        )
        guard let intent = rows.int(0, 0) else { return nil }
        return BegunCall(intent: intent, claimed: rows.stores(0, 1), blocked: rows.stores(0, 2))
    }

    // Whoever claims it when its time is over looks at a clock of this very database; the two
    // seconds are for the moment between that look and the end of the deletion.
    private static let void = Statement(
        name: "index_call_void",
        sql: """
            DELETE FROM intent i USING call c WHERE i.id = $1 AND c.intent = i.id
                AND c.undecided_until > clock_timestamp() + interval '2 seconds'
            RETURNING true
            """
    )

    /// Takes a call back that no store has carried out.
    ///
    /// - Returns: false when others may carry it out by now.
    package func void(call intent: Int64) async throws(IndexError) -> Bool {
        let rows = try await query(Self.void, [.int(intent)])
        return rows.count > 0
    }

    private static let keepUndecided = Statement(
        name: "index_call_keep",
        sql: """
            WITH kept AS (
                UPDATE call SET undecided_until
                    = clock_timestamp() + $2::double precision * interval '1 millisecond'
                WHERE intent = $1 AND undecided_until > clock_timestamp()
                RETURNING intent, undecided_until
            ), claims AS (
                UPDATE owed o SET next_at = k.undecided_until FROM kept k
                WHERE o.intent = k.intent AND o.done_at IS NULL
                    AND o.next_at > clock_timestamp()
            )
            SELECT true FROM kept
            """
    )

    /// Goes on deciding: nobody else carries the call out as long as a claim on it stands.
    ///
    /// - Returns: false when others may carry it out by now.
    package func keepUndecided(
        _ intent: Int64,
        _ kind: CallKind
    ) async throws(IndexError) -> Bool {
        let rows = try await query(
            Self.keepUndecided,
            [.int(intent), .int(kind.claimTime.milliseconds)]
        )
        return rows.count > 0
    }

    private static let decided = Statement(
        name: "index_call_decided",
        sql: """
            WITH decided AS (UPDATE call SET undecided_until = '-infinity' WHERE intent = $1)
            UPDATE owed o SET attempts = o.attempts + 1, problem = f.problem,
                next_at = clock_timestamp() + interval '1 second'
            FROM unnest($2::smallint[], $3::text[]) AS f(store, problem)
            WHERE o.intent = $1 AND o.store = f.store AND o.done_at IS NULL
            """
    )

    /// The call is to be carried out wherever it is owed still; whoever comes goes on with it.
    ///
    /// - Parameter failed: Stores that were asked or could not be; no patient data.
    package func decided(
        call intent: Int64,
        _ failed: [(store: StoreKey, problem: String)]
    ) async throws(IndexError) {
        _ = try await query(
            Self.decided,
            [
                .int(intent), .intArray(failed.map { Int64($0.store.rawValue) }),
                .textArray(failed.map(\.problem)),
            ]
        )
    }
}

/// What a store owes, in numbers.
package struct OwedSum: Sendable, Equatable {
    /// `delete`, or a ``CallKind``.
    package let kind: String
    package let count: Int
    /// Seconds since the oldest of them was asked.
    package let ageSeconds: Int
}

extension IndexReader {
    private static let owedSums = Statement(
        name: "index_owed_sums",
        sql: """
            SELECT i.kind, count(*),
                extract(epoch FROM clock_timestamp() - min(i.made_at))::bigint
            FROM owed o JOIN intent i ON i.id = o.intent
            WHERE o.store = $1 AND o.done_at IS NULL GROUP BY i.kind ORDER BY i.kind
            """
    )

    /// What a store owes, by kind.
    package func owedSums(_ store: StoreKey) async throws(IndexError) -> [OwedSum] {
        let rows = try await ask(Self.owedSums, [.store(store)])
        return (0..<rows.count).compactMap { row in
            rows.text(row, 0).map {
                OwedSum(kind: $0, count: rows.number(row, 1), ageSeconds: rows.number(row, 2))
            }
        }
    }

    private static let owing = Statement(
        name: "index_owing_resource",
        sql: """
            SELECT o.store, extract(epoch FROM clock_timestamp() - min(i.made_at))::bigint
            FROM intent i JOIN owed o ON o.intent = i.id AND o.done_at IS NULL
            WHERE i.resource = $1 AND i.closed_at IS NULL GROUP BY o.store ORDER BY o.store
            """
    )

    /// Stores that owe something to this resource, with the age of the oldest in seconds.
    package func owing(_ id: OrthancID) async throws(IndexError) -> [(StoreKey, seconds: Int)] {
        let rows = try await ask(Self.owing, [.id(id)])
        return (0..<rows.count).compactMap { row in
            rows.store(row, 0).map { ($0, rows.number(row, 1)) }
        }
    }

    private static let owingCalls = Statement(
        name: "index_owing_calls",
        sql: """
            SELECT i.resource, array_agg(DISTINCT o.store)
            FROM intent i JOIN call c ON c.intent = i.id
            JOIN owed o ON o.intent = i.id AND o.done_at IS NULL
            WHERE i.resource = ANY ($1::bytea[]) AND i.closed_at IS NULL GROUP BY i.resource
            """
    )

    /// Stores that owe a call to some resources: what they show of these is not their last word.
    package func owingCalls(
        _ ids: [OrthancID]
    ) async throws(IndexError) -> [OrthancID: Set<StoreKey>] {
        let rows = try await ask(Self.owingCalls, [.ids(ids)])
        var result: [OrthancID: Set<StoreKey>] = [:]
        for row in 0..<rows.count {
            if let id = rows.id(row, 0) { result[id] = Set(rows.stores(row, 1)) }
        }
        return result
    }
}
