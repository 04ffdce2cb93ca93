import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// Lists that are too long to be made before they are sent.
    @Suite("Long lists")
    struct LongListTests {
        private static let count = 600_000

        private let cluster: PrivateCluster
        private let gateway: RunningGateway
        private let fleet: Fleet

        /// One real instance, and as many beside it as if they had been indexed.
        init() throws {
            let fleet = try Fleet(stores: 1)
            let cluster = try #require(fleet.cluster)
            let corpus = SyntheticCorpus(seed: 431, patients: 1)
            let stores = [(fleet.stores[0].settings.name, fleet.stores[0].url)]
            gateway = try RunningGateway {
                World.configuration($0, cluster.connectionString(), stores)
            }
            let client = gateway.client()
            let begun = try secondsUntil(within: .seconds(10)) {
                try client.post("/instances", corpus.instances[0].bytes).status == 200
            }
            try #require(begun != nil)
            let rows = """
                INSERT INTO instance (id, series, source, index_in_series, size,
                    sop_instance_uid, tags)
                SELECT substring(sha256(n::text::bytea) FOR 20), e.id, e.source, 1, 1, n::text,
                    '{}'
                FROM series e, generate_series(1, \(Self.count)) n
                """
            let psql = try ChildProcess(
                Command("/usr/bin/psql", ["-XAtqw", "-c", rows, cluster.connectionString()])
            )
            try #require(psql.waitForExit(within: .seconds(60)) == .exited(0))
            self.cluster = cluster
            self.fleet = fleet
        }

        @Test("is sent while it is made, each id once, ascending; a short one has its length")
        func whole() throws {
            let client = gateway.client()
            let reply = try client.get("/instances")
            #expect(reply.header("Content-Length") == nil)
            #expect(reply.header("Transfer-Encoding") == "chunked")
            let ids = try reply.strings()
            #expect(ids.count == Self.count + 1)
            #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
            let page = try client.get("/instances?since=599990&limit=50")
            #expect(page.header("Content-Length") != nil)
            #expect(try page.strings() == Array(ids[599_990...]))
            let window = try client.get("/instances?since=17&limit=300000")
            #expect(window.header("Transfer-Encoding") == "chunked")
            #expect(try window.strings() == Array(ids[17..<300_017]))
        }

        @Test("is cut, not ended, when the index is lost meanwhile")
        func cut() throws {
            let connection = try Connection(port: gateway.port, patience: .seconds(20))
            try connection.send("GET /instances HTTP/1.1\r\nHost: a\r\n\r\n")
            let start = String(decoding: try connection.receive(limitBytes: 12), as: UTF8.self)
            #expect(start == "HTTP/1.1 200")
            cluster.kill()
            var end: [UInt8] = []
            while let piece = try? connection.receive(), !piece.isEmpty {
                end = (end + piece).suffix(32)
            }
            #expect(!String(decoding: end, as: UTF8.self).hasSuffix("0\r\n\r\n"))
            #expect(gateway.isRunning)
            #expect(try gateway.client().get("/system").status == 200)
        }
    }
}
