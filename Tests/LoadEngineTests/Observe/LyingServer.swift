import Foundation
import Glibc

/// Accepts on a port of 127.0.0.1 and says what it is told to, or nothing at all.
final class LyingServer: @unchecked Sendable {
    // @unchecked Sendable: `said` is guarded by `lock`; the rest never changes.
    let port: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var said: [UInt8]?
    private var open: [Int32] = []

    /// - Parameter text: Nil: accepts and is silent.
    init(_ text: String?) {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listener = made
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                precondition(bind(made, raw, size) == 0 && listen(made, 16) == 0)
                precondition(getsockname(made, raw, &size) == 0)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        say(text)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(made, nil, nil)
                guard connection >= 0 else { break }
                self?.serve(connection)
            }
            close(made)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in open { close(connection) }
    }

    var url: String { "http://127.0.0.1:\(port)/metrics" }

    /// From now on.
    func say(_ text: String?) {
        lock.withLock { said = text.map { Array($0.utf8) } }
    }

    /// An answer of status 200.
    static func answer(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n" + body
    }

    private func serve(_ connection: Int32) {
        guard let text = lock.withLock({ said }) else {
            return lock.withLock { open.append(connection) }
        }
        var request = [UInt8](repeating: 0, count: 4096)
        _ = recv(connection, &request, request.count, 0)
        var rest = text[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { break }
            rest = rest.dropFirst(sent)
        }
        close(connection)
    }
}
