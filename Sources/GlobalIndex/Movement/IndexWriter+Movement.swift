internal import Basics
package import OrthancModel
internal import Postgres

/// Instances that the gateway may bring to a store now, and since when they count.
package struct Carriage: Sendable, Equatable {
    /// Ascending. What was asked for and is not here is there already, gone, or owed there.
    package let instances: [OrthancID]
    /// The database's clock, microseconds since 1970; for ``Batch/Origin/upload(startedAt:)``.
    package let startedAt: Int64
}

extension IndexWriter {
    private static let beginCarry = Statement(
        name: "index_carry_begin",
        sql: """
            SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
                begin_carry($1::smallint, $2, $3::double precision * interval '1 millisecond')
            """
    )

    /// Writes down that the gateway is about to bring instances to a store.
    ///
    /// A deletion that begins from now on is not carried out there before ``endCarry(_:to:_:)``, or
    /// `time` is over: by then the last byte must have been sent.
    package func beginCarry(
        _ instances: [OrthancID],
        to store: StoreKey,
        for time: Duration
    ) async throws(IndexError) -> Carriage {
        let rows = try await query(
            Self.beginCarry,
            [.store(store), .ids(instances), .int(time.milliseconds)]
        )
        return Carriage(instances: rows.ids(0, 1), startedAt: rows.int(0, 0) ?? 0)
    }

    private static let endCarry = Statement(
        name: "index_carry_end",
        sql: """
            SELECT end_carry($1::smallint, $2::bytea[],
                to_timestamp($3::double precision / 1000000))
            """
    )

    /// Nothing more of this carriage arrives of these: what deletions owe there may be carried out,
    /// unless an earlier carriage of the same was never ended.
    package func endCarry(
        _ instances: [OrthancID],
        to store: StoreKey,
        _ carriage: Carriage
    ) async throws(IndexError) {
        _ = try await query(
            Self.endCarry,
            [.store(store), .ids(instances), .int(carriage.startedAt)]
        )
    }

    private static let beginRemove = Statement(
        name: "index_remove_begin",
        sql: "SELECT intent_id, removed FROM begin_remove($1::smallint, $2::smallint, $3)"
    )

    /// Takes one store's copies of instances out of the index and writes down that the store owes
    /// their removal. The union keeps them: what `keeper` does not hold stays where it is.
    ///
    /// - Returns: What `store` owes; nil when nothing was taken out.
    package func beginRemove(
        _ instances: [OrthancID],
        of store: StoreKey,
        keptBy keeper: StoreKey
    ) async throws(IndexError) -> Deletion? {
        let rows = try await query(
            Self.beginRemove,
            [.store(store), .store(keeper), .ids(instances)]
        )
        let removed = rows.ids(0, 1)
        guard let intent = rows.int(0, 0), let first = removed.first else { return nil }
        return Deletion(
            intent: intent,
            level: .instance,
            id: first,
            remainingAncestor: nil,
            owed: [(store, removed)]
        )
    }
}
