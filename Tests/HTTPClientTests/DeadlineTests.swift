import Basics
import EventLoop
import Glibc
import HTTPClient
import Testing

@Suite("Deadlines, each its own error", .bothWays)
struct DeadlineTests {
    private func error(
        _ deadlines: TransferDeadlines,
        body: ClientBody = .none,
        peer script: @escaping @Sendable (Line) throws -> Void
    ) async throws -> (TransferError, Duration) {
        let caught = Locked<(TransferError, Duration)?>(nil)
        try await Bench.run(peer: script) { bench in
            let pool = try bench.pool()
            let method: ClientRequest.Method = if case .none = body { .get } else { .post }
            let start = Instant.now
            let error = try await failure { () throws(TransferError) in
                try await pool.send(
                    ClientRequest(method, "/", body: body, deadlines: deadlines),
                    limitBytes: 1 << 20
                )
            }
            let took = start.duration(to: Instant.now)
            caught.withLock { $0 = (error, took) }
        }
        return try #require(caught.withLock { $0 })
    }

    @Test("A silent peer runs into the first byte's deadline")
    func firstByte() async throws {
        let (error, took) = try await error(TransferDeadlines(firstByte: .milliseconds(100))) {
            try $0.head()
            _ = $0.rest()
        }
        #expect(error.kind == .firstByteTimeout && error.bytesSent)
        #expect(took >= .milliseconds(100) && took < .seconds(5))
    }

    @Test("A peer that stops inside the body runs into the stall's deadline")
    func stall() async throws {
        let (error, took) = try await error(TransferDeadlines(stall: .milliseconds(100))) {
            try $0.head()
            try $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            _ = $0.rest()
        }
        #expect(error.kind == .stalled && error.bytesSent)
        #expect(took >= .milliseconds(100) && took < .seconds(5))
    }

    @Test("A peer that takes no upload runs into the stall's deadline")
    func uploadStall() async throws {
        let (error, _) = try await error(
            TransferDeadlines(stall: .milliseconds(100)),
            body: .bytes([UInt8](repeating: 1, count: 30_000_000))
        ) { line in
            try line.head()
            while (try? line.quiet()) == true {}
        }
        #expect(error.kind == .stalled && error.bytesSent)
    }

    @Test("A peer that drips runs into the total deadline")
    func total() async throws {
        let deadlines = TransferDeadlines(
            stall: .seconds(5),
            total: .after(.milliseconds(150))
        )
        let (error, took) = try await error(deadlines) { line in
            try line.head()
            try line.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while (try? line.send("x")) != nil { usleep(5000) }
        }
        #expect(error.kind == .deadline && error.bytesSent)
        #expect(took < .seconds(5))
    }

    @Test("A port that doesn't answer runs into the connect deadline, and nothing was sent")
    func connect() async throws {
        // A listener whose backlog is full drops further SYNs: connecting to it hangs.
        let listener = try FullListener()
        defer { listener.close() }
        try await Bench.run { _ in
        } _: { bench in
            let pool = try bench.transport.pool(Origin(host: "127.0.0.1", port: listener.port))
            let error = try await failure { () throws(TransferError) in
                try await pool.send(
                    ClientRequest(.get, "/", deadlines: .init(connect: .milliseconds(100))),
                    limitBytes: 10
                )
            }
            #expect(error.kind == .connectTimeout && !error.bytesSent)
        }
    }

    @Test("Waiting for a connection counts")
    func queue() async throws {
        try await Bench.run { line in
            try line.head()
            _ = line.rest()
        } _: { bench in
            let pool = try bench.pool(PoolLimits(maxConnections: 1))
            let first = pool.start(ClientRequest(.get, "/"), events: Silent())
            let error = try await failure { () throws(TransferError) in
                try await pool.send(
                    ClientRequest(.get, "/", deadlines: .init(firstByte: .milliseconds(60))),
                    limitBytes: 10
                )
            }
            #expect(error.kind == .poolQueueTimeout && !error.bytesSent)
            #expect(pool.queued == 0 && pool.inFlight == 1)
            first.cancel()
            #expect(pool.inFlight == 0)
        }
    }
}

/// Nobody listens.
final class Silent: TransferEvents {
    func transferReceivedHead(_ transfer: Transfer) {}
    func transferEnded(_ transfer: Transfer, error: TransferError?) {}
}

/// A listening socket with no place left in its backlog.
struct FullListener {
    let port: UInt16
    private let descriptors: [Int32]

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var all = [listener]
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = bind(listener, generic, length)
                _ = listen(listener, 0)
                _ = getsockname(listener, generic, &length)
                for _ in 0..<4 {
                    let client = socket(
                        AF_INET,
                        Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue),
                        0
                    )
                    _ = Glibc.connect(client, generic, length)
                    all.append(client)
                }
            }
        }
        port = address.sin_port.bigEndian
        descriptors = all
    }

    func close() {
        for descriptor in descriptors { _ = Glibc.close(descriptor) }
    }
}
