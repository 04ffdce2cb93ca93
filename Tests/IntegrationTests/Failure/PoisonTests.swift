import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// A question, or a file, on which a store dies is not given to the next store.
    @Suite("Poison")
    struct PoisonTests {
        private let instance = SyntheticCorpus(seed: 500, patients: 1).instances[0]

        /// Both stores hold the file and break off when `isFatal`.
        private func world(
            _ isFatal: @escaping @Sendable (SimulatedRequest) -> Bool
        ) throws -> (SimulatedStores, id: String) {
            let world = try SimulatedStores(2, holding: [instance])
            for store in world.stores {
                store.answerInstead { isFatal($0) ? .brokenOff : nil }
            }
            return (world, try #require(world.stores[0].ids(.instance).first))
        }

        @Test(
            "a store that dies while it parses a file is not followed by the next one",
            arguments: ["tags", "simplified-tags", "header", "content", "preview", "module"]
        )
        func parsing(route: String) throws {
            let (world, id) = try world { $0.target.contains("/\(route)") }
            let reply = try world.gateway.client().get("/instances/\(id)/\(route)")
            #expect(reply.status == 503)
            #expect(reply.text.contains("store-a") || reply.body.isEmpty)
            #expect(world.count(of: "GET /instances/\(id)/\(route)", at: 0) > 0)
            #expect(world.count(of: "GET /instances/\(id)/\(route)", at: 1) == 0)
        }

        @Test("nor is one that dies of a file that a find looks into")
        func finding() throws {
            let (world, id) = try world { $0.target.contains("/tags") }
            let reply = try world.gateway.client().post(
                "/tools/find",
                #"{"Level":"Instance","Query":{"Columns":"256"}}"#
            )
            #expect(reply.status == 503)
            #expect(reply.text.contains("store-a"))
            #expect(world.count(of: "GET /instances/\(id)/tags", at: 0) > 0)
            #expect(world.count(of: "GET /instances/\(id)/tags", at: 1) == 0)
        }

        @Test("nor is one that dies of an upload, which is 500 and not to be repeated")
        func uploading() throws {
            let (world, _) = try world { $0.method == "POST" }
            let other = SyntheticCorpus(seed: 501, patients: 1).instances[0]
            let reply = try world.gateway.client().post("/instances", other.bytes)
            #expect(reply.status == 500)
            #expect(try reply.object()["OrthancStatus"] as? Int == 9)
            let uploads = (0...1).map { world.count(of: "POST /instances", at: $0) }
            #expect(uploads.reduce(0, +) == 1)
        }

        @Test("but the bytes of a file are given out by the next one")
        func bytes() throws {
            let (world, id) = try world { _ in false }
            world.stores[0].answerInstead {
                $0.target.hasSuffix("/file") ? .brokenOff : nil
            }
            let reply = try world.gateway.client().get("/instances/\(id)/file")
            #expect(reply.status == 200 && reply.body == instance.bytes)
            #expect(reply.header("X-Federation-Store") == "store-b")
        }
    }
}
