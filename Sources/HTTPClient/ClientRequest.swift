package import Basics

/// One request to a pool's origin.
///
/// Sent as it stands: the target is not normalised, no redirect is followed, nothing is decoded.
package struct ClientRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    package var method: Method
    /// Path and query, percent-encoded: `/changes?since=7`.
    package var target: String
    /// Without framing headers (`Host`, `Content-Length`, `Transfer-Encoding`, `Connection`…): the
    /// client writes those itself.
    package var headers: [(String, String)]
    package var body: ClientBody
    package var deadlines: TransferDeadlines

    package init(
        _ method: Method,
        _ target: String,
        headers: [(String, String)] = [],
        body: ClientBody = .none,
        deadlines: TransferDeadlines = .init()
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.deadlines = deadlines
    }

    /// Whether sending it twice is as good as once and nothing was consumed by the first try.
    var isRepeatable: Bool {
        guard case .none = body else { return false }
        return method == .get || method == .head
    }

    /// Whether the body goes out in chunks, for want of a length.
    var isChunked: Bool {
        if case .channel(_, nil) = body { return true }
        return false
    }
}

extension ClientRequest: CustomStringConvertible {
    /// Method and path only: query, headers and body may hold patient data or secrets.
    package var description: String { "\(method.rawValue) \(target.prefix { $0 != "?" })" }
}

/// What a request carries.
package enum ClientBody: Sendable {
    case none
    case bytes([UInt8])
    /// Streamed. The producer's `finish()` ends the body, its `fail()` cuts the connection, so that
    /// the peer can't take a part for the whole. Without a length it goes out chunked.
    case channel(ByteChannel, length: Int64?)
}

/// How long a transfer may take. Waiting for a connection counts.
package struct TransferDeadlines: Sendable {
    /// Until the connection stands, TLS included.
    package var connect: Duration
    /// From the last byte of the request to the first of the answer.
    package var firstByte: Duration
    /// Between two pieces of a body, either way. Time in which our own side was not ready for the
    /// next piece doesn't count.
    package var stall: Duration
    /// For everything together.
    package var total: Deadline?

    package init(
        connect: Duration = .seconds(1),
        firstByte: Duration = .seconds(30),
        stall: Duration = .seconds(30),
        total: Deadline? = nil
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.stall = stall
        self.total = total
    }
}
