import Basics
import EventLoop
import HTTPServer
import Testing

@Suite("An exchange")
struct ExchangeTests {
    @Test("answers at once, keeps the connection and answers again")
    func synchronous() async throws {
        try await RunningServer.with({ exchange in
            exchange.respond(status: 200, headers: [("X-Path", exchange.head.path[0])])
        }) { server in
            let client = try server.client()
            for name in ["a", "b", "c"] {
                client.send(get("/\(name)"))
                let answer = try #require(client.answer())
                #expect(answer.status == 200)
                #expect(answer.header("X-Path") == name)
            }
            #expect(server.counters.acceptedConnections == 1)
        }
    }

    @Test("answers pipelined requests one by one, in order")
    func pipelined() async throws {
        try await RunningServer.with(echo) { server in
            let client = try server.client()
            client.send((1...5).map { get("/\($0)") }.joined())
            for number in 1...5 {
                #expect(client.answer()?.text == "GET /\(number) 0")
            }
        }
    }

    @Test("gives every 2xx a Content-Type, the handler's or text/plain")
    func contentType() async throws {
        try await RunningServer.with({ exchange in
            let isTyped = exchange.head.path == ["typed"]
            let headers = isTyped ? [("content-TYPE", "application/json")] : []
            exchange.respond(status: exchange.head.path == ["gone"] ? 404 : 200, headers: headers)
        }) { server in
            let client = try server.client()
            client.send(get("/typed") + get("/") + get("/gone"))
            #expect(client.answer()?.header("Content-Type") == "application/json")
            #expect(client.answer()?.header("Content-Type") == "text/plain")
            #expect(client.answer()?.header("Content-Type") == nil)
        }
    }

    @Test("frames its answer itself and drops headers that would forge others")
    func headers() async throws {
        try await RunningServer.with({ exchange in
            exchange.respond(
                status: 200,
                headers: [
                    ("Content-Length", "999"), ("Transfer-Encoding", "chunked"),
                    ("Connection", "upgrade"), ("X-Forged", "a\r\nX-Other: b"), ("Bad Name", "c"),
                    ("X-Good", "d"),
                ],
                bytes: Array("four".utf8)
            )
        }) { server in
            let client = try server.client()
            client.send(get("/"))
            let answer = try #require(client.answer())
            #expect(answer.text == "four")
            #expect(answer.header("X-Other") == nil)
            #expect(answer.header("Connection") == nil)
            #expect(answer.header("X-Good") == "d")
            #expect(server.counters.droppedHeaders == 2)
        }
    }

