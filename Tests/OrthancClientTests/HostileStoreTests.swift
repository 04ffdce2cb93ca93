import Basics
import EventLoop
import LocalServers
import OrthancClient
import OrthancModel
import TestKit
import Testing

@Suite("Stores that fail, lie or are not there")
struct HostileStoreTests {
    /// Asks a simulator that answers everything with `reply`.
    private func ask(
        _ reply: SimulatedReply,
        _ body: @escaping @Sendable (Store) async throws -> Void
    ) async throws {
        let simulator = try StoreSimulator()
        simulator.answerInstead { _ in reply }
        try await StoreBench.run(url: simulator.url, body)
        withExtendedLifetime(simulator) {}
    }

    @Test(
        "An answer of the wrong shape is malformed, whatever was asked",
        arguments: [
            "", "null", "42", "\"x\"", "{", "[[[[", "{\"Version\":7}", "[1,2]", "[null]",
            "{\"Changes\":{},\"Last\":1,\"Done\":true}", "[\"not an id\"]", "[{\"ID\":\"x\"}]",
            String(repeating: "[", count: 200_000), "{\"a\":" + String(repeating: "[", count: 70),
            "\u{FEFF}{}",
        ]
    )
    func wrongShape(text: String) async throws {
        try await ask(SimulatedReply(status: 200, body: Array(text.utf8))) { store in
            let id = OrthancID(hashing: [[1]])
            let errors = [
                try await failure { () throws(StoreError) in try await store.system() },
                try await failure { () throws(StoreError) in try await store.statistics() },
                try await failure { () throws(StoreError) in
                    try await store.changes(since: 0, limit: 10)
                },
                try await failure { () throws(StoreError) in try await store.allIDs(.study) },
                try await failure { () throws(StoreError) in
                    try await store.ids(.study, since: 0, limit: 5)
                },
                try await failure { () throws(StoreError) in
                    try await store.resources(.study, since: 0, limit: 5)
                },
                try await failure { () throws(StoreError) in
                    try await store.resource(.study, id)
                },
                try await failure { () throws(StoreError) in
                    try await store.upload(channel(of: [1]), length: 1)
                },
            ]
            #expect(errors.allSatisfy { $0.kind == .malformed && $0.bytesSent })
        }
    }

    @Test(
        "A store is told the length of a small upload; a large one it gets in chunks",
        arguments: [(1 << 20, false), (16 << 20, false), ((16 << 20) + 1, true)]
    )
    func announces(bytes: Int, isChunked: Bool) async throws {
        let simulator = try StoreSimulator()
        let framings = Locked<[String]>([])
        simulator.answerInstead { request in
            let names = request.headers.map { $0.name.lowercased() }
            let framing = names.filter { ["content-length", "transfer-encoding"].contains($0) }
            framings.withLock { $0 += framing }
            return SimulatedReply(status: request.body.count == bytes ? 400 : 500)
        }
        try await StoreBench.run(url: simulator.url) { store in
            let error = try await failure { () throws(StoreError) in
                let body = channel(of: [UInt8](repeating: 1, count: bytes))
                return try await store.upload(body, length: Int64(bytes))
            }
            #expect(error.kind == .status(400))
        }
        #expect(framings.withLock { $0 } == [isChunked ? "transfer-encoding" : "content-length"])
        withExtendedLifetime(simulator) {}
    }

    @Test(
        "Changes that go backwards, or further than there can be any, are refused",
        arguments: [
            ([5, 4], 5), ([5], Int64.max), ([Int64.max], Int64.max), ([5], 1 << 54),
        ] as [([Int64], Int64)]
    )
    func backwards(sequences: [Int64], last: Int64) async throws {
        let row = { (sequence: Int64) in
            """
            {"ChangeType":"NewStudy","Date":"20260101T000000","ID":"\(OrthancID(hashing: [[1]]))",
            "Path":"/x","ResourceType":"Study","Seq":\(sequence)}
            """
        }
        let rows = sequences.map(row).joined(separator: ",")
        let text = "{\"Changes\":[\(rows)],\"Done\":true,\"Last\":\(last)}"
        try await ask(SimulatedReply(status: 200, body: Array(text.utf8))) { store in
            let error = try await failure { () throws(StoreError) in
                try await store.changes(since: 0, limit: 10)
            }
            #expect(error.kind == .malformed)
        }
    }

