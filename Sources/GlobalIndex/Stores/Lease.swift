internal import Basics
package import Postgres

/// The right to do one thing alone, for a while.
package struct Lease: Sendable, Hashable {
    /// What it is for, such as `sync:store-a`.
    package let name: String
    /// UUID of the process that has it.
    package let holder: String
    /// Grows with every holder; what an older term began can't be finished.
    package let term: Int64

    package init(name: String, holder: String, term: Int64) {
        self.name = name
        self.holder = holder
        self.term = term
    }
}

/// Leases, by the database's clock.
///
/// A holder that stood still for longer than the time to live has lost its lease without knowing;
/// therefore every transaction made under a lease begins by ``IndexWriter/assertLease(_:)``.
package struct IndexLeases: Sendable {
    /// Time to live; renew three times as often.
    package static let timeToLive: Duration = .seconds(10)

    private let control: ControlConnection
    private let timeToLive: Duration

    package init(_ control: ControlConnection, timeToLive: Duration = Self.timeToLive) {
        self.control = control
        self.timeToLive = timeToLive
    }

    private static let acquire = Statement(
        name: "index_lease_acquire",
        sql: """
            SELECT lease_acquire($1, $2::uuid, $3::double precision * interval '1 millisecond')
            """
    )

    /// Takes the lease when nobody has it; when `holder` itself has it, under a new term.
    ///
    /// - Parameter holder: A UUID, new for each start of the program.
    /// - Returns: Nil when another holder's term still runs.
    package func acquire(_ name: String, holder: String) async throws(IndexError) -> Lease? {
        let rows = try await ask(
            Self.acquire,
            [.text(name), .text(holder), .int(timeToLive.milliseconds)]
        )
        guard let term = rows.int(0, 0) else { return nil }
        return Lease(name: name, holder: holder, term: term)
    }

    private static let renew = Statement(
        name: "index_lease_renew",
        sql: """
            UPDATE lease SET expires_at = clock_timestamp()
                + $4::double precision * interval '1 millisecond'
            WHERE name = $1 AND holder = $2::uuid AND term = $3
            """
    )

    /// Prolongs the lease; also one that ran out and that nobody took.
    ///
    /// - Returns: False when somebody else has it.
    package func renew(_ lease: Lease) async throws(IndexError) -> Bool {
        let rows = try await ask(
            Self.renew,
            [
                .text(lease.name), .text(lease.holder), .int(lease.term),
                .int(timeToLive.milliseconds),
            ]
        )
        return rows.affected == 1
    }

    private static let release = Statement(
        name: "index_lease_release",
        sql: """
            UPDATE lease SET expires_at = '-infinity', term = term + 1
            WHERE name = $1 AND holder = $2::uuid AND term = $3
            """
    )

    /// Gives the lease back, so that the next holder need not wait.
    package func release(_ lease: Lease) async throws(IndexError) {
        _ = try await ask(
            Self.release,
            [.text(lease.name), .text(lease.holder), .int(lease.term)]
        )
    }

    private func ask(_ statement: Statement, _ values: [Value]) async throws(IndexError) -> Rows {
        do {
            return try await control.query(statement, values)
        } catch {
            throw IndexError(error, doing: "keep a lease")
        }
    }
}
