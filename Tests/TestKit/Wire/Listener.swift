import Foundation
import Glibc
import LocalServers

/// Accepts on a port of 127.0.0.1 that stays ours while closed; each connection gets a thread.
final class Listener: @unchecked Sendable {
    // @unchecked Sendable: `descriptor` is touched only while `lock` is held.
    private let reserved: ReservedPort
    private let lock = NSLock()
    private var descriptor: Int32 = -1
    private let serve: @Sendable (Connection) -> Void

    /// - Parameter serve: Runs on the connection's thread; its return ends the connection.
    init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
        reserved = try ReservedPort()
        self.serve = serve
        try open()
    }

    deinit { close() }

    var port: UInt16 { reserved.number }

    /// Listens. Does nothing while it does.
    func open() throws(WireError) {
        lock.lock()
        defer { lock.unlock() }
        guard descriptor < 0 else { return }
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in(loopback: port)
        guard address.withPointer({ bind(made, $0, $1) }) == 0, listen(made, 512) == 0 else {
            let error = WireError(doing: "listen on port \(port)")
            Glibc.close(made)
            throw error
        }
        descriptor = made
        let serve = serve
        Thread.detachNewThread { Self.accept(on: made, serve) }
    }

    /// From now on connections are refused; those that stand go on.
    func close() {
        lock.lock()
        defer { lock.unlock() }
        guard descriptor >= 0 else { return }
        // Wakes the accepting thread, which closes the descriptor.
        shutdown(descriptor, Int32(SHUT_RDWR))
        descriptor = -1
    }

    private static func accept(
        on descriptor: Int32,
        _ serve: @escaping @Sendable (Connection) -> Void
    ) {
        while true {
            let accepted = Glibc.accept(descriptor, nil, nil)
            if accepted >= 0 {
                Thread.detachNewThread {
                    serve(Connection(descriptor: accepted, patience: .seconds(600)))
                }
            } else if errno != EINTR && errno != ECONNABORTED {
                break
            }
        }
        Glibc.close(descriptor)
    }
}
