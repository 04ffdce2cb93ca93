import Glibc

/// A blocking socket that says exactly what it is told to say. Gives up after twenty seconds.
final class RawClient {
    enum End: Equatable {
        case closed, reset, silent
    }

    let descriptor: Int32
    private var held: [UInt8] = []
    private var scratch = [UInt8](repeating: 0, count: 262_144)

    init(port: UInt16, receiveBuffer: Int32? = nil, isVersion6: Bool = false) throws {
        let family = isVersion6 ? AF_INET6 : AF_INET
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(action: "socket") }
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4)
        }
        limitWaiting(to: 20)
        let code = isVersion6 ? connect6(port) : connect4(port)
        guard code == 0 else { throw Failure(action: "connect") }
    }

    private func connect4(_ port: UInt16) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return connect(to: &address)
    }

    private func connect6(_ port: UInt16) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return connect(to: &address)
    }

    private func connect<Address>(to address: inout Address) -> Int32 {
        let size = socklen_t(MemoryLayout<Address>.size)
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, size)
            }
        }
    }

    deinit { close(descriptor) }

    struct Failure: Error { let action: String }

    func limitWaiting(to seconds: Int, microseconds: Int = 0) {
        var limit = timeval(tv_sec: seconds, tv_usec: microseconds)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    /// - Returns: Whether all of it could be sent.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor,
                    $0.baseAddress.map { $0 + sent },
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// One answer framed by its length or by chunks; nil when the connection ended before.
    func answer(toHead: Bool = false) -> RawAnswer? {
        guard let head = take(through: Array("\r\n\r\n".utf8)) else { return nil }
        guard var answer = RawAnswer(head) else { return nil }
        if toHead || answer.status == 204 || answer.status < 200 { return answer }
        if let length = answer.header("Content-Length").flatMap(Int.init) {
            guard let body = take(count: length) else { return nil }
            answer.body = body
        } else if answer.header("Transfer-Encoding") == "chunked" {
            while let line = take(through: [13, 10]) {
                let digits = String(decoding: line.dropLast(2), as: UTF8.self)
                guard let size = Int(digits, radix: 16) else { return nil }
                guard let piece = take(count: size), take(count: 2) != nil else { return nil }
                if size == 0 { return answer }
                answer.body += piece
            }
            return nil
        }
        return answer
    }

    /// Everything up to the end of the connection, and how it ended.
    func rest(limitBytes: Int = .max) -> (bytes: [UInt8], end: End) {
        while held.count < limitBytes {
            if let end = fill() { return (held, end) }
        }
        return (held, .silent)
    }

    func take(count: Int) -> [UInt8]? {
        while held.count < count { if fill() != nil { return nil } }
        defer { held.removeFirst(count) }
        return Array(held[..<count])
    }

    /// Reads and forgets.
    func skip(count: Int) -> Bool {
        var left = count - held.count
        held = []
        while left > 0 {
            if fill() != nil { return false }
            left -= held.count
            held = []
        }
        return left == 0
    }

    private func take(through mark: [UInt8]) -> [UInt8]? {
        var from = 0
        while true {
            if let end = held.indices.dropFirst(from).first(where: {
                held[$0...].starts(with: mark)
            }) {
                defer { held.removeFirst(end + mark.count) }
                return Array(held[..<(end + mark.count)])
            }
            from = max(0, held.count - mark.count)
            if fill() != nil { return nil }
        }
    }

    private func fill() -> End? {
        let count = scratch.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count > 0 {
            held += scratch[..<count]
            return nil
        }
        if count == 0 { return .closed }
        return errno == EAGAIN ? .silent : .reset
    }
}

struct RawAnswer {
    let status: Int
    let headers: [(name: String, value: String)]
    var body: [UInt8] = []

    init?(_ head: [UInt8]) {
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        self.status = status
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (String(line[..<colon]), String(value))
        }
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}
