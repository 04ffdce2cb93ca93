internal import CMicrohttpd
import Glibc

/// Sole owner of one listening socket that shares its port with its siblings on other loops.
struct ListenSocket: ~Copyable {
    enum Outcome {
        /// A connection; its receiver closes the descriptor.
        case arrived(Int32, SocketAddress)
        case empty
        /// No descriptor or memory: trying again at once would only burn time.
        case exhausted
    }

    let descriptor: Int32
    let port: UInt16

    init(address: String, port: UInt16, backlog: Int32) throws(ServerError) {
        guard var target = SocketAddress(address, port: port) else {
            throw ServerError(.address, "parse listening address \(address)")
        }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let opened = socket(target.family, kind, 0)
        guard opened >= 0 else { throw ServerError(.resources, "open socket", code: errno) }
        do throws(ServerError) {
            try Self.share(opened)
            guard target.withPointer({ bind(opened, $0, $1) }) == 0,
                listen(opened, backlog) == 0
            else { throw ServerError(.address, "listen on \(address) port \(port)", code: errno) }
        } catch {
            close(opened)
            throw error
        }
        descriptor = opened
        self.port = SocketAddress(localEndOf: opened).port
    }

    deinit { close(descriptor) }

    /// Refuses a port that another process serves.
    ///
    /// Loops share their port, which would also let a second process of the same user in,
    /// silently; so the port is bound once without sharing, before anything starts.
    static func requireFree(address: String, port: UInt16) throws(ServerError) {
        guard var target = SocketAddress(address, port: port) else {
            throw ServerError(.address, "parse listening address \(address)")
        }
        let opened = socket(target.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard opened >= 0 else { throw ServerError(.resources, "open socket", code: errno) }
        defer { close(opened) }
        var on: Int32 = 1
        setsockopt(opened, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard target.withPointer({ bind(opened, $0, $1) }) == 0 else {
            throw ServerError(.address, "listen on \(address) port \(port)", code: errno)
        }
    }

    private static func share(_ descriptor: Int32) throws(ServerError) {
        var on: Int32 = 1
        for option in [SO_REUSEADDR, SO_REUSEPORT] {
            let size = socklen_t(MemoryLayout<Int32>.size)
            guard setsockopt(descriptor, SOL_SOCKET, option, &on, size) == 0
            else { throw ServerError(.resources, "share port", code: errno) }
        }
    }

    func accept() -> Outcome {
        var peer = SocketAddress()
        let accepted = peer.fill { shim_accept(descriptor, $0, $1) }
        if accepted >= 0 { return .arrived(accepted, peer) }
        switch errno {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
        default: return .empty
        }
    }
}
