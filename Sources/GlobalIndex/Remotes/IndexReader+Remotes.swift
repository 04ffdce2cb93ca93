package import OrthancModel
internal import Postgres

/// A modality or peer that every store is to know.
package struct RemoteRecord: Sendable, Hashable {
    package let kind: RemoteKind
    package let name: String
    /// JSON, as it was put; without passwords.
    package let settings: [UInt8]
}

/// A name that a store has still to forget.
package struct ForgottenRemote: Sendable, Hashable {
    package let kind: RemoteKind
    package let name: String
    package let store: StoreKey

    package init(kind: RemoteKind, name: String, store: StoreKey) {
        self.kind = kind
        self.name = name
        self.store = store
    }
}

/// What one store does for a storage commitment.
package struct CommitmentPart: Sendable, Equatable {
    package let store: StoreKey
    /// The store's own transaction UID.
    package let local: String
    /// What it was asked about.
    package let instances: [OrthancID]
    /// Its final report as JSON; nil before that.
    package let report: [UInt8]?

    package init(
        store: StoreKey,
        local: String,
        instances: [OrthancID],
        report: [UInt8]? = nil
    ) {
        self.store = store
        self.local = local
        self.instances = instances
        self.report = report
    }
}

extension IndexReader {
    private static let remotes = Statement(
        name: "index_remotes",
        sql: "SELECT kind, name, settings FROM remote ORDER BY kind, name"
    )

    /// All modalities and peers that were set through the gateway.
    package func remotes() async throws(IndexError) -> [RemoteRecord] {
        let rows = try await ask(Self.remotes)
        return (0..<rows.count).compactMap { row in
            guard let kind = rows.text(row, 0).flatMap(RemoteKind.init),
                let name = rows.text(row, 1), let settings = rows.bytes(row, 2)
            else { return nil }
            return RemoteRecord(kind: kind, name: name, settings: settings)
        }
    }

    private static let forgotten = Statement(
        name: "index_remotes_forgotten",
        sql: "SELECT kind, name, store FROM remote_owed ORDER BY kind, name, store"
    )

    package func forgottenRemotes() async throws(IndexError) -> [ForgottenRemote] {
        let rows = try await ask(Self.forgotten)
        return (0..<rows.count).compactMap { row in
            guard let kind = rows.text(row, 0).flatMap(RemoteKind.init),
                let name = rows.text(row, 1), let store = rows.store(row, 2)
            else { return nil }
            return ForgottenRemote(kind: kind, name: name, store: store)
        }
    }

    private static let queries = Statement(
        name: "index_queries",
        sql: "SELECT store, local::text FROM query WHERE owner = $1"
    )

    /// Queries that somebody has made, in whichever store.
    package func queries(of owner: String) async throws(IndexError) -> Set<BoundID> {
        let rows = try await ask(Self.queries, [.text(owner)])
        return Set(
            (0..<rows.count).compactMap { row in
                guard let store = rows.store(row, 0), let local = rows.text(row, 1) else {
                    return nil
                }
                return BoundID(store: store, local: local)
            }
        )
    }

    private static let queryRemote = Statement(
        name: "index_query_remote",
        sql: "SELECT owner, remote FROM query WHERE store = $1 AND local = $2::uuid"
    )

    /// Who has asked a query, and under which name; nil when it was not asked through the gateway.
    package func origin(
        of query: BoundID
    ) async throws(IndexError) -> (owner: String, remote: String)? {
        let rows = try await ask(Self.queryRemote, [.store(query.store), .text(query.local)])
        guard rows.count == 1 else { return nil }
        return (rows.text(0, 0) ?? "", rows.text(0, 1) ?? "")
    }

    private static let commitment = Statement(
        name: "index_commitment",
        sql: """
            SELECT store, local, instances, report FROM commitment WHERE id = $1 ORDER BY store
            """
    )

    /// Who takes part in a storage commitment; empty when nobody knows it.
    package func commitment(_ id: String) async throws(IndexError) -> [CommitmentPart] {
        let rows = try await ask(Self.commitment, [.text(id)])
        return (0..<rows.count).compactMap { row in
            guard let store = rows.store(row, 0), let local = rows.text(row, 1) else { return nil }
            return CommitmentPart(
                store: store,
                local: local,
                instances: rows.ids(row, 2),
                report: rows.bytes(row, 3)
            )
        }
    }
}
