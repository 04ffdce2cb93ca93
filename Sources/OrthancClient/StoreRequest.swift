package import Basics

/// One question to a store, in decoded parts; its URL is built here and nowhere else.
package struct StoreRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// nil length: chunked.
        case channel(ByteChannel, length: Int64?)
    }

    package var method: Method
    /// Decoded segments; none is empty, `.` or `..`.
    package var path: [String]
    package var query: [(name: String, value: String?)]
    /// By allow-list of the caller.
    package var headers: [(String, String)]
    package var body: Body
    /// In all; nil: the store's first-byte and stall limits alone.
    package var within: Duration?
    /// Until the store begins to answer; nil: the store's own limit.
    package var firstByte: Duration?

    package init(
        _ method: Method = .get,
        _ path: [String],
        query: [(name: String, value: String?)] = [],
        headers: [(String, String)] = [],
        body: Body = .none,
        within: Duration? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.within = within
    }

    /// Whether the path means what it says. Orthanc resolves `..`, encoded or not, and drops empty
    /// segments; nobody may be led past the route that was checked.
    var isSafe: Bool {
        path.allSatisfy { segment in
            !segment.isEmpty && segment != "." && segment != ".." && !segment.utf8.contains(0x2F)
                && !segment.utf8.contains(0)
        }
    }

    /// Path and query, percent-encoded: everything but unreserved characters.
    ///
    /// A blank is `%20` and a plus `%2B`: Orthanc ≥ 1.12 reads `+` in a path as a blank.
    func target(after prefix: String) -> String {
        var text = prefix
        for segment in path {
            text += "/"
            Self.encode(segment, into: &text)
        }
        if path.isEmpty { text += "/" }
        var separator = "?"
        for (name, value) in query {
            text += separator
            separator = "&"
            Self.encode(name, into: &text)
            guard let value else { continue }
            text += "="
            Self.encode(value, into: &text)
        }
        return text
    }

    private static func encode(_ part: String, into text: inout String) {
        guard !part.utf8.allSatisfy(isUnreserved) else {
            text += part
            return
        }
        let digits = Array("0123456789ABCDEF")
        for byte in part.utf8 {
            if isUnreserved(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text.append("%")
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
        }
    }

    /// RFC 3986 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 0x2d, 0x2e, 0x5f, 0x7e: true
        default: false
        }
    }
}

/// A store's answer while its body arrives.
package struct StoreStream: Sendable {
    package let status: Int
    /// By ``Store/relayedHeaders``.
    package let headers: [(String, String)]
    /// nil: chunked, or until the connection closes.
    package let length: Int64?
    /// Ends as failed when the answer was cut. Drain it or abandon it.
    package let body: ByteChannel
}
