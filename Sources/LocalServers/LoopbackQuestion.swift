import Foundation
import Glibc

/// One blocking `GET` to a server on 127.0.0.1, for start-up and shutdown only.
///
/// Speaks just enough HTTP/1.0 to ask a server whether it is ready: the connection ends with the
/// answer. Every wait is limited by `patience`.
struct LoopbackQuestion {
    let port: UInt16
    let path: String
    /// `user:password` for Basic authentication.
    var credentials: String?
    /// Longest wait for connecting, sending and each piece of the answer.
    var patience = Duration.seconds(2)
    /// A longer answer counts as none.
    static let limitBytes = 1 << 20

    struct Answer {
        let status: Int
        let body: [UInt8]
    }

    /// The answer; nil if nobody listens, it isn't HTTP, or it took too long.
    func ask() -> Answer? {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        limitWaits(of: socket)
        var address = LoopbackAddress(port: port)
        guard unsafe address.withPointer({ unsafe connect(socket, $0, $1) }) == 0 else {
            return nil
        }
        guard send(Array(request.utf8), on: socket) else { return nil }
        return receive(on: socket).flatMap(Self.parse)
    }

    private var request: String {
        var lines = ["GET \(path) HTTP/1.0", "Host: 127.0.0.1:\(port)"]
        if let credentials {
            lines.append("Authorization: Basic " + Data(credentials.utf8).base64EncodedString())
        }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private func limitWaits(of socket: Int32) {
        var limit = timeval()
        limit.tv_sec = Int(patience.components.seconds)
        limit.tv_usec = Int(patience.components.attoseconds / 1_000_000_000_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        unsafe setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    private func send(_ bytes: [UInt8], on socket: Int32) -> Bool {
        // One small piece: it fits any socket buffer, so it is sent whole or not at all.
        unsafe Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private func receive(on socket: Int32) -> [UInt8]? {
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16384)
        while answer.count <= Self.limitBytes {
            let count = unsafe recv(socket, &piece, piece.count, 0)
            if count == 0 { return answer }
            if count < 0 { return nil }
            answer += piece[..<count]
        }
        return nil
    }

    private static func parse(_ bytes: [UInt8]) -> Answer? {
        let head = bytes.prefix(while: { $0 != 13 })
        let words = head.split(separator: 32)
        guard words.count >= 2, head.starts(with: Array("HTTP/1.".utf8)),
            let status = Int(String(decoding: words[1], as: UTF8.self)),
            let end = Data(bytes).range(of: Data("\r\n\r\n".utf8))
        else { return nil }
        return Answer(status: status, body: Array(bytes[end.upperBound...]))
    }
}
