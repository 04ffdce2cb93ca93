import Basics
import Glibc

/// A TCP port that the kernel chose and keeps for us.
///
/// A socket stays bound to it without listening, so the kernel gives the port to no one else,
/// neither to a server that asks for "any" nor as the local end of a connection. A server that
/// sets SO_REUSEADDR (Orthanc, DCMTK and PostgreSQL do) can bind and listen beside it; while none
/// does, connections are refused. Release happens with the last reference.
/// Source: tried on Linux 6.1; inet_csk_bind_conflict in net/ipv4/inet_connection_sock.c.
package final class ReservedPort: Sendable {
    package let number: UInt16
    private let descriptor: Int32

    package init() throws(LocalServerError) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Self.failure() }
        guard let number = Self.bind(socket) else {
            let failure = Self.failure()
            close(socket)
            throw failure
        }
        self.number = number
        descriptor = socket
    }

    deinit { close(descriptor) }

    private static func bind(_ socket: Int32) -> UInt16? {
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        guard unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, size) == 0 else {
            return nil
        }
        var address = LoopbackAddress(port: 0)
        guard unsafe address.withPointer({ unsafe Glibc.bind(socket, $0, $1) }) == 0 else {
            return nil
        }
        var length = LoopbackAddress.length
        let code = unsafe address.withPointer { pointer, _ in
            unsafe getsockname(socket, pointer, &length)
        }
        return code == 0 ? address.port : nil
    }

    private static func failure() -> LocalServerError {
        LocalServerError(.system, doing: "reserve a port on 127.0.0.1", systemText(errno))
    }
}

/// 127.0.0.1 and a port, in the form that socket calls take.
struct LoopbackAddress {
    private var raw = sockaddr_in()

    static let length = socklen_t(MemoryLayout<sockaddr_in>.size)

    init(port: UInt16) {
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = port.bigEndian
        raw.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    }

    var port: UInt16 { UInt16(bigEndian: raw.sin_port) }

    mutating func withPointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        unsafe withUnsafeMutablePointer(to: &raw) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, Self.length)
            }
        }
    }
}
