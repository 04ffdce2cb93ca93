import Foundation

/// A small blocking HTTP/1.1 client for tests: one keep-alive connection to 127.0.0.1.
///
/// For one thread at a time.
package final class TestClient: @unchecked Sendable {
    // @unchecked Sendable: confined by its user to one thread at a time.
    package let port: UInt16
    private let patience: Duration
    private var connection: Connection?
    private var reader: MessageReader?
    /// Sent with every request.
    package var headers: [(String, String)] = []

    /// - Parameters:
    ///   - credentials: `user:password` for Basic authentication.
    ///   - patience: Longest wait for the connection and for each piece of an answer.
    package init(port: UInt16, credentials: String? = nil, patience: Duration = .seconds(30)) {
        self.port = port
        self.patience = patience
        guard let credentials else { return }
        let token = Data(credentials.utf8).base64EncodedString()
        headers.append(("Authorization", "Basic \(token)"))
    }

    package func get(_ path: String) throws(WireError) -> Reply { try send("GET", path) }

    package func post(_ path: String, _ body: [UInt8]) throws(WireError) -> Reply {
        try send("POST", path, body: body)
    }

    package func post(_ path: String, _ text: String) throws(WireError) -> Reply {
        try send("POST", path, body: Array(text.utf8))
    }

    package func put(_ path: String, _ text: String) throws(WireError) -> Reply {
        try send("PUT", path, body: Array(text.utf8))
    }

    package func delete(_ path: String) throws(WireError) -> Reply { try send("DELETE", path) }

    /// Sends a request and reads the whole answer.
    ///
    /// A connection that the server closed since the last answer is opened anew. If it closes it
    /// during the request, only a GET is sent a second time.
    ///
    /// - Throws: `.truncated` for an answer that ends too early, `.refused`, `.timedOut`, `.reset`.
    package func send(
        _ method: String,
        _ path: String,
        headers more: [(String, String)] = [],
        body: [UInt8]? = nil
    ) throws(WireError) -> Reply {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"]
        lines += (headers + more).map { "\($0.0): \($0.1)" }
        if let body { lines.append("Content-Length: \(body.count)") }
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
        if let connection, let reader, connection.isIdle {
            do {
                if let reply = try exchange(bytes, on: connection, reader, method) { return reply }
            } catch  where error.kind == .reset && method == "GET" {}
            guard method == "GET" else { throw WireError(.truncated, doing: "\(method) \(path)") }
        }
        let fresh = try Connection(port: port, patience: patience)
        let reader = MessageReader(fresh)
        connection = fresh
        self.reader = reader
        guard let reply = try exchange(bytes, on: fresh, reader, method) else {
            throw WireError(.truncated, doing: "\(method) \(path)")
        }
        return reply
    }

    /// Ends the connection; the next request opens another.
    package func close() {
        connection = nil
        reader = nil
    }

    /// Nil if the server closed the connection without a byte of answer.
    private func exchange(
        _ request: [UInt8],
        on connection: Connection,
        _ reader: MessageReader,
        _ method: String
    ) throws(WireError) -> Reply? {
        do {
            try connection.send(request)
            guard let reply = try Reply(from: reader, method: method) else {
                close()
                return nil
            }
            if reply.endsConnection { close() }
            return reply
        } catch {
            close()
            throw error
        }
    }
}
