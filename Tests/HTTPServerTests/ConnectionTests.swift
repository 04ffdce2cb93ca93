import Basics
import EventLoop
@testable import HTTPServer
import Testing

@Suite("A server's connections", .serialized)
struct ConnectionTests {
    @Test("wait in the backlog beyond the limit, and come when there is room again")
    func limit() async throws {
        var configuration = RunningServer.patient
        configuration.maximumConnections = 2
        try await RunningServer.with(configuration, echo) { server in
            var held = [try server.client(), try server.client()]
            #expect(await server.eventually { $0.openConnections == 2 })
            let third = try server.client()
            third.send(get("/third"))
            third.limitWaiting(to: 0, microseconds: 150_000)
            #expect(third.answer() == nil)
            held.removeLast()
            third.limitWaiting(to: 20)
            #expect(third.answer()?.text == "GET /third 0")
            #expect(held.count == 1)
        }
    }

    @Test("from one address are closed at once beyond their limit")
    func limitPerAddress() async throws {
        var configuration = RunningServer.patient
        configuration.maximumConnectionsPerAddress = 2
        try await RunningServer.with(configuration, echo) { server in
            var held = [try server.client(), try server.client()]
            #expect(await server.eventually { $0.openConnections == 2 })
            #expect(try server.client().rest().end != .silent)
            #expect(server.counters.rejectedConnections == 1)
            held.removeAll()
            #expect(await server.eventually { $0.openConnections == 0 })
            let next = try server.client()
            next.send(get("/"))
            #expect(next.answer()?.status == 200)
        }
    }

    @Test("may be 2,000 that idle, at no cost to those that don't")
    func idle() async throws {
        try await RunningServer.with(echo) { server in
            let idle = try (0..<2000).map { _ in try server.client() }
            #expect(await server.eventually { $0.openConnections == 2000 })
            let client = try server.client()
            var slowest = Duration.zero
            for _ in 0..<50 {
                slowest = max(slowest, ContinuousClock().measure { client.send(get("/a")) })
                #expect(client.answer()?.status == 200)
            }
            #expect(slowest < .milliseconds(200))
            for one in idle.prefix(100) {
                one.send(get("/b"))
                #expect(one.answer()?.status == 200)
            }
        }
    }

    @Test("on several servers share one port")
    func sharedPort() async throws {
        try await RunningServer.with({ $0.respond(status: 201) }) { first in
            var configuration = RunningServer.patient
            configuration.port = first.port
            try await RunningServer.with(configuration, { $0.respond(status: 202) }) { second in
                #expect(second.port == first.port)
                var seen: Set<Int> = []
                for _ in 0..<200 where seen.count < 2 {
                    let client = try first.client()
                    client.send(get("/"))
                    if let status = client.answer()?.status { seen.insert(status) }
                }
                #expect(seen == [201, 202])
            }
        }
    }

    @Test("can't begin on an address that isn't ours")
    func badAddress() throws {
        for address in ["203.0.113.1", "localhost", ""] {
            var configuration = RunningServer.patient
            configuration.address = address
            let loop = try EventLoop(name: "test")
            let error = #expect(throws: ServerError.self) {
                try HTTPServer(loop: loop, configuration: configuration, handler: Deaf())
            }
            #expect(error?.kind == .address)
        }
    }

    @Test("serve IPv6 too")
    func version6() async throws {
        var configuration = RunningServer.patient
        configuration.address = "::1"
        try await RunningServer.with(
            configuration,
            { exchange in
                exchange.respond(status: 200, bytes: Array(exchange.head.remoteAddress.utf8))
            }
        ) { server in
            let client = try RawClient(port: server.port, isVersion6: true)
            client.send(get("/"))
            #expect(client.answer()?.text == "::1")
        }
    }

    @Test("pause without spinning when descriptors run out, and come back")
    func descriptorsRunOut() async throws {
        try await RunningServer.with(echo) { server in
            let first = try server.client()
            first.send(get("/"))
            #expect(first.answer()?.status == 200)
            server.onLoop { [server = server.server] in server.acceptFault = { .exhausted } }
            let waiting = try server.client()
            waiting.send(get("/late"))
            try await Task.sleep(for: .milliseconds(350))
            #expect((1...5).contains(server.counters.acceptPauses))
            first.send(get("/"))
            #expect(first.answer()?.status == 200)
            server.onLoop { [server = server.server] in server.acceptFault = nil }
            #expect(waiting.answer()?.text == "GET /late 0")
        }
    }
}

final class Deaf: RequestHandler {
    func handle(_ exchange: ServerExchange) {}
}
