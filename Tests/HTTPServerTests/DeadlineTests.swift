import Basics
import EventLoop
import Glibc
import HTTPServer
import Testing

@Suite("A deadline")
struct DeadlineTests {
    static func configuration(
        _ change: (inout ServerDeadlines) -> Void
    ) -> ServerConfiguration {
        var configuration = RunningServer.patient
        change(&configuration.deadlines)
        return configuration
    }

    /// Sends `text` byte by byte until it is sent or refused.
    static func drip(_ client: RawClient, _ text: String, every pause: Duration) async -> Bool {
        for byte in text.utf8 {
            guard client.send([byte]) else { return false }
            try? await Task.sleep(for: pause)
        }
        return true
    }

    @Test("ends a connection on which no request, or only a dripping one, comes")
    func head() async throws {
        let configuration = Self.configuration { $0.head = .milliseconds(100) }
        try await RunningServer.with(configuration, echo) { server in
            let silent = try server.client()
            let dripping = try server.client()
            let text = get("/", "A: " + String(repeating: "a", count: 500) + "\r\n")
            #expect(await !Self.drip(dripping, text, every: .milliseconds(5)))
            #expect(silent.rest().end == .closed)
            #expect(await server.eventually { $0.slowHeads == 2 && $0.openConnections == 0 })
        }
    }

    @Test("ends a later request whose head drips, though the connection may idle for longer")
    func laterHead() async throws {
        let configuration = Self.configuration { $0.head = .milliseconds(100) }
        try await RunningServer.with(configuration, echo) { server in
            let client = try server.client()
            client.send(get("/a"))
            #expect(client.answer()?.status == 200)
            try await Task.sleep(for: .milliseconds(300))
            client.send(get("/b"))
            #expect(client.answer()?.status == 200)
            client.send("GET /c HTTP/1.1\r\nHost: x\r\n")
            #expect(client.rest().end == .closed)
            #expect(server.counters.slowHeads == 1)
        }
    }

    @Test("ends a connection that idles")
    func idle() async throws {
        let configuration = Self.configuration { $0.idle = .milliseconds(100) }
        try await RunningServer.with(configuration, echo) { server in
            let client = try server.client()
            client.send(get("/a"))
            #expect(client.answer()?.status == 200)
            #expect(client.rest().end == .closed)
            #expect(await server.eventually { $0.idleClosed == 1 && $0.openConnections == 0 })
        }
    }

    @Test("ends an upload that is too slow, and tells its reader")
    func slowUpload() async throws {
        let configuration = Self.configuration {
            $0.bodyWindow = .milliseconds(100)
            $0.bodyWindowBytes = 1000
        }
        let end = Locked<ByteChannel.End?>(nil)
        let aborts = Locked(0)
        try await RunningServer.with(
            configuration,
            { exchange in
                guard let body = exchange.body else { return }
                exchange.onAbort = { aborts.withLock { $0 += 1 } }
                exchange.loop.spawn {
                    while await body.nextPiece() != nil {}
                    let how = body.end
                    end.withLock { $0 = how }
                }
            }
        ) { server in
            let client = try server.client()
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            let text = String(repeating: "a", count: 500)
            #expect(await !Self.drip(client, text, every: .milliseconds(5)))
            #expect(await server.eventually { $0.slowBodies == 1 && $0.inFlight == 0 })
            #expect(end.withLock { $0 } == .failed)
            #expect(aborts.withLock { $0 } == 1)
        }
    }

    @Test("doesn't punish a client for a slow reader")
    func slowReader() async throws {
        let configuration = Self.configuration {
            $0.bodyWindow = .milliseconds(50)
            $0.bodyWindowBytes = 1 << 20
        }
        try await RunningServer.with(
            configuration,
            { exchange in
                guard let body = exchange.body else { return }
                exchange.loop.spawn {
                    var count = 0
                    while await body.nextPiece() != nil {
                        count += 1
                        if count < 4 { try? await exchange.loop.sleep(for: .milliseconds(150)) }
                    }
                    exchange.respond(status: 200)
                }
            }
        ) { server in
            let client = try server.client()
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n")
            client.send([UInt8](repeating: 0, count: 4_000_000))
            #expect(client.answer()?.status == 200)
            #expect(server.counters.slowBodies == 0)
        }
    }

