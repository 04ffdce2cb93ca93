internal import HTTPClient

/// A store could not be asked, or its answer could not be used.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// No connection, or none in time.
        case unreachable
        /// Connected, but no answer, or not the whole of it, in time.
        case timeout
        /// The circuit is open: not asked at all.
        case suspended
        /// The connection ended before the answer was whole.
        case cut
        /// Not HTTP, not JSON, the wrong shape, or over a limit.
        case malformed
        /// An answer with this status.
        case status(Int)
        /// Our own queue for this store is full.
        case busy
        /// The caller gave up.
        case cancelled
        /// The body that we were to send failed.
        case bodyFailed
    }

    package let kind: Kind
    package let action: String
    package let cause: String
    /// Some byte of the request may have reached the store.
    package let bytesSent: Bool
    /// The store's own words, for an answer with a status.
    package let body: [UInt8]
    /// The question could not be sent, or its answer was larger than we wanted; the store did
    /// nothing wrong.
    private let isOurDoing: Bool

    package init(
        _ kind: Kind,
        doing action: String,
        cause: String = "",
        bytesSent: Bool = false,
        body: [UInt8] = []
    ) {
        self.kind = kind
        self.action = action
        self.cause = cause
        self.bytesSent = bytesSent
        self.body = body
        isOurDoing = false
    }

    init(_ error: TransferError) {
        let kind: Kind =
            switch error.kind {
            case .resolveFailed, .connectFailed, .connectTimeout, .tls, .addressForbidden:
                .unreachable
            case .firstByteTimeout, .stalled, .deadline: .timeout
            case .connectionLost, .truncated: .cut
            case .poolQueueFull, .poolQueueTimeout: .busy
            case .cancelled: .cancelled
            case .bodyFailed: .bodyFailed
            case .malformed, .tooLarge, .invalidRequest, .outOfMemory, .other: .malformed
            }
        self.kind = kind
        action = error.action
        cause = error.cause.isEmpty ? "\(error.kind)" : error.cause
        bytesSent = error.bytesSent
        body = []
        isOurDoing = [.tooLarge, .invalidRequest, .outOfMemory].contains(error.kind)
    }

    /// The resource is not there.
    package var isNotFound: Bool { kind == .status(404) }

    /// The store broke off after it had this question, and may have died of it.
    package var brokeOff: Bool { bytesSent && (kind == .cut || kind == .unreachable) }

    /// It says something about the health of the store.
    package var countsAgainstHealth: Bool {
        switch kind {
        case .unreachable, .timeout, .cut, .malformed: !isOurDoing
        case .status(let status): status >= 500 && status != 507
        case .suspended, .busy, .cancelled, .bodyFailed: false
        }
    }

    package var description: String { "\(action): \(cause.isEmpty ? "\(kind)" : cause)" }
}
