import Basics
import EventLoop
import Glibc
import HTTPServer
import Testing

@Suite("A hang-up")
struct HangUpTests {
    /// Notes when its handler was told.
    final class Witness: Sendable {
        let exchange = Locked<ServerExchange?>(nil)
        let aborts = Locked<[Instant]>([])

        func watch(_ exchange: ServerExchange) {
            self.exchange.withLock { $0 = exchange }
            exchange.onAbort = { [aborts] in aborts.withLock { $0.append(Instant.now) } }
        }
    }

    @Test("is noticed within 100 ms while the request waits", arguments: ["GET", "POST"])
    func whileWaiting(method: String) async throws {
        let witness = Witness()
        try await RunningServer.with({ witness.watch($0) }) { server in
            var client: RawClient? = try server.client()
            let body = method == "POST" ? "Content-Length: 5\r\n" : ""
            client?.send("\(method) / HTTP/1.1\r\nHost: x\r\n\(body)\r\n")
            #expect(await server.eventually { $0.inFlight == 1 })
            try await Task.sleep(for: .milliseconds(100))
            let left = Instant.now
            client = nil
            #expect(await server.eventually { $0.inFlight == 0 && $0.openConnections == 0 })
            let told = try #require(witness.aborts.withLock { $0.first })
            #expect(left.duration(to: told) < .milliseconds(100))
            #expect(server.counters.hangUps == 1)
        }
        #expect(witness.aborts.withLock { $0.count } == 1)
        #expect(witness.exchange.withLock { $0?.isAborted } == true)
        witness.exchange.withLock { $0 = nil }
    }

    @Test("is noticed when it comes before the watch does")
    func early() async throws {
        let witness = Witness()
        try await RunningServer.with({ witness.watch($0) }) { server in
            do {
                let client = try server.client()
                client.send(get("/"))
            }
            #expect(await server.eventually { $0.aborted == 1 && $0.openConnections == 0 })
        }
        #expect(witness.aborts.withLock { $0.count } == 1)
        witness.exchange.withLock { $0 = nil }
    }

    @Test("by a reset is noticed too")
    func reset() async throws {
        let witness = Witness()
        try await RunningServer.with({ witness.watch($0) }) { server in
            do {
                let client = try server.client()
                var option = linger(l_onoff: 1, l_linger: 0)
                let size = socklen_t(MemoryLayout<linger>.size)
                setsockopt(client.descriptor, SOL_SOCKET, SO_LINGER, &option, size)
                client.send(get("/"))
                #expect(await server.eventually { $0.inFlight == 1 })
            }
            #expect(await server.eventually { $0.aborted == 1 && $0.openConnections == 0 })
        }
        witness.exchange.withLock { $0 = nil }
    }

    @Test("while an answer waits for its body ends it")
    func whileAnswering() async throws {
        let channels = Locked<[ByteChannel]>([])
        try await RunningServer.with({ exchange in
            let channel = ByteChannel(capacity: 1000)
            channels.withLock { $0.append(channel) }
            channel.write([1])
            exchange.respond(status: 200, length: nil, body: channel)
        }) { server in
            do {
                let client = try server.client()
                client.send(get("/"))
                #expect(client.answer(toHead: true)?.status == 200)
            }
            #expect(await server.eventually { $0.hangUps == 1 && $0.openConnections == 0 })
        }
        #expect(channels.withLock { $0[0].isAbandoned })
    }

    @Test("doesn't confuse a slow answer: the watched connection goes on to the next request")
    func slowAnswer() async throws {
        try await RunningServer.with({ exchange in
            exchange.loop.spawn {
                try? await exchange.loop.sleep(for: .milliseconds(120))
                exchange.respond(status: 200)
            }
        }) { server in
            let client = try server.client()
            for _ in 0..<3 {
                client.send(get("/"))
                #expect(client.answer()?.status == 200)
            }
            #expect(server.counters.hangUps == 0)
            #expect(server.counters.acceptedConnections == 1)
        }
    }

    @Test("of an upload's client fails the body")
    func upload() async throws {
        let ends = Locked<[ByteChannel.End]>([])
        try await RunningServer.with({ exchange in
            exchange.loop.spawn {
                do throws(ServerError) {
                    _ = try await exchange.collectBody(limitBytes: 1 << 20)
                } catch {
                    ends.withLock { if error.kind == .aborted { $0.append(.failed) } }
                }
            }
        }) { server in
            do {
                let client = try server.client()
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf")
                #expect(await server.eventually { $0.bodyBytesIn == 4 })
            }
            #expect(await server.eventually { $0.aborted == 1 && $0.openConnections == 0 })
        }
        #expect(ends.withLock { $0 } == [.failed])
    }
}