    @Test("for an upload begins anew when its reader goes on")
    func readerGoesOn() async throws {
        let configuration = Self.configuration {
            $0.bodyWindow = .milliseconds(800)
            $0.bodyWindowBytes = 1 << 20
        }
        let isReading = Locked(false)
        try await RunningServer.with(
            configuration,
            { exchange in
                guard let body = exchange.body else { return }
                exchange.loop.spawn {
                    while !isReading.withLock({ $0 }) {
                        try? await exchange.loop.sleep(for: .milliseconds(5))
                    }
                    while await body.nextPiece() != nil {}
                    exchange.respond(status: 200)
                }
            }
        ) { server in
            let client = try server.client()
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n")
            client.send([UInt8](repeating: 0, count: 100_000))
            try await Task.sleep(for: .milliseconds(1000))
            isReading.withLock { $0 = true }
            try await Task.sleep(for: .milliseconds(300))
            client.send([1])
            #expect(client.answer()?.status == 200)
        }
    }

    @Test("answers 503 in place of a handler that takes too long, and ignores it afterwards")
    func handler() async throws {
        var configuration = Self.configuration { $0.handler = .milliseconds(100) }
        configuration.refusalWriter = { PlainAnswer(bytes: Array("\($0.reason)".utf8)) }
        let aborts = Locked(0)
        let late = Locked<ServerExchange?>(nil)
        try await RunningServer.with(
            configuration,
            { exchange in
                late.withLock { $0 = exchange }
                exchange.onAbort = {
                    aborts.withLock { $0 += 1 }
                    exchange.respond(status: 200)
                }
            }
        ) { server in
            for body in ["", "Content-Length: 3\r\n"] {
                let client = try server.client()
                client.send("POST / HTTP/1.1\r\nHost: x\r\n\(body)\r\n")
                let answer = try #require(client.answer())
                #expect(answer.status == 503)
                #expect(answer.text == "handlerDeadline")
                #expect(client.rest().end == .closed)
            }
            server.onLoop { late.withLock { $0 }?.respond(status: 200) }
            #expect(server.counters.handlerDeadlines == 2)
            #expect(server.counters.inFlight == 0)
        }
        #expect(aborts.withLock { $0 } == 2)
        late.withLock { $0 = nil }
    }

    @Test("waits for a handler that says how long it takes")
    func patientHandler() async throws {
        try await RunningServer.with(
            Self.configuration { $0.handler = .milliseconds(100) },
            { exchange in
                exchange.patience = .seconds(10)
                exchange.loop.spawn {
                    try? await exchange.loop.sleep(for: .milliseconds(500))
                    exchange.respond(status: 200)
                }
            }
        ) { server in
            let client = try server.client()
            client.send(get("/"))
            #expect(client.answer()?.status == 200)
            #expect(server.counters.handlerDeadlines == 0)
        }
    }

    @Test("cuts an answer whose body stops coming")
    func producerStops() async throws {
        let configuration = Self.configuration { $0.handler = .milliseconds(100) }
        let channels = Locked<[ByteChannel]>([])
        try await RunningServer.with(
            configuration,
            { exchange in
                let channel = ByteChannel(capacity: 1000)
                channels.withLock { $0.append(channel) }
                channel.write([1, 2, 3])
                exchange.respond(status: 200, length: 10, body: channel)
            }
        ) { server in
            let client = try server.client()
            client.send(get("/"))
            #expect(client.answer() == nil)
            #expect(await server.eventually { $0.handlerDeadlines == 1 && $0.inFlight == 0 })
        }
        #expect(channels.withLock { $0[0].isAbandoned })
    }

    @Test("cuts a client that doesn't take its answer", arguments: [true, false])
    func writeStall(isStreamed: Bool) async throws {
        let configuration = Self.configuration { $0.writeStall = .milliseconds(200) }
        try await RunningServer.with(
            configuration,
            { exchange in
                if isStreamed {
                    AnswerBodyTests.stream(exchange, count: 64 << 20, length: 64 << 20)
                } else {
                    exchange.respond(status: 200, bytes: [UInt8](repeating: 1, count: 64 << 20))
                }
            }
        ) { server in
            let client = try server.client(receiveBuffer: 8192)
            client.send(get("/"))
            #expect(await server.eventually { $0.stalledAnswers == 1 && $0.inFlight == 0 })
        }
    }

    @Test("lets a slow but steady client finish")
    func slowClient() async throws {
        let configuration = Self.configuration { $0.writeStall = .milliseconds(150) }
        let count = 1 << 20
        try await RunningServer.with(
            configuration,
            { exchange in
                exchange.respond(status: 200, bytes: [UInt8](repeating: 1, count: count))
            }
        ) { server in
            let client = try server.client(receiveBuffer: 8192)
            client.send(get("/"))
            #expect(client.answer(toHead: true)?.status == 200)
            for _ in 0..<32 {
                #expect(client.take(count: count / 32)?.count == count / 32)
                try await Task.sleep(for: .milliseconds(15))
            }
            #expect(server.counters.stalledAnswers == 0)
        }
    }
}
