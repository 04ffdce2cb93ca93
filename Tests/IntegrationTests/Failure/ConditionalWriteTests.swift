import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// A write with a condition that one holder has carried out.
    @Suite("Conditional writes")
    struct ConditionalWriteTests {
        private let instance = SyntheticCorpus(seed: 540, patients: 1).instances[0]

        @Test("a holder that would not say what it has still owes it", arguments: [401, 503])
        func unknown(status: Int) throws {
            let world = try SimulatedStores(2, holding: [instance])
            let id = try #require(world.stores[0].ids(.instance).first)
            let path = "/instances/\(id)/metadata/1024"
            let tag = [(name: "ETag", value: #""1-abc""#)]
            world.stores[0].answerInstead {
                $0.target == path ? SimulatedReply(status: 200, headers: tag) : nil
            }
            world.stores[1].answerInstead {
                $0.target == path ? SimulatedReply(status: status) : nil
            }
            let reply = try world.gateway.client().send(
                "PUT",
                path,
                headers: [("If-Match", #""0-abc""#)],
                body: Array("new".utf8)
            )
            #expect(reply.status == 200)
            #expect(reply.header("X-Federation-Partial") == "store-b")
            #expect(world.count(of: "PUT \(path)", at: 1) == 0)
            world.stores[1].answerInstead {
                $0.target == path ? SimulatedReply(status: 200, headers: tag) : nil
            }
            let done = secondsUntil(within: .seconds(20)) {
                world.count(of: "PUT \(path)", at: 1) == 1
            }
            #expect(done != nil)
        }
    }
}
