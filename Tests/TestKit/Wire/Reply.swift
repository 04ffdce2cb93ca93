import Foundation

/// A whole HTTP answer.
package struct Reply: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    let endsConnection: Bool

    /// Nil if the peer closed before the first byte. Interim (1xx) answers are skipped.
    init?(from reader: MessageReader, method: String = "GET") throws(WireError) {
        while true {
            guard let head = try reader.head() else { return nil }
            let words = head.first.split(separator: " ", maxSplits: 2)
            guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
                throw WireError(.malformed, doing: "read a status line")
            }
            if status / 100 == 1 { continue }
            self.status = status
            headers = head.headers
            let length = head.value("Content-Length").flatMap { Int($0) }
            let isChunked = head.value("Transfer-Encoding")?.lowercased() == "chunked"
            let close = head.value("Connection")?.lowercased() == "close"
            if method == "HEAD" || status == 204 || status == 304 {
                body = []
            } else if isChunked {
                body = try reader.chunked()
            } else if let length {
                body = try reader.exactly(length)
            } else {
                body = try reader.untilEnd()
            }
            endsConnection = close || (length == nil && !isChunked)
            return
        }
    }

    /// The first value of a header, its name in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON: nested `[String: Any]`, `[Any]`, `String`, `NSNumber`, `NSNull`.
    package func json() throws(WireError) -> Any {
        do {
            return try JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed)
        } catch {
            throw WireError(.malformed, doing: "read JSON from \(text.prefix(80))")
        }
    }

    /// The body as a JSON object; fails for anything else.
    package func object() throws(WireError) -> [String: Any] {
        guard let object = try json() as? [String: Any] else {
            throw WireError(.malformed, doing: "read a JSON object from \(text.prefix(80))")
        }
        return object
    }

    /// The body as a JSON array of strings; fails for anything else.
    package func strings() throws(WireError) -> [String] {
        guard let strings = try json() as? [String] else {
            throw WireError(.malformed, doing: "read JSON strings from \(text.prefix(80))")
        }
        return strings
    }
}
