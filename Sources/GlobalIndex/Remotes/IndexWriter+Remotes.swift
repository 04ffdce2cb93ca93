package import OrthancModel
internal import Postgres

extension IndexWriter {
    private static let putRemote = Statement(
        name: "index_remote_put",
        sql: """
            WITH known AS (DELETE FROM remote_owed WHERE kind = $1 AND name = $2)
            INSERT INTO remote (kind, name, settings) VALUES ($1, $2, $3)
            ON CONFLICT (kind, name) DO UPDATE SET settings = $3
            """
    )

    /// Every store is to know a modality or peer.
    ///
    /// - Parameter settings: JSON without passwords.
    package func put(
        _ kind: RemoteKind,
        _ name: String,
        settings: [UInt8]
    ) async throws(IndexError) {
        let text = String(decoding: settings, as: UTF8.self)
        _ = try await query(Self.putRemote, [.text(kind.rawValue), .text(name), .text(text)])
    }

    private static let dropRemote = Statement(
        name: "index_remote_drop",
        sql: "DELETE FROM remote WHERE kind = $1 AND name = $2"
    )

    /// Stores are taught a modality or peer no longer, and need not forget it.
    package func drop(_ kind: RemoteKind, _ name: String) async throws(IndexError) {
        _ = try await query(Self.dropRemote, [.text(kind.rawValue), .text(name)])
    }

    private static let forgetRemote = Statement(
        name: "index_remote_forget",
        sql: """
            WITH gone AS (DELETE FROM remote WHERE kind = $1 AND name = $2)
            INSERT INTO remote_owed (kind, name, store)
            SELECT $1, $2, key FROM store WHERE state <> 'removed' ON CONFLICT DO NOTHING
            """
    )

    /// Every store is to forget a modality or peer.
    package func forget(_ kind: RemoteKind, _ name: String) async throws(IndexError) {
        _ = try await query(Self.forgetRemote, [.text(kind.rawValue), .text(name)])
    }

    private static let hasForgotten = Statement(
        name: "index_remote_forgotten",
        sql: "DELETE FROM remote_owed WHERE kind = $1 AND name = $2 AND store = $3"
    )

    /// A store has forgotten it.
    package func hasForgotten(_ remote: ForgottenRemote) async throws(IndexError) {
        _ = try await query(
            Self.hasForgotten,
            [.text(remote.kind.rawValue), .text(remote.name), .store(remote.store)]
        )
    }

    private static let addQuery = Statement(
        name: "index_query_add",
        sql: """
            WITH old AS (
                DELETE FROM query WHERE made_at < clock_timestamp() - interval '7 days')
            INSERT INTO query (store, local, owner, remote) VALUES ($1, $2::uuid, $3, $4)
            ON CONFLICT DO NOTHING
            """
    )

    /// A store has begun a query for somebody. Remembered for a week.
    package func add(
        query id: BoundID,
        owner: String,
        remote: String
    ) async throws(IndexError) {
        _ = try await query(
            Self.addQuery,
            [.store(id.store), .text(id.local), .text(owner), .text(remote)]
        )
    }

    private static let removeQuery = Statement(
        name: "index_query_remove",
        sql: "DELETE FROM query WHERE store = $1 AND local = $2::uuid"
    )

    package func remove(query id: BoundID) async throws(IndexError) {
        _ = try await query(Self.removeQuery, [.store(id.store), .text(id.local)])
    }

    private static let addCommitment = Statement(
        name: "index_commitment_add",
        sql: """
            WITH old AS (
                DELETE FROM commitment WHERE made_at < clock_timestamp() - interval '30 days')
            INSERT INTO commitment (id, store, local, instances) VALUES ($1, $2, $3, $4)
            """
    )

    /// A store takes part in a storage commitment. Remembered for thirty days.
    package func add(
        commitment id: String,
        _ part: CommitmentPart
    ) async throws(IndexError) {
        _ = try await query(
            Self.addCommitment,
            [.text(id), .store(part.store), .text(part.local), .ids(part.instances)]
        )
    }

    private static let report = Statement(
        name: "index_commitment_report",
        sql: "UPDATE commitment SET report = $3 WHERE id = $1 AND store = $2"
    )

    /// What a store's part has come to.
    package func report(
        _ report: [UInt8],
        of id: String,
        at store: StoreKey
    ) async throws(IndexError) {
        let text = String(decoding: report, as: UTF8.self)
        _ = try await query(Self.report, [.text(id), .store(store), .text(text)])
    }
}
