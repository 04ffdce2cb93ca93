import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Delete", .world(patients: 8))
    struct DeleteTests {
        let world: World
        let client: TestClient

        init() throws {
            world = try #require(World.current)
            client = world.client
        }

        @Test("the answer names the nearest ancestor that is left, then nothing")
        func ancestors() throws {
            let series = world.corpus.instances.filter {
                $0.place.patient == 5 && $0.place.study == 0 && $0.place.series == 0
            }
            let id = try world.id(of: series[0].seriesUID)
            let instances = try series.map { try world.id(of: $0.sopUID) }
            let study = try world.id(of: series[0].studyUID)
            for (number, instance) in instances.enumerated() {
                let reply = try client.delete("/instances/\(instance)")
                #expect(reply.status == 200)
                let left = try #require(try reply.object()["RemainingAncestor"] as? [String: Any])
                let isLast = number == instances.count - 1
                #expect(left["ID"] as? String == (isLast ? study : id))
                #expect(left["Type"] as? String == (isLast ? "Study" : "Series"))
                #expect(try client.get("/instances/\(instance)").status == 404)
                #expect(try client.get("/instances/\(instance)/file").status == 404)
            }
            #expect(try client.get("/series/\(id)").status == 404)
            #expect(try client.get("/studies/\(study)").status == 200)
        }

        @Test("a patient of three stores is gone from all of them")
        func everywhere() throws {
            let patient = try world.id(of: "ISG-1000")
            #expect(try world.holders(of: "/patients/\(patient)").count == 3)
            let reply = try client.delete("/patients/\(patient)")
            #expect(reply.status == 200)
            #expect(try reply.object()["RemainingAncestor"] is NSNull)
            #expect(try world.holders(of: "/patients/\(patient)").isEmpty)
            #expect(try client.get("/patients/\(patient)").status == 404)
            #expect(try client.post("/tools/lookup", "ISG-1000").strings() == [])
            #expect(try client.delete("/patients/\(patient)").status == 404)
        }

        @Test("a study held twice is gone from both stores")
        func replica() throws {
            let study = try world.id(of: world.instance(patient: 3).studyUID)
            #expect(try world.holders(of: "/studies/\(study)") == [1, 2])
            #expect(try client.delete("/studies/\(study)").status == 200)
            #expect(try world.holders(of: "/studies/\(study)").isEmpty)
            #expect(try client.get("/studies/\(study)").status == 404)
        }

        @Test("a store that is down owes the deletion, and pays when it is back")
        func owed() throws {
            let study = try world.id(of: world.instance(patient: 2).studyUID)
            #expect(try world.holders(of: "/studies/\(study)") == [1, 2])
            world.fleet.stores[2].stop()
            var isBack = false
            defer { if !isBack { try? world.fleet.stores[2].start() } }
            let reply = try client.delete("/studies/\(study)")
            #expect(reply.status == 200)
            #expect(try client.get("/studies/\(study)").status == 404)
            let owed = try secondsUntil(within: .seconds(5)) {
                try client.get("/stores/store-c").object()["OwedDeletions"] as? Int == 1
            }
            #expect(owed != nil)

            try world.fleet.stores[2].start()
            isBack = true
            let paid = try secondsUntil(within: .seconds(15)) {
                try world.holders(of: "/studies/\(study)").isEmpty
            }
            #expect(paid != nil)
            try world.waitUntilWell()
            #expect(try client.get("/studies/\(study)").status == 404)
            let settled = try secondsUntil(within: .seconds(5)) {
                try client.get("/stores/store-c").object()["OwedDeletions"] as? Int == 0
            }
            #expect(settled != nil)
        }

        @Test("what was deleted can be uploaded again")
        func again() throws {
            let instance = try world.instance(patient: 6)
            let id = try world.id(of: instance.sopUID)
            for _ in 0..<5 {
                #expect(try client.delete("/instances/\(id)").status == 200)
                let reply = try client.post("/instances", instance.bytes)
                #expect(try reply.object()["Status"] as? String == "Success")
                #expect(try client.get("/instances/\(id)/file").body == instance.bytes)
            }
        }
    }
}
