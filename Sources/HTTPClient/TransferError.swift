/// Why a transfer produced no whole answer.
///
/// Names the method, the origin and the path, never the query, a header or a byte of a body:
/// those may hold patient data.
package struct TransferError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        case resolveFailed
        /// Refused, unreachable, or reset while connecting.
        case connectFailed
        case connectTimeout
        /// No trust, no common protocol, or a broken record.
        case tls
        /// The name resolved to an address that no store may have.
        case addressForbidden
        case firstByteTimeout
        /// Bytes flowed, then none for the stall deadline.
        case stalled
        /// The total deadline passed.
        case deadline
        /// The connection died before the answer's head was whole.
        case connectionLost
        /// The connection died inside the answer's body.
        case truncated
        /// What came was not HTTP, or broke a limit on heads.
        case malformed
        /// The body passed the caller's limit.
        case tooLarge
        case poolQueueFull
        case poolQueueTimeout
        /// The producer of the request's body failed, or gave another length than promised.
        case bodyFailed
        case cancelled
        /// The request could not be sent as asked: a bad target or header.
        case invalidRequest
        case outOfMemory
        /// Any other `CURLcode`, kept by number.
        case other(UInt32)
    }

    package let kind: Kind
    /// What was being attempted, as a bare verb phrase: `GET http://store-b:8042/changes`.
    package let action: String
    /// The reason in words; empty when the kind says it all.
    package let cause: String
    /// Whether any byte of the request was handed to a socket. If not, the peer has seen nothing
    /// and the request may be repeated elsewhere, a write too.
    package let bytesSent: Bool

    package init(_ kind: Kind, doing action: String, cause: String = "", bytesSent: Bool = false) {
        self.kind = kind
        self.action = action
        self.cause = cause
        self.bytesSent = bytesSent
    }

    package var description: String { "\(action): \(cause.isEmpty ? "\(kind)" : cause)" }
}
