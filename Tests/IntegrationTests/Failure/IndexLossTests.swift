import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Failure of the index")
    struct IndexLossTests {
        /// How PostgreSQL is lost.
        enum Loss: CaseIterable, Sendable {
            case killed, hanging
        }

        @Test(
            "without PostgreSQL answers are 503 with code 36, and nothing is lost",
            arguments: Loss.allCases
        )
        func lost(loss: Loss) throws {
            let fleet = try Fleet(stores: 1)
            let cluster = try #require(fleet.cluster)
            let instances = SyntheticCorpus(seed: 430, patients: 1).instances
            let stores = [(fleet.stores[0].settings.name, fleet.stores[0].url)]
            let gateway = try RunningGateway {
                World.configuration($0, cluster.connectionString(), stores)
            }
            let client = gateway.client()
            let begun = try secondsUntil(within: .seconds(10)) {
                try client.post("/instances", instances[0].bytes).status == 200
            }
            try #require(begun != nil)

            if loss == .killed { cluster.kill() } else { cluster.pause() }
            let reply = try client.get("/patients")
            #expect(reply.status == 503)
            #expect(try reply.object()["OrthancStatus"] as? Int == 36)
            #expect(try client.get("/system").status == 200)
            if loss == .killed {
                #expect(try client.post("/instances", instances[1].bytes).status == 503)
            }

            if loss == .killed { try cluster.start() } else { cluster.resume() }
            let well = try secondsUntil(within: .seconds(20)) {
                try client.post("/instances", instances[1].bytes).status == 200
            }
            #expect(well != nil)
            #expect(gateway.isRunning)
            let both = try secondsUntil(within: .seconds(10)) {
                let list = try client.get("/instances")
                return try list.status == 200 && list.strings().count == 2
            }
            #expect(both != nil)
        }
    }
}
