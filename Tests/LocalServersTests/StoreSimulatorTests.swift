import LocalServers
import TestKit
import Testing

@Suite("Store simulator")
struct StoreSimulatorTests {
    private let corpus = SyntheticCorpus(patients: 1)

    @Test("a wiped store starts its sequence again and knows nothing")
    func wipe() throws {
        let simulator = try StoreSimulator()
        for instance in corpus.instances { simulator.store(instance.bytes) }
        let client = TestClient(port: simulator.port)
        #expect(simulator.lastSequence > corpus.instances.count)
        simulator.wipe(as: .v1_12_11)
        #expect(try client.get("/changes").object()["Last"] as? Int == 0)
        #expect(try client.get("/system").object()["Version"] as? String == "1.12.11")
        simulator.store(corpus.instances[0].bytes)
        #expect(simulator.lastSequence == 4)
    }

    @Test("credentials are asked for")
    func credentials() throws {
        let simulator = try StoreSimulator(credentials: "frodo:ring")
        #expect(try TestClient(port: simulator.port).get("/system").status == 401)
        let right = TestClient(port: simulator.port, credentials: "frodo:ring")
        #expect(try right.get("/system").status == 200)
    }

    @Test("an overwritten instance is deleted and stored anew")
    func overwriting() throws {
        let simulator = try StoreSimulator()
        simulator.setOverwriting(true)
        let client = TestClient(port: simulator.port)
        for _ in 0..<2 {
            let answer = try client.post("/instances", corpus.instances[0].bytes).object()
            #expect(answer["Status"] as? String == "Success")
        }
        let page = try client.get("/changes").object()
        #expect(page["Last"] as? Int == 8)
        #expect((page["Changes"] as? [Any])?.count == 4)
    }

    @Test("an answer can be replaced, requests are remembered, a stopped store refuses")
    func control() throws {
        let simulator = try StoreSimulator()
        let client = TestClient(port: simulator.port)
        simulator.answerInstead { request in
            request.path == ["system"] ? SimulatedReply(status: 503) : nil
        }
        #expect(try client.get("/system").status == 503)
        #expect(try client.get("/statistics").status == 200)
        #expect(simulator.requests == ["GET /system", "GET /statistics"])
        simulator.stop()
        let error = #expect(throws: WireError.self) {
            try TestClient(port: simulator.port).get("/system")
        }
        #expect(error?.kind == .refused)
        try simulator.start()
        #expect(try TestClient(port: simulator.port).get("/statistics").status == 200)
    }

    @Test("an idle connection ends after a second, as Orthanc's does")
    func idle() throws {
        let simulator = try StoreSimulator()
        let connection = try Connection(port: simulator.port)
        try connection.send("GET /system HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try connection.receive()
        #expect(connection.isClosedByPeer(within: .seconds(5)))
    }
}
