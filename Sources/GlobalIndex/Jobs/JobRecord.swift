package import OrthancModel
internal import Postgres

/// One of the gateway's own jobs, as the index keeps it.
package struct JobRecord: Sendable {
    /// A UUID; callers see ``JobID``.
    package let id: String
    /// Which code runs it; never changes.
    package let kind: String
    /// Orthanc's word for it, such as `ResourceModification`.
    package let type: String
    /// JSON: what is to be done, as the kind wrote it.
    package let request: [UInt8]
    /// The client's own.
    package let priority: Int
    /// JSON; nil when the client gave none.
    package let userData: [UInt8]?
    package let state: JobState
    package let wish: JobWish
    /// JSON: how far it has come, as the kind wrote it; nil while nothing was done.
    package let checkpoint: [UInt8]?
    /// JSON object: Orthanc's Content.
    package let content: [UInt8]
    /// 0…1.
    package let progress: Double
    package let errorCode: Int
    package let errorDetails: String
    /// Microseconds since 1970, by the database's clock.
    package let createdAt: Int64
    package let startedAt: Int64?
    package let completedAt: Int64?
    /// When this was read.
    package let readAt: Int64
    let term: Int64

    package var jobID: JobID { .gateway(id) }

    static let columns = """
        id::text, kind, type, request, priority, user_data, state, wish, checkpoint, content, \
        progress, error_code, error_details, created_at, started_at, completed_at, \
        clock_timestamp(), term
        """

    init?(_ rows: Rows, _ row: Int) {
        guard let id = rows.text(row, 0), let kind = rows.text(row, 1),
            let state = JobState(rawValue: rows.number(row, 6))
        else { return nil }
        self.id = id
        self.kind = kind
        type = rows.text(row, 2) ?? ""
        request = rows.bytes(row, 3) ?? []
        priority = rows.number(row, 4)
        userData = rows.bytes(row, 5)
        self.state = state
        wish = JobWish(rawValue: rows.number(row, 7)) ?? .none
        checkpoint = rows.bytes(row, 8)
        content = rows.bytes(row, 9) ?? []
        progress = rows.double(row, 10) ?? 0
        errorCode = rows.number(row, 11)
        errorDetails = rows.text(row, 12) ?? ""
        createdAt = rows.unixMicroseconds(row, 13) ?? 0
        startedAt = rows.unixMicroseconds(row, 14)
        completedAt = rows.unixMicroseconds(row, 15)
        readAt = rows.unixMicroseconds(row, 16) ?? 0
        term = rows.int(row, 17) ?? 0
    }
}

/// A job that is to be made.
package struct NewJob: Sendable {
    package var kind: String
    package var type: String
    /// JSON, for the kind.
    package var request: [UInt8]
    package var priority = 0
    /// JSON.
    package var userData: [UInt8]?
    /// JSON object: what its Content says before anything is done.
    package var content: [UInt8]

    package init(
        kind: String,
        type: String,
        request: [UInt8],
        content: [UInt8] = Array("{}".utf8)
    ) {
        self.kind = kind
        self.type = type
        self.request = request
        self.content = content
    }
}

/// The right to run one job, for a while.
package struct JobClaim: Sendable, Hashable {
    package let job: String
    /// UUID of the process.
    package let holder: String
    package let term: Int64

    package init(_ record: JobRecord, holder: String) {
        job = record.id
        self.holder = holder
        term = record.term
    }
}

/// What a job does in one store.
package struct JobPart: Sendable, Equatable {
    package let number: Int
    package let store: StoreKey
    /// Part of the priority under which the store's own job runs.
    package let nonce: Int
    /// The store's Last before it was asked.
    package let storeLast: Int64
    /// The store's own identifier of its job, once known.
    package var local: String?
    /// Since it was written down, by the database's clock.
    package var ageSeconds = 0.0

    package init(
        number: Int,
        store: StoreKey,
        nonce: Int,
        storeLast: Int64,
        local: String? = nil
    ) {
        self.number = number
        self.store = store
        self.nonce = nonce
        self.storeLast = storeLast
        self.local = local
    }
}

/// An instance that a job has made.
package struct JobResult: Sendable, Equatable {
    package let id: OrthancID
    /// The instance of which it was made; nil when others may be it as well.
    package let source: OrthancID?

    package init(id: OrthancID, source: OrthancID?) {
        self.id = id
        self.source = source
    }
}

/// A store's job as last seen.
package struct StoreJobRecord: Sendable {
    package let id: BoundID
    /// The store's own JSON; nil before it was first seen.
    package let text: [UInt8]?
    package let isFinal: Bool
    /// Somebody deleted it, and its store can't.
    package let isHidden: Bool
}
