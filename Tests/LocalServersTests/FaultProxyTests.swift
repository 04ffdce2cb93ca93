import Foundation
import LocalServers
import TestKit
import Testing

@Suite("Fault proxy")
struct FaultProxyTests {
    private let simulator: StoreSimulator
    private let proxy: FaultProxy

    init() throws {
        simulator = try StoreSimulator()
        proxy = try FaultProxy(to: simulator.port)
        for instance in SyntheticCorpus(patients: 2).instances { simulator.store(instance.bytes) }
    }

    private func client(_ patience: Duration = .seconds(20)) -> TestClient {
        TestClient(port: proxy.port, patience: patience)
    }

    private func failure(
        _ patience: Duration = .seconds(20),
        _ path: String = "/instances?expand"
    ) -> WireError.Kind? {
        do {
            _ = try client(patience).get(path)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test("without a fault, answers are the server's own, over one connection")
    func pass() throws {
        let client = client()
        let direct = try TestClient(port: simulator.port).get("/instances?expand")
        for _ in 0..<5 { #expect(try client.get("/instances?expand").body == direct.body) }
        #expect(proxy.acceptedConnections == 1)
    }

    @Test("paused: a connection is taken, no answer comes, and it comes after the pause")
    func pause() throws {
        try proxy.set(.pause)
        #expect(failure(.milliseconds(300)) == .timedOut)
        let late = try Connection(port: proxy.port)
        try late.send("GET /system HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        late.setPatience(.milliseconds(1500))
        #expect(throws: WireError.self) { try late.receive() }
        try proxy.set(.pass)
        late.setPatience(.seconds(20))
        #expect(String(decoding: try late.receiveAll(), as: UTF8.self).hasPrefix("HTTP/1.1 200"))
    }

    @Test("refused: nobody listens, those under way are reset, and it heals on the same port")
    func refuse() throws {
        let standing = client()
        _ = try standing.get("/system")
        let port = proxy.port
        try proxy.set(.refuse)
        #expect(failure() == .refused)
        #expect(throws: WireError.self) { try standing.get("/system") }
        try proxy.set(.pass)
        #expect(proxy.port == port)
        #expect(failure() == nil)
    }

    @Test("reset: new connections and those under way get a RST")
    func reset() throws {
        let standing = try Connection(port: proxy.port)
        try standing.send("GET /system HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try !standing.receive().isEmpty)
        try proxy.set(.reset)
        let error = #expect(throws: WireError.self) { try standing.receive() }
        #expect(error?.kind == .reset)
        #expect(failure() == .reset)
    }

    @Test("slow: 4 KB at 8 KB/s take about half a second, and all of it comes")
    func slow() throws {
        let path = "/instances/\(simulator.ids(.instance)[0])/tags"
        let whole = try client().get(path).body
        try proxy.set(.slow(bytesPerSecond: 8000))
        let start = ContinuousClock().now
        #expect(try client().get(path).body == whole)
        let took = start.duration(to: ContinuousClock().now)
        #expect(took > .milliseconds(whole.count / 10))
    }

    @Test("latency: the answer is late by at least that much")
    func latency() throws {
        try proxy.set(.latency(.milliseconds(250)))
        let start = ContinuousClock().now
        #expect(try client().get("/system").status == 200)
        #expect(start.duration(to: ContinuousClock().now) >= .milliseconds(250))
    }

    @Test("invented answers: not HTTP, endless headers, a body of 10 GB; the server isn't asked")
    func inventions() throws {
        try proxy.set(.garbage)
        #expect(failure() == .malformed || failure() == .truncated)
        for (fault, limit) in [
            (Fault.endlessHeaders, 8 << 20), (.hugeAnswer(bytes: 10 << 30), 64 << 20),
        ] {
            try proxy.set(fault)
            let connection = try Connection(port: proxy.port)
            try connection.send("GET /system HTTP/1.1\r\nHost: x\r\n\r\n")
            var received = 0
            while received < limit { received += try connection.receive().count }
            connection.close()
        }
        #expect(simulator.requests.isEmpty)
    }

    @Test("truncated: the connection ends after that much of the body")
    func truncated() throws {
        try proxy.set(.truncated(afterBodyBytes: 100))
        #expect(failure() == .truncated)
        let connection = try Connection(port: proxy.port)
        try connection.send("GET /statistics HTTP/1.1\r\nHost: x\r\n\r\n")
        let text = String(decoding: try connection.receiveAll(), as: UTF8.self)
        #expect(text.components(separatedBy: "\r\n\r\n")[1].utf8.count == 100)
    }

    @Test("wrong length: too long waits for more, too short leaves bytes over")
    func wrongLength() throws {
        let whole = try client().get("/statistics").body
        try proxy.set(.wrongLength(by: 10))
        #expect(failure(.seconds(20), "/statistics") == .truncated)
        try proxy.set(.wrongLength(by: -10))
        #expect(try client().get("/statistics").body == Array(whole.dropLast(10)))
    }

    @Test("a swallowed reply: the server acted, the client knows nothing")
    func swallow() throws {
        try proxy.set(.swallowReply)
        let instance = try #require(SyntheticCorpus(seed: 9, patients: 1).instances.first)
        let before = simulator.ids(.instance).count
        let error = #expect(throws: WireError.self) {
            try client().post("/instances", instance.bytes)
        }
        #expect(error?.kind == .truncated)
        #expect(simulator.ids(.instance).count == before + 1)
    }

    @Test("a closed proxy leaves no connection behind")
    func close() throws {
        let connections = try (0..<8).map { _ in try Connection(port: proxy.port) }
        for connection in connections {
            try connection.send("GET /system HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try connection.receive()
        }
        #expect(proxy.openConnections == 8)
        try proxy.set(.pause)
        proxy.close()
        try waitFor("end of connections") { proxy.openConnections == 0 }
        #expect(connections.allSatisfy { $0.isClosedByPeer(within: .seconds(20)) })
    }
}