    @Test("Another resource than the one asked for is refused")
    func otherResource() async throws {
        let text = """
            {"ID":"\(OrthancID(hashing: [[2]]))","Type":"Patient","MainDicomTags":{}}
            """
        try await ask(SimulatedReply(status: 200, body: Array(text.utf8))) { store in
            let error = try await failure { () throws(StoreError) in
                try await store.resource(.patient, OrthancID(hashing: [[1]]))
            }
            #expect(error.kind == .malformed)
        }
    }

    @Test("An answer without end is refused at its limit and not held against the store")
    func hugeAnswer() async throws {
        let simulator = try StoreSimulator()
        let proxy = try FaultProxy(to: simulator.port)
        try proxy.set(.hugeAnswer(bytes: 3 << 20))
        try await StoreBench.run(url: proxy.url) { store in
            for _ in 0..<6 {
                let error = try await failure { () throws(StoreError) in
                    try await store.system()
                }
                #expect(error.kind == .malformed && !error.countsAgainstHealth)
            }
            #expect(store.admits)
        }
        proxy.close()
    }

    @Test("A cut answer is cut, a silent store a timeout, garbage malformed")
    func faults() async throws {
        let simulator = try StoreSimulator()
        let proxy = try FaultProxy(to: simulator.port)
        try await StoreBench.run(url: proxy.url) {
            $0.firstByte = .milliseconds(100)
        } _: { store in
            try proxy.set(.truncated(afterBodyBytes: 10))
            let cut = try await failure { () throws(StoreError) in try await store.system() }
            #expect(cut.kind == .cut && cut.bytesSent)
            try proxy.set(.pause)
            let late = try await failure { () throws(StoreError) in try await store.system() }
            #expect(late.kind == .timeout)
            try proxy.set(.garbage)
            let garbage = try await failure { () throws(StoreError) in
                try await store.system()
            }
            #expect(garbage.kind == .malformed)
            try proxy.set(.pass)
            check(try await store.system().version == StoreVersion(1, 10, 1))
        }
        proxy.close()
    }

    @Test(
        "A scan that is cut, early or late, does not count as the whole list",
        arguments: [100, 2_000_000]
    )
    func cutScan(afterBodyBytes: Int) async throws {
        let simulator = try StoreSimulator()
        let item = "\"\(OrthancID(hashing: [[1]]))\""
        let text = "[" + Array(repeating: item, count: 60_000).joined(separator: ",\n") + "]"
        simulator.answerInstead { _ in SimulatedReply(status: 200, body: Array(text.utf8)) }
        let proxy = try FaultProxy(to: simulator.port)
        try proxy.set(.truncated(afterBodyBytes: afterBodyBytes))
        try await StoreBench.run(url: proxy.url) { store in
            let error = try await failure { () throws(StoreError) in
                try await store.allIDs(.instance)
            }
            #expect(error.kind == .cut)
        }
        proxy.close()
    }

    @Test("A scan can be ended early")
    func endedScan() async throws {
        let simulator = try StoreSimulator()
        for instance in SyntheticCorpus(patients: 2).instances { simulator.store(instance.bytes) }
        try await StoreBench.run(url: simulator.url) { store in
            let seen = Locked(0)
            try await store.scanIDs(.instance) { batch in
                seen.withLock { $0 += batch.count }
                return false
            }
            #expect(seen.withLock { $0 } > 0)
            check(try await store.system().apiVersion > 0)
        }
    }

