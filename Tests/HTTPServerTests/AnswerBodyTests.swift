import Basics
import EventLoop
import HTTPServer
import Testing

@Suite("An answer's body")
struct AnswerBodyTests {
    /// Fills a channel by and by with `count` bytes, then ends it as told.
    static func stream(
        _ exchange: ServerExchange,
        count: Int,
        length: Int64?,
        end: ByteChannel.End = .complete
    ) {
        let channel = ByteChannel(capacity: 65_536)
        exchange.respond(status: 200, length: length, body: channel)
        exchange.loop.spawn {
            var left = count
            let piece = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
            while left > 0 {
                let next = Array(piece.prefix(left))
                guard await channel.writeAll(next) else { return }
                left -= next.count
            }
            if end == .complete { channel.finish() } else { channel.fail() }
        }
    }

    @Test("of 512 KB comes whole, with a length and chunked", arguments: [true, false])
    func streamed(hasLength: Bool) async throws {
        let count = 512 << 10
        try await RunningServer.with({ exchange in
            Self.stream(exchange, count: count, length: hasLength ? Int64(count) : nil)
        }) { server in
            let client = try server.client()
            for _ in 0..<3 {
                client.send(get("/"))
                let answer = try #require(client.answer())
                #expect(answer.body.count == count)
                #expect(answer.body[9_999] == UInt8(truncatingIfNeeded: 9_999))
                #expect(answer.body[10_001] == 1)
            }
        }
    }

    @Test("of 100 MB comes whole")
    func large() async throws {
        let count = 100 << 20
        try await RunningServer.with({ exchange in
            Self.stream(exchange, count: count, length: Int64(count))
        }) { server in
            let client = try server.client()
            client.send(get("/"))
            let head = try #require(client.answer(toHead: true))
            #expect(head.header("Content-Length") == "\(count)")
            #expect(client.skip(count: count))
        }
    }

    @Test("that is whole and small goes out without a reader")
    func whole() async throws {
        try await RunningServer.with({ exchange in
            let channel = ByteChannel(capacity: 1000)
            channel.write(Array("hello".utf8))
            channel.finish()
            exchange.respond(status: 200, length: nil, body: channel)
        }) { server in
            let client = try server.client()
            client.send(get("/") + get("/"))
            #expect(client.answer()?.header("Content-Length") == "5")
            #expect(client.answer()?.text == "hello")
        }
    }

    @Test(
        "that fails or ends short never looks complete",
        arguments: [true, false],
        [true, false]
    )
    func truncated(hasLength: Bool, fails: Bool) async throws {
        guard hasLength || fails else { return }
        try await RunningServer.with({ exchange in
            Self.stream(
                exchange,
                count: 200_000,
                length: hasLength ? 300_000 : nil,
                end: fails ? .failed : .complete
            )
        }) { server in
            let client = try server.client()
            client.send(get("/"))
            #expect(client.answer() == nil)
            #expect(await server.eventually { $0.aborted == 1 && $0.inFlight == 0 })
        }
    }

    @Test("of unknown length to an HTTP/1.0 client ends with a reset when it fails")
    func truncatedHTTP10() async throws {
        try await RunningServer.with({ exchange in
            let isBad = exchange.head.path == ["bad"]
            Self.stream(exchange, count: 500_000, length: nil, end: isBad ? .failed : .complete)
        }) { server in
            let good = try server.client()
            good.send("GET /good HTTP/1.0\r\n\r\n")
            let (bytes, end) = good.rest()
            #expect(end == .closed)
            #expect(bytes.count > 500_000)
            let bad = try server.client()
            bad.send("GET /bad HTTP/1.0\r\n\r\n")
            #expect(bad.rest().end == .reset)
        }
    }

    @Test("whose reader is slow holds its producer back")
    func backPressure() async throws {
        let channels = Locked<[ByteChannel]>([])
        try await RunningServer.with({ exchange in
            let channel = ByteChannel(capacity: 65_536)
            channels.withLock { $0.append(channel) }
            exchange.respond(status: 200, length: 1 << 40, body: channel)
            exchange.loop.spawn {
                let piece = [UInt8](repeating: 1, count: 65_536)
                while await channel.writeAll(piece) {}
            }
        }) { server in
            let client = try server.client(receiveBuffer: 65_536)
            client.send(get("/"))
            #expect(client.answer(toHead: true)?.status == 200)
            try await Task.sleep(for: .milliseconds(300))
            let written = server.onLoop { channels.withLock { $0[0].written } }
            #expect(written < 16 << 20)
        }
        #expect(channels.withLock { $0[0].isAbandoned })
    }

    @Test("is abandoned when the client goes away, and the handler is told once")
    func clientLeaves() async throws {
        let told = Locked(0)
        try await RunningServer.with({ exchange in
            exchange.onAbort = { told.withLock { $0 += 1 } }
            Self.stream(exchange, count: 1 << 30, length: 1 << 30)
        }) { server in
            do {
                let client = try server.client()
                client.send(get("/"))
                #expect(client.answer(toHead: true)?.status == 200)
            }
            #expect(await server.eventually { $0.aborted == 1 && $0.openConnections == 0 })
        }
        #expect(told.withLock { $0 } == 1)
    }
}
