import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Failure at start")
    struct StartWithoutStoresTests {
        @Test("a gateway whose stores are all down starts, answers and says what it lacks")
        func allDown() throws {
            let fleet = try Fleet(stores: 2, hasCluster: false)
            let instance = try #require(SyntheticCorpus(seed: 400, patients: 1).instances.first)
            #expect(try fleet.client(of: 0).post("/instances", instance.bytes).status == 200)
            for store in fleet.stores { store.stop() }
            let database = try SharedCluster.newDatabase()
            let gateway = try RunningGateway { folder in
                World.configuration(
                    folder,
                    database,
                    fleet.stores.map { ($0.settings.name, $0.url) }
                )
            }
            let client = gateway.client()
            #expect(try client.get("/system").status == 200)
            let list = try client.get("/patients")
            #expect(list.status == 200)
            #expect(try list.strings() == [])
            #expect(list.header("X-Federation-Partial") == "store-a,store-b")
            client.headers = [("X-Federation-Strict", "1")]
            #expect(try client.get("/patients").status == 503)
            client.headers = []

            for store in fleet.stores { try store.start() }
            let whole = try secondsUntil(within: .seconds(15)) {
                let list = try client.get("/patients")
                return try list.strings().count == 1 && list.header("X-Federation-Partial") == nil
            }
            #expect(whole != nil)
        }
    }
}
