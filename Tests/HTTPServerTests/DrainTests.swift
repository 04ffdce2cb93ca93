import Basics
import EventLoop
import HTTPServer
import Testing

@Suite("Draining and closing")
struct DrainTests {
    static func drain(_ server: RunningServer, for limit: Duration) -> Locked<Bool> {
        let isDone = Locked(false)
        server.onLoop { [server] in
            _ = server.loop.spawn {
                await server.server.drain(until: .after(limit))
                isDone.withLock { $0 = true }
            }
        }
        return isDone
    }

    @Test("lets a running request finish, closes idle connections and takes no new ones")
    func finishes() async throws {
        let held = Locked<ServerExchange?>(nil)
        try await RunningServer.with({ exchange in held.withLock { $0 = exchange } }) { server in
            let idle = try server.client()
            let busy = try server.client()
            busy.send(get("/"))
            #expect(await server.eventually { $0.inFlight == 1 && $0.openConnections == 2 })
            let isDone = Self.drain(server, for: .seconds(30))
            #expect(idle.rest().end == .closed)
            #expect(throws: RawClient.Failure.self) { try server.client() }
            #expect(!isDone.withLock { $0 })
            server.onLoop { held.withLock { $0 }?.respond(status: 200) }
            let answer = try #require(busy.answer())
            #expect(answer.status == 200)
            #expect(answer.header("Connection") == "close")
            #expect(busy.rest().end == .closed)
            #expect(await server.eventually { _ in isDone.withLock { $0 } })
        }
        held.withLock { $0 = nil }
    }

    @Test("cuts what is left at its deadline")
    func cuts() async throws {
        let held = Locked<ServerExchange?>(nil)
        let aborts = Locked(0)
        try await RunningServer.with({ exchange in
            held.withLock { $0 = exchange }
            exchange.onAbort = { aborts.withLock { $0 += 1 } }
        }) { server in
            let client = try server.client()
            client.send(get("/"))
            #expect(await server.eventually { $0.inFlight == 1 })
            let isDone = Self.drain(server, for: .milliseconds(50))
            #expect(await server.eventually { _ in isDone.withLock { $0 } })
            #expect(client.rest().end == .closed)
            #expect(aborts.withLock { $0 } == 1)
        }
        held.withLock { $0 = nil }
    }

    @Test("cuts waiting, streaming and uploading requests and frees their exchanges")
    func closes() async throws {
        let exchanges = Locked<[WeakExchange]>([])
        var clients: [RawClient] = []
        try await RunningServer.with({ exchange in
            exchanges.withLock { $0.append(WeakExchange(exchange)) }
            switch exchange.head.path.first {
            case "stream": AnswerBodyTests.stream(exchange, count: 1 << 30, length: nil)
            case "upload":
                exchange.loop.spawn { [exchange] in
                    _ = try? await exchange.collectBody(limitBytes: 1 << 20)
                }
            default: exchange.onAbort = { [exchange] in exchange.respond(status: 200) }
            }
        }) { server in
            for (method, path) in [("GET", "wait"), ("GET", "stream"), ("POST", "upload")] {
                let client = try server.client()
                let length = method == "POST" ? "Content-Length: 9\r\n" : ""
                client.send("\(method) /\(path) HTTP/1.1\r\nHost: x\r\n\(length)\r\n")
                clients.append(client)
            }
            #expect(await server.eventually { $0.inFlight == 3 })
        }
        for client in clients { #expect(client.rest().end != .silent) }
        #expect(exchanges.withLock { $0.count } == 3)
        #expect(exchanges.withLock { $0.allSatisfy { $0.exchange == nil } })
    }

    @Test("from within a handler takes effect after it")
    func closesWithin() async throws {
        let running = Locked<RunningServer?>(nil)
        try await RunningServer.with({ exchange in
            running.withLock { $0 }?.server.close()
            exchange.respond(status: 200)
        }) { server in
            running.withLock { $0 = server }
            let client = try server.client()
            client.send(get("/"))
            #expect(client.rest().end != .silent)
        }
        running.withLock { $0 = nil }
    }

    @Test("without a start frees the port")
    func neverStarted() throws {
        let loop = try EventLoop(name: "test")
        var server: HTTPServer? = try HTTPServer(
            loop: loop,
            configuration: ServerConfiguration(),
            handler: Deaf()
        )
        let port = try #require(server?.port)
        #expect(port != 0)
        server = nil
        #expect(throws: RawClient.Failure.self) { try RawClient(port: port) }
    }
}

private final class WeakExchange: Sendable {
    private let held: Locked<Reference>

    private struct Reference { weak var exchange: ServerExchange? }

    init(_ exchange: ServerExchange) { held = Locked(Reference(exchange: exchange)) }

    var exchange: ServerExchange? { held.withLock { $0.exchange } }
}
