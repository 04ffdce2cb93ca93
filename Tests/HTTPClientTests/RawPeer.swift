import Basics
import Glibc
import Testing

/// A server made of bytes: each accepted connection runs a script on a thread of its own.
///
/// Nothing of HTTP is done for the script, so it may do all of it wrong.
final class RawPeer: @unchecked Sendable {
    // @unchecked Sendable: what changes is behind `state`.
    private struct State {
        var accepted = 0
        var lines: [Line] = []
        var faults: [any Error] = []
        var isStopping = false
        var running = 0
    }

    let port: UInt16
    private let listener: Int32
    private let state = Locked(State())

    init(_ script: @escaping @Sendable (Line) throws -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 1024) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard code else { throw PeerFault("listen") }
        port = address.sin_port.bigEndian
        state.withLock { $0.running = 1 }
        startThread { [self] in
            serve(script)
            state.withLock { $0.running -= 1 }
        }
    }

    /// Connections accepted so far.
    var accepted: Int { state.withLock { $0.accepted } }

    /// Ends the listener and every connection, once, and waits for all threads: one that is late would
    /// use a descriptor that belongs to another test by then.
    func stop() {
        let lines: [Line]? = state.withLock { state in
            guard !state.isStopping else { return nil }
            state.isStopping = true
            return state.lines
        }
        guard let lines else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        for line in lines { line.interrupt() }
        while state.withLock({ $0.running > 0 }) { usleep(200) }
        close(listener)
    }

    private func serve(_ script: @escaping @Sendable (Line) throws -> Void) {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            if state.withLock({ $0.isStopping }) {
                close(descriptor)
                return
            }
            let line = state.withLock { state in
                state.accepted += 1
                state.running += 1
                let line = Line(descriptor, number: state.accepted)
                state.lines.append(line)
                return line
            }
            startThread { [self] in
                do { try script(line) } catch { state.withLock { $0.faults.append(error) } }
                line.end()
                state.withLock { $0.running -= 1 }
            }
        }
    }
}

struct PeerFault: Error {
    let what: String
    init(_ what: String) { self.what = what }
}

/// One connection of a peer, seen from its script.
final class Line: @unchecked Sendable {
    // @unchecked Sendable: used by its script's thread; `interrupt` only shuts the socket down.
    /// 1 for the first connection.
    let number: Int
    private let descriptor: Int32
    private let isEnded = Locked(false)
    private var pending: [UInt8] = []

    init(_ descriptor: Int32, number: Int) {
        self.descriptor = descriptor
        self.number = number
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &patience,
            socklen_t(MemoryLayout<timeval>.size)
        )
    }

    /// The next request's head, blank line included.
    @discardableResult
    func head() throws -> String {
        let end: [UInt8] = [13, 10, 13, 10]
        while true {
            if let index = pending.indices.first(where: { pending[$0...].starts(with: end) }) {
                let head = Array(pending[..<(index + 4)])
                pending.removeFirst(index + 4)
                return String(decoding: head, as: UTF8.self)
            }
            try receive()
        }
    }

    /// The next `count` bytes.
    func bytes(_ count: Int) throws -> [UInt8] {
        while pending.count < count { try receive() }
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }

    /// Reads and drops `count` bytes; how many came.
    func count(_ count: Int) throws -> Int {
        var seen = 0
        while seen < count {
            if pending.isEmpty { try receive() }
            seen += pending.count
            pending.removeAll()
        }
        return seen
    }

    /// The body of a chunked request; throws if it ends before its last chunk.
    func chunkedBody() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = Int(try text(until: 10).dropLast(), radix: 16) ?? 0
            body += try bytes(size)
            _ = try bytes(2)
            if size == 0 { return body }
        }
    }

    /// What comes until the other side closes.
    func rest() -> [UInt8] {
        while (try? receive()) != nil {}
        return pending
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw PeerFault("send") }
            sent += count
        }
    }

    /// An answer with `Content-Length`.
    func answer(_ body: String, status: String = "200 OK", headers: String = "") throws {
        try send(
            "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
        )
    }

    /// Resets the connection instead of closing it in order.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &linger,
            socklen_t(MemoryLayout<linger_t>.size)
        )
        end()
    }

    /// Whether the other side is still there, without reading what it sends.
    func quiet() throws -> Bool {
        usleep(2000)
        var entry = pollfd(fd: descriptor, events: 0x2000, revents: 0)  // POLLRDHUP
        return poll(&entry, 1, 0) == 0
    }

    /// How long the other side takes to close, given that it sends nothing more.
    func waitForClose() throws -> Duration {
        let start = Instant.now
        while (try? receive()) != nil {}
        return start.duration(to: Instant.now)
    }

    func interrupt() {
        isEnded.withLock { if !$0 { _ = shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    func end() {
        isEnded.withLock { isEnded in
            if !isEnded { _ = close(descriptor) }
            isEnded = true
        }
    }

    private func text(until last: UInt8) throws -> String {
        while !pending.contains(last) { try receive() }
        let index = pending.firstIndex(of: last) ?? 0
        defer { pending.removeFirst(index + 1) }
        return String(decoding: pending[..<index], as: UTF8.self)
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw PeerFault("connection ended") }
        pending += buffer[..<count]
    }
}

private typealias linger_t = linger

/// A gate that a test opens and a script waits at, so that nobody sleeps.
final class Gate: @unchecked Sendable {
    private let opened = Locked(false)

    func open() { opened.withLock { $0 = true } }

    var isOpen: Bool { opened.withLock { $0 } }

    /// - Throws: after ten seconds.
    func wait() throws {
        for _ in 0..<50_000 {
            if opened.withLock({ $0 }) { return }
            usleep(200)
        }
        throw PeerFault("nobody opened the gate")
    }
}

private final class Body {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

func startThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let code = pthread_create(
        &thread,
        nil,
        { raw in
            Unmanaged<Body>.fromOpaque(raw!).takeRetainedValue().run()
            return nil
        },
        Unmanaged.passRetained(Body(body)).toOpaque()
    )
    precondition(code == 0, "pthread_create: \(code)")
    pthread_detach(thread)
}
