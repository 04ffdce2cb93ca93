import Glibc

/// Why bytes did not go through.
package struct WireError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable {
        case refused
        case timedOut
        /// The peer reset the connection.
        case reset
        /// The peer closed it before the message was whole.
        case truncated
        case malformed
        case other
    }

    package let kind: Kind
    package let action: String

    package init(_ kind: Kind, doing action: String) {
        self.kind = kind
        self.action = action
    }

    /// From the errno of the call that just failed.
    init(doing action: String) {
        let kind: Kind =
            switch errno {
            case ECONNREFUSED: .refused
            case EAGAIN, ETIMEDOUT, EINPROGRESS: .timedOut
            case ECONNRESET, EPIPE: .reset
            default: .other
            }
        self.init(kind, doing: "\(action): \(String(cString: strerror(errno)))")
    }

    package var description: String { "\(action) (\(kind))" }
}
