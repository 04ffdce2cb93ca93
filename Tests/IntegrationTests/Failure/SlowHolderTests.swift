import Glibc
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// A holder that takes longer than one may where another could be asked.
    @Suite("Slow holders")
    struct SlowHolderTests {
        private let instance = SyntheticCorpus(seed: 530, patients: 1).instances[0]

        /// The first store needs three seconds for `route`, the second one breaks off.
        private func answer(_ route: String) throws -> Reply {
            let world = try SimulatedStores(2, holding: [instance])
            let id = try #require(world.stores[0].ids(.instance).first)
            world.stores[0].answerInstead { request in
                guard request.target.hasSuffix(route) else { return nil }
                usleep(3_000_000)
                return SimulatedReply(status: 200, body: [1, 2, 3])
            }
            world.stores[1].answerInstead { $0.target.hasSuffix(route) ? .brokenOff : nil }
            return try world.gateway.client().get("/instances/\(id)/\(route)")
        }

        @Test(
            "it is asked again when nobody else has the answer, or is not hurried at all",
            arguments: ["file", "tags", "preview"]
        )
        func slow(route: String) throws {
            let reply = try answer(route)
            #expect(reply.status == (route == "tags" ? 503 : 200), "\(reply)")
        }
    }
}
