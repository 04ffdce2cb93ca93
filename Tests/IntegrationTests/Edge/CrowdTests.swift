import Glibc
import TestKit
import Testing

extension WholeGateway.EdgeTests {
    /// Lets us open as many files as the kernel allows; the gateway has to see to itself.
    private func raiseOpenFiles() throws -> Int {
        var limit = rlimit()
        try #require(getrlimit(__rlimit_resource_t(7), &limit) == 0)
        limit.rlim_cur = limit.rlim_max
        try #require(setrlimit(__rlimit_resource_t(7), &limit) == 0)
        return Int(clamping: limit.rlim_cur)
    }

    @Test("10,000 clients that were answered once all stay connected, and others are served")
    func crowd() throws {
        try #require(try raiseOpenFiles() > 11_000)
        let question = Array("GET /tools/now HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
        var crowd: [Connection] = []
        crowd.reserveCapacity(10_000)
        for _ in 0..<10_000 {
            let connection = try Connection(port: world.gateway.port)
            try connection.send(question)
            let answer = try connection.receive(limitBytes: 1024)
            try #require(answer.starts(with: Array("HTTP/1.1 200 ".utf8)))
            crowd.append(connection)
        }
        #expect(crowd.count { $0.isIdle } == 10_000)
        let client = world.client
        for _ in 0..<50 { #expect(try client.get("/instances").status == 200) }
        for connection in crowd.suffix(100) {
            try connection.send(question)
            #expect(try !connection.receive(limitBytes: 1024).isEmpty)
        }
        #expect(crowd.count { $0.isIdle } == 10_000)
    }

    @Test("1,000 clients that drip their headers are cut off while others are served")
    func dripping() throws {
        _ = try raiseOpenFiles()
        let drops = Array("GET /system HTTP/1.1\r\nHost: x\r\nX-A: aaaaaaaaaaaaaaaaaaaaaaaaaa".utf8)
        let crowd = try (0..<1000).map { _ in try Connection(port: world.gateway.port) }
        let client = world.client
        let clock = ContinuousClock()
        var slowest = Duration.zero
        let began = clock.now
        // Each gets another byte in every round, for longer than a head may take (4 s).
        for (round, drop) in drops.prefix(40).enumerated() {
            for connection in crowd { try? connection.send([drop]) }
            let took = try clock.measure { () throws in
                #expect(try client.get("/instances").status == 200)
            }
            slowest = max(slowest, took)
            while clock.now < began + .milliseconds(150 * round) { usleep(5000) }
        }
        #expect(slowest < .seconds(1), "another client waited")
        let cut = secondsUntil(within: .seconds(8)) {
            crowd.allSatisfy { $0.isClosedByPeer(within: .milliseconds(1)) }
        }
        #expect(cut != nil)
    }
}