    @Test("A store that is not there is asked three times, then left alone for a second")
    func circuit() async throws {
        let simulator = try StoreSimulator()
        simulator.stop()
        try await StoreBench.run(url: simulator.url) { store in
            var kinds: [StoreError.Kind] = []
            for _ in 0..<5 {
                let error = try await failure { () throws(StoreError) in
                    try await store.system()
                }
                #expect(!error.bytesSent)
                kinds.append(error.kind)
            }
            #expect(kinds == [.unreachable, .unreachable, .unreachable, .suspended, .suspended])
            #expect(!store.admits)
            try simulator.start()
            try await store.loop.sleep(for: .milliseconds(1100))
            #expect(store.admits)
            check(try await store.system().apiVersion > 0)
            #expect(store.admits)
        }
    }

    @Test("A question that can't be sent is not held against the store")
    func unsendable() async throws {
        let simulator = try StoreSimulator()
        try await StoreBench.run(url: simulator.url) { store in
            for _ in 0..<8 {
                let long = try await failure { () throws(StoreError) in
                    try await store.open(
                        StoreRequest(.get, [String(repeating: "a", count: 40_000)])
                    )
                }
                #expect(!long.bytesSent && !long.countsAgainstHealth)
                let injected = try await failure { () throws(StoreError) in
                    try await store.open(
                        StoreRequest(.get, ["x"], headers: [("Accept", "a\r\nEvil: 1")])
                    )
                }
                #expect(!injected.bytesSent)
                let dots = try await failure { () throws(StoreError) in
                    try await store.open(StoreRequest(.get, ["instances", "..", "system"]))
                }
                #expect(!dots.bytesSent)
            }
            #expect(store.admits)
        }
        #expect(simulator.requests.isEmpty)
    }

    @Test("Credentials open the door; without them it says 401")
    func credentials() async throws {
        let simulator = try StoreSimulator(credentials: "alice:secret")
        try await StoreBench.run(url: simulator.url, user: "alice", password: "secret") { store in
            check(try await store.system().apiVersion > 0)
        }
        try await StoreBench.run(url: simulator.url) { store in
            let error = try await failure { () throws(StoreError) in try await store.system() }
            #expect(error.kind == .status(401) && !error.countsAgainstHealth)
        }
    }

    @Test("Headers of an answer pass by allow-list")
    func relayedHeaders() async throws {
        let reply = SimulatedReply(
            status: 200,
            headers: [
                ("Content-Type", "text/x"), ("Set-Cookie", "a=b"), ("Server", "evil"),
                ("ETag", "\"1\""), ("X-Secret", "1"),
            ],
            body: Array("x".utf8)
        )
        try await ask(reply) { store in
            let stream = try await store.open(StoreRequest(.get, ["x"]))
            #expect(Set(stream.headers.map(\.0)) == ["Content-Type", "ETag"])
            stream.body.abandon()
        }
    }

    @Test("An overall limit ends a question that drips")
    func within() async throws {
        let simulator = try StoreSimulator()
        let proxy = try FaultProxy(to: simulator.port)
        try proxy.set(.slow(bytesPerSecond: 50))
        try await StoreBench.run(url: proxy.url) { store in
            let error = try await failure { () throws(StoreError) in
                try await store.system(within: .milliseconds(300))
            }
            #expect(error.kind == .timeout)
        }
        proxy.close()
    }

    @Test("What may take an hour keeps no question waiting for a connection")
    func patience() async throws {
        let simulator = try StoreSimulator()
        let body = [UInt8](repeating: 0, count: 4 << 20)
        simulator.answerInstead { _ in SimulatedReply(status: 200, body: body) }
        try await StoreBench.run(
            url: simulator.url,
            configure: { $0.maximumConnections = 1 }
        ) { store in
            var long = StoreRequest(.post, ["modalities", "x", "move"])
            long.firstByte = .seconds(3600)
            // Nobody reads it: its connection stays taken.
            let held = try await store.open(long)
            let quick = try await store.open(StoreRequest(.get, ["x"], within: .seconds(5)))
            quick.body.abandon()
            held.body.abandon()
        }
        withExtendedLifetime(simulator) {}
    }
}
