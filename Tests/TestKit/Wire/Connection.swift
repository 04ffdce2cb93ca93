import Basics
import Glibc

/// One blocking TCP connection of this machine, as bytes: what hostile input is sent through.
///
/// For one thread at a time, except `close` and `reset`, which wake a thread that waits in it.
package final class Connection: @unchecked Sendable {
    // @unchecked Sendable: the descriptor never changes; the kernel orders the calls on it.
    let descriptor: Int32
    private let isReset = Locked(false)

    /// Connects to 127.0.0.1.
    ///
    /// - Parameter patience: Longest wait of each later call.
    package init(port: UInt16, patience: Duration = .seconds(10)) throws(WireError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        setPatience(patience)
        var address = sockaddr_in(loopback: port)
        let code = address.withPointer { Glibc.connect(descriptor, $0, $1) }
        guard code == 0 else { throw WireError(doing: "connect to port \(port)") }
        sendWithoutDelay()
    }

    /// Takes over an accepted descriptor.
    init(descriptor: Int32, patience: Duration) {
        self.descriptor = descriptor
        setPatience(patience)
        sendWithoutDelay()
    }

    deinit { Glibc.close(descriptor) }

    package func setPatience(_ patience: Duration) {
        let parts = patience.components
        var limit = timeval(
            tv_sec: Int(parts.seconds),
            tv_usec: Int(parts.attoseconds / 1_000_000_000_000)
        )
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    private func sendWithoutDelay() {
        var yes: Int32 = 1
        setsockopt(
            descriptor,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &yes,
            socklen_t(MemoryLayout<Int32>.size)
        )
    }

    package func send(_ bytes: [UInt8]) throws(WireError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor,
                    buffer.baseAddress! + sent,
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { throw WireError(doing: "send") }
            sent += count
        }
    }

    package func send(_ text: String) throws(WireError) { try send(Array(text.utf8)) }

    /// What is there, waiting for at least one byte; empty at the end of the stream.
    package func receive(limitBytes: Int = 65536) throws(WireError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: limitBytes) { buffer, count in
            let received = recv(descriptor, buffer.baseAddress, limitBytes, 0)
            failed = received < 0
            count = max(0, received)
        }
        guard !failed else { throw WireError(doing: "receive") }
        return bytes
    }

    /// Everything until the peer closes.
    package func receiveAll(limitBytes: Int = 1 << 26) throws(WireError) -> [UInt8] {
        var all: [UInt8] = []
        while all.count < limitBytes {
            let piece = try receive()
            if piece.isEmpty { return all }
            all += piece
        }
        throw WireError(.malformed, doing: "receive: more than \(limitBytes) bytes")
    }

    /// Whether the peer has closed or reset the connection, found within `duration`.
    ///
    /// Bytes that arrive meanwhile are thrown away.
    package func isClosedByPeer(within duration: Duration) -> Bool {
        setPatience(duration)
        do {
            while try !receive().isEmpty {}
            return true
        } catch {
            return error.kind == .reset
        }
    }

    /// Whether the connection stands and has nothing to read.
    package var isIdle: Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        return count < 0 && errno == EAGAIN
    }

    /// Says that we send no more; receiving goes on.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Ends both directions; a thread waiting in this connection wakes up.
    package func close() {
        guard !wasReset else { return }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Whether `reset` was called. Linux may still hand over bytes that arrive after it.
    var wasReset: Bool { isReset.withLock { $0 } }

    /// Ends it with a RST in place of a FIN, which is sent when the last reference is dropped.
    ///
    /// A thread waiting to receive wakes up. (Disconnecting would send the RST at once, but Linux
    /// refuses that while a thread waits.)
    package func reset() {
        isReset.withLock { $0 = true }
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &option,
            socklen_t(MemoryLayout<linger>.size)
        )
        shutdown(descriptor, Int32(SHUT_RD))
    }
}

extension sockaddr_in {
    init(loopback port: UInt16) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = port.bigEndian
        sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    }

    mutating func withPointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &self) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
