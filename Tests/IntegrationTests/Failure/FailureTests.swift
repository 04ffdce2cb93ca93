import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// docs/architecture.md, "Honest answers".
    @Suite("Failure", .world(patients: 8))
    struct FailureTests {
        let world: World
        let client: TestClient
        let strict: TestClient

        init() throws {
            world = try #require(World.current)
            client = world.client
            strict = world.client
            strict.headers = [("X-Federation-Strict", "1")]
        }

        /// How a store is lost.
        enum Loss: String, CaseIterable, Sendable {
            /// Connections are refused.
            case killed
            /// Connections succeed, answers never come.
            case hanging
        }

        /// Runs `body` while a store is lost and known to be; then brings it back.
        func without(_ store: Int, _ loss: Loss, _ body: () throws -> Void) throws {
            let server = world.fleet.stores[store]
            if loss == .killed { server.kill() } else { server.pause() }
            do {
                let name = server.settings.name
                let noticed = try secondsUntil(within: .seconds(10)) {
                    try client.get("/patients").header("X-Federation-Stale")?.hasPrefix(
                        "\(name);age="
                    )
                        == true
                }
                #expect(noticed != nil, "the loss of \(name) isn't told")
                try body()
            } catch {
                try? bringBack(server, loss)
                throw error
            }
            try bringBack(server, loss)
        }

        func bringBack(_ server: LocalOrthanc, _ loss: Loss) throws {
            if loss == .killed { try server.start() } else { server.resume() }
            try world.waitUntilWell()
        }

        private func file(_ instance: SyntheticInstance) throws -> Reply {
            try client.get("/instances/\(world.known(instance.sopUID, client))/file")
        }

        @Test(
            "lists are whole and say what is stale, replicas serve, the rest is 503",
            arguments: Loss.allCases
        )
        func lost(loss: Loss) throws {
            let replica = try world.instance(patient: 3)
            let server = try #require(try file(replica).header("X-Federation-Store"))
            let store = server == "store-b" ? 1 : 2
            let patients = try world.union("patients")
            let single = try #require(
                world.corpus.instances.first { SyntheticCorpus.stores(of: $0.place) == [store] }
            )
            try without(store, loss) {
                try expectStale(server, patients)
                try expectServed(replica, by: store == 1 ? "store-c" : "store-b")
                try expectUnavailable(single)
            }
            #expect(try client.get("/patients").header("X-Federation-Stale") == nil)
            #expect(try file(single).body == single.bytes)
        }

        private func expectStale(_ name: String, _ patients: [String]) throws {
            let reply = try client.get("/patients")
            #expect(reply.status == 200)
            #expect(try reply.strings() == patients)
            #expect(reply.header("X-Federation-Stale")?.hasPrefix("\(name);age=") == true)
            #expect(reply.header("X-Federation-Partial") == nil)
            let find = #"{"Level":"Patient","Query":{"PatientID":"ISG-1000"}}"#
            #expect(try client.post("/tools/find", find).strings().count == 1)
            for refused in [
                try strict.get("/patients"), try strict.post("/tools/find", find),
                try strict.get("/statistics"),
            ] {
                #expect(refused.status == 503)
                #expect(try refused.object()["OrthancStatus"] as? Int == 36)
            }
        }

        private func expectServed(_ instance: SyntheticInstance, by name: String) throws {
            let reply = try file(instance)
            #expect(reply.status == 200)
            #expect(reply.body == instance.bytes)
            #expect(reply.header("X-Federation-Store") == name)
        }

        /// Never 404: it exists.
        private func expectUnavailable(_ instance: SyntheticInstance) throws {
            let id = try world.known(instance.sopUID, client)
            for path in ["file", "tags", "simplified-tags", "metadata"] {
                let reply = try client.get("/instances/\(id)/\(path)")
                #expect(reply.status == 503, "\(path)")
                #expect(try reply.object()["OrthancStatus"] as? Int == 36)
            }
            #expect(try client.get("/instances/\(id)").status == 200)
        }

        @Test("the first file after a loss, before anybody knows of it, is served by the replica")
        func unnoticed() throws {
            let instance = try world.instance(patient: 3)
            let server = try #require(try file(instance).header("X-Federation-Store"))
            let store = server == "store-b" ? 1 : 2
            let id = try world.id(of: instance.sopUID)
            world.fleet.stores[store].pause()
            let reply = try client.get("/instances/\(id)/file")
            #expect(reply.status == 200 && reply.body == instance.bytes)
            try bringBack(world.fleet.stores[store], .hanging)
        }

        @Test("an unknown id is 404 that names the lost store, and 503 when strict")
        func unknown() throws {
            try without(1, .killed) {
                let path = "/studies/00000000-00000000-00000000-00000000-00000000"
                let reply = try client.get(path)
                #expect(reply.status == 404)
                #expect(reply.header("X-Federation-Partial") == "store-b")
                #expect(try strict.get(path).status == 503)
            }
        }

        @Test("an upload for a lost store goes elsewhere, unless it holds that very file")
        func upload() throws {
            let instance = try world.instance(patient: 5)
            let id = try world.id(of: instance.sopUID)
            let holder = try #require(try world.holders(of: "/instances/\(id)").first)
            let other = try #require(
                SyntheticCorpus(seed: 300, patients: 6).instances.first {
                    $0.place.patient == 5
                }
            )
            #expect(
                try world.fleet.client(of: holder).post("/instances", other.bytes).status == 200
            )
            let next = try #require(
                SyntheticCorpus(seed: 300, patients: 6).instances.first {
                    $0.studyUID == other.studyUID && $0.sopUID != other.sopUID
                }
            )
            let known = try secondsUntil(within: .seconds(5)) {
                try !client.post("/tools/lookup", other.sopUID).body.elementsEqual("[]".utf8)
            }
            #expect(known != nil)
            try without(holder, .killed) {
                let same = try client.post("/instances", instance.bytes)
                #expect(same.status == 503)
                #expect(try same.object()["OrthancStatus"] as? Int == 36)
                let reply = try client.post("/instances", next.bytes)
                #expect(reply.status == 200)
                let object = try reply.object()
                #expect(object["Status"] as? String == "Success")
                let stored = try #require(object["ID"] as? String)
                #expect(try client.get("/instances/\(stored)/file").body == next.bytes)
            }
        }

        @Test("a lost store doesn't slow what others serve")
        func speed() throws {
            let instance = try world.instance(patient: 3)
            try without(0, .hanging) {
                let clock = ContinuousClock()
                for _ in 0..<20 {
                    let took = try clock.measure { () throws in
                        #expect(try client.get("/instances").status == 200)
                        #expect(try file(instance).status == 200)
                    }
                    #expect(took < .seconds(1))
                }
            }
        }

        @Test("with all stores lost the index still answers, and files are 503")
        func allLost() throws {
            let union = try world.union("instances")
            for store in world.fleet.stores { store.kill() }
            defer {
                for store in world.fleet.stores { try? store.start() }
                try? world.waitUntilWell()
            }
            let noticed = try secondsUntil(within: .seconds(10)) {
                let stale = try client.get("/instances").header("X-Federation-Stale") ?? ""
                return ["store-a", "store-b", "store-c"].allSatisfy { stale.contains("\($0);age=") }
            }
            #expect(noticed != nil)
            let reply = try client.get("/instances")
            #expect(reply.status == 200)
            #expect(try reply.strings() == union)
            #expect(try client.get("/instances/\(union[0])/file").status == 503)
            let upload = SyntheticCorpus(seed: 310, patients: 1).instances[0]
            #expect(try client.post("/instances", upload.bytes).status == 503)
        }
    }
}