    @Test("collects a body with Content-Length and a chunked one")
    func bodies() async throws {
        try await RunningServer.with(echo) { server in
            let client = try server.client()
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
            #expect(client.answer()?.text == "POST /a 5")
            client.send("PUT /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.send("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
            #expect(client.answer()?.text == "PUT /b 11")
        }
    }

    @Test("holds an upload back while its reader is slow")
    func uploadBackPressure() async throws {
        let taken = Locked<ByteChannel?>(nil)
        try await RunningServer.with({ exchange in
            let body = exchange.body
            taken.withLock { $0 = body }
            let exchange = exchange
            exchange.onAbort = {}
            keep(exchange)
        }) { server in
            let client = try server.client()
            let total = 64 << 20
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(total)\r\n\r\n")
            client.limitWaiting(to: 0, microseconds: 200_000)
            let isSent = client.send([UInt8](repeating: 7, count: total))
            #expect(!isSent)
            let (held, capacity) = server.onLoop {
                taken.withLock { ($0?.count ?? 0, $0?.capacity ?? 0) }
            }
            #expect(held > 0)
            #expect(held <= capacity)
        }
    }

    @Test("brings a large upload whole through a reader of small pieces")
    func largeUpload() async throws {
        try await RunningServer.with({ exchange in
            guard let body = exchange.body else { return }
            exchange.loop.spawn {
                var received: [UInt8] = []
                while let piece = await body.nextPiece() { received += piece }
                exchange.respond(status: 200, bytes: Array(Digest.sha1(received).hexadecimal.utf8))
            }
        }) { server in
            let client = try server.client()
            let bytes = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(bytes.count)\r\n\r\n")
            let isSent = client.send(bytes)
            #expect(isSent)
            #expect(client.answer()?.text == Digest.sha1(bytes).hexadecimal)
        }
    }

    @Test("sends 100 Continue only after the body is taken")
    func continueAfterTaking() async throws {
        let expecting =
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        try await RunningServer.with(echo) { server in
            let client = try server.client()
            client.send(expecting)
            #expect(client.answer()?.status == 100)
            client.send("hello")
            #expect(client.answer()?.text == "POST / 5")
        }
        try await RunningServer.with({ $0.respond(status: 401) }) { server in
            let client = try server.client()
            client.send(expecting)
            #expect(client.answer()?.status == 401)
            #expect(client.rest().end == .closed)
        }
    }

    @Test("answers an untaken body at once: a small one keeps the connection, a large one ends it")
    func untakenBody() async throws {
        var configuration = RunningServer.patient
        configuration.abandonedBodyLimitBytes = 1000
        try await RunningServer.with(
            configuration,
            { exchange in
                exchange.loop.spawn {
                    await Task.yield()
                    exchange.respond(status: 403)
                }
            }
        ) { server in
            let client = try server.client()
            for _ in 0..<2 {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                #expect(client.answer()?.status == 403)
            }
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nhello")
            #expect(client.answer()?.status == 403)
            client.send([UInt8](repeating: 0, count: 4995))
            #expect(client.rest().end == .closed)
        }
    }

    @Test("that refuses a large body gets its answer through while the client still sends")
    func lingering() async throws {
        var configuration = RunningServer.patient
        configuration.abandonedBodyLimitBytes = 1000
        configuration.limits.bodyBytes = 10 << 20
        try await RunningServer.with(configuration, { $0.respond(status: 403) }) { server in
            for (length, status) in [(4 << 20, 403), (11 << 20, 413)] {
                let client = try server.client()
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
                let isSent = client.send([UInt8](repeating: 0, count: 4 << 20))
                #expect(isSent)
                #expect(client.answer()?.status == status)
                #expect(client.rest().end == .closed)
            }
        }
    }

    @Test("drops what comes after its answer, up to the limit")
    func abandonedUpload() async throws {
        var configuration = RunningServer.patient
        configuration.abandonedBodyLimitBytes = 1 << 20
        try await RunningServer.with(
            configuration,
            { exchange in
                guard let body = exchange.body else { return }
                exchange.loop.spawn {
                    _ = await body.nextPiece()
                    exchange.respond(status: 507)
                }
            }
        ) { server in
            let small = try server.client()
            small.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n")
            small.send([UInt8](repeating: 1, count: 500_000))
            #expect(small.answer()?.status == 507)
            let large = try server.client()
            large.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
            let isSent = large.send([UInt8](repeating: 1, count: 50_000_000))
            #expect(!isSent)
            #expect(large.answer() == nil)
        }
    }

    @Test("refuses to collect more than its limit")
    func collectLimit() async throws {
        try await RunningServer.with({ exchange in
            exchange.loop.spawn {
                do throws(ServerError) {
                    _ = try await exchange.collectBody(limitBytes: 10)
                    exchange.respond(status: 200)
                } catch {
                    exchange.respond(status: error.kind == .bodyTooLarge ? 413 : 500)
                }
            }
        }) { server in
            let client = try server.client()
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789")
            #expect(client.answer()?.status == 200)
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n0123456789a")
            #expect(client.answer()?.status == 413)
            client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.send("b\r\n0123456789a\r\n0\r\n\r\n")
            #expect(client.answer()?.status == 413)
        }
    }
}

/// Keeps an exchange beyond its handler's call.
private let kept = Locked<[ServerExchange]>([])

private func keep(_ exchange: ServerExchange) { kept.withLock { $0.append(exchange) } }
