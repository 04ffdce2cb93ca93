import Basics
import Glibc

/// Asks a server on 127.0.0.1, one blocking connection a question.
///
/// Small on purpose: the demo must see the gateway as a stranger does, not through its own client.
struct LoopbackClient {
    let port: UInt16
    /// Longest wait for each piece of an answer.
    var patience = Duration.seconds(30)
    static let limitBytes = 256 << 20

    func get(_ path: String, _ headers: [String] = []) throws(DemoError) -> LoopbackReply {
        try send("GET", path, headers, nil)
    }

    func post(
        _ path: String,
        _ body: [UInt8],
        _ headers: [String] = []
    ) throws(DemoError) -> LoopbackReply {
        try send("POST", path, headers, body)
    }

    func post(
        _ path: String,
        _ text: String,
        _ headers: [String] = []
    ) throws(DemoError) -> LoopbackReply {
        try post(path, Array(text.utf8), headers)
    }

    private func send(
        _ method: String,
        _ path: String,
        _ headers: [String],
        _ body: [UInt8]?
    ) throws(DemoError) -> LoopbackReply {
        let action = "\(method) http://127.0.0.1:\(port)\(path)"
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
        lines += headers
        if let body { lines.append("Content-Length: \(body.count)") }
        let request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])

        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure(action) }
        defer { close(descriptor) }
        guard limitWaits(of: descriptor), connect(descriptor), Self.send(request, on: descriptor)
        else { throw Self.failure(action) }
        guard let reply = LoopbackReply(try Self.receive(on: descriptor, action)) else {
            throw DemoError(.server, doing: action, "the connection ended before the answer did")
        }
        return reply
    }

    private func limitWaits(of descriptor: Int32) -> Bool {
        var limit = timeval(tv_sec: patience.milliseconds / 1000, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        return unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size) == 0
            && setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size) == 0
    }

    private func connect(_ descriptor: Int32) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func send(_ bytes: [UInt8], on descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func receive(
        on descriptor: Int32,
        _ action: String
    ) throws(DemoError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limitBytes {
            let count = unsafe recv(descriptor, &piece, piece.count, 0)
            guard count >= 0 else { throw failure(action) }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
        throw DemoError(.server, doing: action, "more than \(limitBytes) bytes")
    }

    private static func failure(_ action: String) -> DemoError {
        let cause = errno == EAGAIN ? "no answer in time" : unsafe String(cString: strerror(errno))
        return DemoError(.server, doing: action, cause)
    }
}
