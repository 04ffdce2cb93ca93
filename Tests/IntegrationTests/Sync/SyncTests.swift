import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Sync", .world(patients: 6))
    struct SyncTests {
        let world: World
        let client: TestClient

        init() throws {
            world = try #require(World.current)
            client = world.client
        }

        private func isKnown(_ uid: String) throws -> Bool {
            let question = #"{"Level":"Instance","Query":{"SOPInstanceUID":"\#(uid)"}}"#
            return try !client.post("/tools/find", question).strings().isEmpty
        }

        @Test("what a store receives by itself is found within 2 s", arguments: 0..<3)
        func change(store: Int) throws {
            let seed = 200 + UInt64(store)
            for instance in SyntheticCorpus(seed: seed, patients: 1).instances.prefix(5) {
                let reply = try world.fleet.client(of: store).post("/instances", instance.bytes)
                try #require(reply.status == 200)
                #expect(
                    try secondsUntil(within: .seconds(2)) { try isKnown(instance.sopUID) } != nil
                )
            }
        }

        @Test("what arrived at a store is opened by its id before the index knows it")
        func readThrough() throws {
            let instance = try #require(SyntheticCorpus(seed: 210, patients: 1).instances.first)
            let reply = try world.fleet.client(of: 1).post("/instances", instance.bytes)
            let id = try #require(try reply.object()["ID"] as? String)
            let file = try client.get("/instances/\(id)/file")
            #expect(file.status == 200 && file.body == instance.bytes)
        }

        @Test("what a store deletes by itself disappears", arguments: ["instances", "studies"])
        func deletion(level: String) throws {
            let instance = try world.instance(patient: 5, study: level == "studies" ? 1 : 2)
            let uid = level == "studies" ? instance.studyUID : instance.sopUID
            let id = try world.id(of: uid)
            let store = try #require(try world.holders(of: "/\(level)/\(id)").first)
            #expect(try world.fleet.client(of: store).delete("/\(level)/\(id)").status == 200)
            let gone = try secondsUntil(within: .seconds(15)) {
                try !client.get("/\(level)").strings().contains(id)
            }
            #expect(gone != nil)
            #expect(try client.get("/\(level)/\(id)").status == 404)
            #expect(try !isKnown(instance.sopUID))
        }

        @Test("a deletion made through the gateway to one store leaves the replica")
        func oneCopy() throws {
            let study = try world.id(of: world.instance(patient: 3).studyUID)
            #expect(try client.delete("/stores/store-b/studies/\(study)").status == 200)
            let moved = try secondsUntil(within: .seconds(15)) {
                let file = try client.get(
                    "/instances/\(world.id(of: world.instance(patient: 3).sopUID))/file"
                )
                return file.status == 200 && file.header("X-Federation-Store") == "store-c"
            }
            #expect(moved != nil)
            #expect(try client.get("/studies/\(study)").status == 200)
        }

        @Test("a change is in the gateway's own feed once, after its cursor")
        func feed() throws {
            let last = try #require(try client.get("/changes?last").object()["Last"] as? Int)
            let instance = try #require(SyntheticCorpus(seed: 220, patients: 1).instances.first)
            // Two copies, one event: a client that routes by this feed must not send twice.
            for store in 0..<2 {
                let reply = try world.fleet.client(of: store).post("/instances", instance.bytes)
                try #require(reply.status == 200)
            }
            let id = try world.id(of: instance.sopUID)
            let isThere = try secondsUntil(within: .seconds(5)) { try rows(since: last, id) == 1 }
            #expect(isThere != nil)
            let copies = try secondsUntil(within: .seconds(5)) {
                let counts = try client.get("/stores/store-b/instances/\(id)")
                return counts.status == 200
            }
            #expect(copies != nil)
            #expect(try rows(since: last, id) == 1)
        }

        private func rows(since: Int, _ id: String) throws -> Int {
            let page = try client.get("/changes?since=\(since)&limit=1000").object()
            let changes = page["Changes"] as? [[String: Any]] ?? []
            return changes.count {
                $0["ID"] as? String == id && $0["ChangeType"] as? String == "NewInstance"
            }
        }

        @Test("a store added by the API is imported, and its data gone when it is removed")
        func addedStore() throws {
            let extra = try Fleet(stores: 1, hasCluster: false)
            let instance = try #require(SyntheticCorpus(seed: 230, patients: 1).instances.first)
            #expect(try extra.client(of: 0).post("/instances", instance.bytes).status == 200)
            let added = try client.put("/stores/extra", #"{"Url":"\#(extra.stores[0].url)"}"#)
            #expect(added.status == 200)
            #expect(try secondsUntil(within: .seconds(10)) { try isKnown(instance.sopUID) } != nil)

            #expect(try client.delete("/stores/extra").status == 200)
            let gone = try secondsUntil(within: .seconds(10)) { try !isKnown(instance.sopUID) }
            #expect(gone != nil)
            #expect(try client.get("/stores").strings() == ["store-a", "store-b", "store-c"])
        }

        @Test("the gateway does not become a store of itself")
        func itself() throws {
            let own = "http://127.0.0.1:\(world.gateway.port)"
            let reply = try client.put("/stores/itself", #"{"Url":"\#(own)"}"#)
            #expect(reply.status == 400)
            #expect(reply.text.contains("it is this gateway"))
        }

        @Test("a store of the configuration file is not changed by the API")
        func fileManaged() throws {
            let url = world.fleet.stores[1].url
            let reply = try client.put("/stores/store-a", #"{"Url":"\#(url)"}"#)
            #expect(reply.status == 409)
            #expect(try client.delete("/stores/store-a").status == 409)
            let state = try client.get("/stores/store-a").object()
            #expect(state["Url"] as? String == world.fleet.stores[0].url)
        }

        @Test("a draining store gets no new study, and is read on")
        func draining() throws {
            #expect(try client.post("/stores/store-a/drain", "").status == 200)
            defer { _ = try? client.post("/stores/store-a/resume", "") }
            let state = try client.get("/stores/store-a").object()
            #expect(state["State"] as? String == "draining")
            for patient in 0..<6 {
                let instance = try #require(
                    SyntheticCorpus(seed: 240 + UInt64(patient), patients: 1).instances.first
                )
                let reply = try client.post("/instances", instance.bytes)
                #expect(reply.status == 200)
                let id = try #require(try reply.object()["ID"] as? String)
                #expect(try world.holders(of: "/instances/\(id)") != [0])
            }
            let held = try world.fleet.client(of: 0).get("/instances").strings()
            let id = try #require(held.first)
            #expect(try client.get("/instances/\(id)/file").status == 200)
        }
    }
}
