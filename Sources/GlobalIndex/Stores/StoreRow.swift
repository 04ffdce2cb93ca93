package import OrthancModel
internal import Postgres

/// A store as PostgreSQL keeps it. Secrets are never in it: settings name `file:` or `env:`.
package struct StoreRow: Sendable, Equatable {
    package enum Management: String, Sendable { case file, api }

    package enum State: String, Sendable, CaseIterable {
        case active
        /// Reads yes, new data no.
        case draining
        /// Not asked and not believed until somebody looks at it.
        case quarantined
        /// Being taken out; its copies go first.
        case removed
    }

    package let key: StoreKey
    package let name: StoreName
    package let url: String
    /// JSON object, as given by the configuration or the API.
    package let settings: [UInt8]
    package let management: Management
    package let state: State
    /// Why it is in its state; for people.
    package let note: String?
    /// Grows when the store's database turns out to be another one.
    package let epoch: Int
    /// Last feed sequence whose effects are in the index.
    package let cursor: Int64
    /// The synchroniser's own word for where it is, `new` at first.
    package let phase: String
    /// JSON: what tells this store's database from another.
    package let fingerprint: [UInt8]?
    /// JSON: the feed rows applied last, for telling an epoch from the next.
    package let recent: [UInt8]
    /// JSON: what the synchroniser last saw of the store's own counts.
    package let remote: [UInt8]?
    /// Microseconds since 1970, by the database's clock; nil as long as it has not happened.
    package let importedAt: Int64?
    package let reconciledAt: Int64?
    package let drainedAt: Int64?
    /// Seconds since the feed was last seen drained; nil before the first time.
    package let staleSeconds: Double?

    static let columns = """
        key, name, url, settings::text, managed, state, note, epoch, cursor, phase,
        fingerprint::text, recent::text, remote::text, imported_at, reconciled_at, drained_at,
        extract(epoch FROM clock_timestamp() - drained_at)::double precision
        """

    init?(_ rows: Rows, _ row: Int) {
        guard let key = rows.store(row, 0), let name = rows.text(row, 1).flatMap(StoreName.init),
            let management = rows.text(row, 4).flatMap(Management.init),
            let state = rows.text(row, 5).flatMap(State.init)
        else { return nil }
        self.key = key
        self.name = name
        url = rows.text(row, 2) ?? ""
        settings = rows.bytes(row, 3) ?? []
        self.management = management
        self.state = state
        note = rows.text(row, 6)
        epoch = rows.number(row, 7)
        cursor = rows.int(row, 8) ?? 0
        phase = rows.text(row, 9) ?? ""
        fingerprint = rows.bytes(row, 10)
        recent = rows.bytes(row, 11) ?? []
        remote = rows.bytes(row, 12)
        importedAt = rows.unixMicroseconds(row, 13)
        reconciledAt = rows.unixMicroseconds(row, 14)
        drainedAt = rows.unixMicroseconds(row, 15)
        staleSeconds = rows.double(row, 16)
    }
}
