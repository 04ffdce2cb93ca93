import Basics
import Foundation

/// A request as a simulated store sees it.
package struct SimulatedRequest: Sendable {
    package let method: String
    /// As it came, with its query.
    package let target: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// Decoded, without empty segments.
    package var path: [String] {
        target.prefix { $0 != "?" }.split(separator: "/").map { segment in
            String(segment).removingPercentEncoding ?? String(segment)
        }
    }

    /// Decoded; a parameter without `=` has an empty value, of several the last counts.
    package var query: [String: String] {
        guard let start = target.firstIndex(of: "?") else { return [:] }
        var query: [String: String] = [:]
        for part in target[target.index(after: start)...].split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            let value = pair.count > 1 ? pair[1] : ""
            query[pair[0]] = value.removingPercentEncoding ?? value
        }
        return query
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Nil if the peer closed before the first byte.
    init?(from reader: MessageReader) throws(WireError) {
        guard let head = try reader.head() else { return nil }
        let words = head.first.split(separator: " ").map(String.init)
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else {
            throw WireError(.malformed, doing: "read a request line")
        }
        method = words[0]
        target = words[1]
        headers = head.headers
        if head.value("Transfer-Encoding")?.lowercased() == "chunked" {
            body = try reader.chunked()
        } else {
            body = try reader.exactly(head.value("Content-Length").flatMap { Int($0) } ?? 0)
        }
    }
}

/// What a simulated store answers.
package struct SimulatedReply: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// Not a byte is sent and the connection ends, as when a store dies of the question.
    private(set) var breaksOff = false

    package static var brokenOff: Self {
        var reply = Self(status: 0)
        reply.breaksOff = true
        return reply
    }

    package init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(_ value: Any) -> Self {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        let data = try? JSONSerialization.data(withJSONObject: value, options: options)
        return Self(
            status: 200,
            headers: [("Content-Type", "application/json; charset=utf-8")],
            body: Array(data ?? Data())
        )
    }

    /// A DICOM file with the checksum of `recorded`, or of its own bytes.
    package static func attachment(_ bytes: [UInt8], recorded: [UInt8]? = nil) -> Self {
        let channel = ByteChannel(capacity: max(1, (recorded ?? bytes).count))
        channel.write(recorded ?? bytes)
        let digest = RunningMD5()
        digest?.update(channel, from: 0)
        return Self(
            status: 200,
            headers: [
                ("Content-Type", "application/dicom"),
                ("ETag", "\"0-\(digest?.finish().hexadecimal ?? "")\""),
            ],
            body: bytes
        )
    }

    static func text(_ text: String) -> Self {
        Self(status: 200, headers: [("Content-Type", "text/plain")], body: Array(text.utf8))
    }

    /// What Orthanc answers for an exception. Its content type came with 1.12.2.
    static func failure(
        _ code: OrthancFailure,
        _ request: SimulatedRequest,
        _ version: SimulatedVersion,
        details: String? = nil
    ) -> Self {
        var object: [String: Any] = [
            "HttpError": code.status == 404 ? "Not Found" : "Bad Request",
            "HttpStatus": code.status, "Message": code.message, "Method": request.method,
            "OrthancError": code.message, "OrthancStatus": code.rawValue,
            "Uri": "/" + request.path.joined(separator: "/"),
        ]
        if let details { object["Details"] = details }
        var reply = json(object)
        reply.status = code.status
        reply.headers = version == .v1_10_1 ? [] : [("Content-Type", "text/plain")]
        return reply
    }

    func bytes(keepingAlive: Bool) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) Simulated"]
        lines += headers.map { "\($0.name): \($0.value)" }
        lines.append(keepingAlive ? "Connection: keep-alive" : "Connection: close")
        lines.append("Content-Length: \(body.count)")
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}

/// Orthanc's error codes that the simulator gives.
enum OrthancFailure: Int {
    case badType = 5
    case badRequest = 8
    case badFile = 15
    case unknownResource = 17

    var status: Int { self == .unknownResource ? 404 : 400 }

    var message: String {
        switch self {
        case .badType: "Bad type for a parameter"
        case .badRequest: "Bad request"
        case .badFile: "Bad file format"
        case .unknownResource: "Unknown resource"
        }
    }
}
