import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Modify", .world(patients: 9))
    struct ModifyTests {
        let world: World
        let client: TestClient

        init() throws {
            world = try #require(World.current)
            client = world.client
        }

        private func instances(below path: String) throws -> [String] {
            try client.get("\(path)/instances?expand=false").strings()
        }

        /// How many instances each store holds, as they say themselves.
        private func counts() throws -> [Int] {
            try world.fleet.stores.indices.map { store in
                try world.fleet.client(of: store).get("/instances").strings().count
            }
        }

        private func ended(_ job: String) throws -> [String: Any] {
            let found = try secondsUntil(within: .seconds(20)) {
                let state = try client.get("/jobs/\(job)").object()["State"] as? String
                return state == "Success" || state == "Failure"
            }
            #expect(found != nil)
            return try client.get("/jobs/\(job)").object()
        }

        @Test("a study that two stores hold by instance is anonymized once, whole, shown at once")
        func spread() throws {
            let study = try world.id(of: world.instance(patient: 2).studyUID)
            let sources = try instances(below: "/studies/\(study)")
            let before = try counts()
            let reply = try client.post("/studies/\(study)/anonymize", "{}")
            #expect(reply.status == 200)
            let content = try reply.object()
            let made = try #require(content["ID"] as? String)
            #expect(content["Path"] as? String == "/studies/\(made)")
            #expect(content["InstancesCount"] as? Int == sources.count)
            #expect(content["IsAnonymization"] as? Bool == true)
            #expect(content["ParentResources"] as? [String] == [study])
            #expect(try instances(below: "/studies/\(made)").count == sources.count)
            #expect(try instances(below: "/studies/\(study)") == sources)
            // One store has the results, and what it lacked of the sources.
            #expect(try world.holders(of: "/studies/\(made)").count == 1)
            let after = try counts()
            #expect(zip(before, after).filter { $0 != $1 }.count == 1)
        }

        @Test("sources that are not kept are gone from all their holders, and stay so")
        func removed() throws {
            let study = try world.id(of: world.instance(patient: 3).studyUID)
            #expect(try world.holders(of: "/studies/\(study)") == [1, 2])
            let body = #"{"Replace":{"StudyDescription":"changed"},"KeepSource":false}"#
            let reply = try client.post("/studies/\(study)/modify", body)
            #expect(reply.status == 200)
            let made = try #require(try reply.object()["ID"] as? String)
            #expect(try client.get("/studies/\(study)").status == 404)
            #expect(try world.holders(of: "/studies/\(study)").isEmpty)
            let tags = try client.get("/studies/\(made)").object()["MainDicomTags"]
            #expect((tags as? [String: Any])?["StudyDescription"] as? String == "changed")
        }

        @Test("a study of one store is merged into one of another, and split off again")
        func mergeAndSplit() throws {
            let target = try world.id(of: world.instance(patient: 6).studyUID)
            let source = try world.id(of: world.instance(patient: 7).studyUID)
            let own = try instances(below: "/studies/\(target)")
            let joining = try instances(below: "/studies/\(source)")
            let merged = try client.post(
                "/studies/\(target)/merge",
                "{\"Resources\":[\"\(source)\"]}"
            )
            #expect(merged.status == 200)
            #expect(try merged.object()["TargetStudy"] as? String == target)
            #expect(try client.get("/studies/\(source)").status == 404)
            let all = try instances(below: "/studies/\(target)")
            #expect(all.count == own.count + joining.count)

            let series = try #require(
                (try client.get("/studies/\(target)").object()["Series"] as? [String])?.first
            )
            let moving = try instances(below: "/series/\(series)")
            let split = try client.post(
                "/studies/\(target)/split",
                "{\"Series\":[\"\(series)\"],\"KeepSource\":true}"
            )
            #expect(split.status == 200)
            let made = try #require(try split.object()["TargetStudy"] as? String)
            #expect(try instances(below: "/studies/\(made)").count == moving.count)
            #expect(try instances(below: "/studies/\(target)") == all)
        }

        @Test("resources of several stores are anonymized in bulk under one job, each at its store")
        func bulk() throws {
            let studies = try [5, 8].map { try world.id(of: world.instance(patient: $0).studyUID) }
            let count = try studies.reduce(0) { try $0 + instances(below: "/studies/\($1)").count }
            let body = "{\"Resources\":[\"\(studies[0])\",\"\(studies[1])\"],\"Asynchronous\":true}"
            let reply = try client.post("/tools/bulk-anonymize", body)
            let job = try #require(try reply.object()["ID"] as? String)
            #expect(job.hasPrefix("gw-"))
            #expect(try reply.object()["Path"] as? String == "/jobs/\(job)")
            let end = try ended(job)
            #expect(end["State"] as? String == "Success")
            #expect(end["Progress"] as? Int == 100)
            #expect(end["Type"] as? String == "ResourceModification")
            let content = try #require(end["Content"] as? [String: Any])
            #expect(content["InstancesCount"] as? Int == count)
        }

        @Test("a client's own priority and data are shown with its job, the stores' jobs are not")
        func shown() throws {
            let study = try world.id(of: world.instance(patient: 4).studyUID)
            let body = #"{"Asynchronous":true,"Priority":-5,"UserData":{"a":[1]}}"#
            let job = try #require(
                try client.post("/studies/\(study)/anonymize", body).object()["ID"] as? String
            )
            let end = try ended(job)
            #expect(end["Priority"] as? Int == -5)
            #expect((end["UserData"] as? [String: [Int]])?["a"] == [1])
            let listed = try client.get("/jobs").strings()
            #expect(listed.contains(job))
            #expect(listed.allSatisfy { $0.hasPrefix("gw-") })
            #expect(try client.post("/jobs/\(job)/cancel", "").status == 200)
            #expect(try client.post("/jobs/\(job)/resume", "").status == 400)
            #expect(try client.delete("/jobs/\(job)").status == 200)
            #expect(try client.get("/jobs/\(job)").status == 404)
        }

        @Test("what a store refuses is answered in its words, leaves no job and changes nothing")
        func refused() throws {
            // Spread over two stores: something would have to be copied first.
            let study = try world.id(of: world.instance(patient: 2).studyUID)
            let before = try counts()
            let jobs = try client.get("/jobs").strings()
            for flag in ["", ",\"Asynchronous\":true"] {
                let reply = try client.post(
                    "/studies/\(study)/modify",
                    "{\"Keep\":[\"SOPInstanceUID\"]\(flag)}"
                )
                #expect(reply.status == 400)
                #expect(try reply.object()["OrthancStatus"] as? Int == 8)
            }
            let unknown = try client.post("/studies/\(study)/modify", #"{"Keep":["Nonsense"]}"#)
            #expect(unknown.status == 400)
            #expect(try unknown.object()["OrthancStatus"] as? Int == 27)
            let split = try client.post(
                "/studies/\(study)/split",
                """
                {"Instances":["\(try instances(below: "/studies/\(study)")[0])"],
                    "Replace":{"StudyInstanceUID":"1.2"}}
                """
            )
            #expect(split.status == 400)
            #expect(try split.object()["OrthancStatus"] as? Int == 3)
            #expect(try client.post("/studies/\(study)/modify", "x").status == 400)
            #expect(try client.post("/series/\(study)/modify", "{}").status == 404)
            #expect(try client.get("/jobs").strings() == jobs)
            #expect(try counts() == before)
        }

        @Test("a modification of which a part can't be reached is refused with nothing changed")
        func unreachable() throws {
            let patient = try world.id(of: "ISG-1000")
            #expect(try world.holders(of: "/patients/\(patient)").count == 3)
            world.fleet.stores[1].stop()
            var isBack = false
            defer { if !isBack { try? world.fleet.stores[1].start() } }
            let refused = try secondsUntil(within: .seconds(10)) {
                try client.post("/patients/\(patient)/anonymize", "{}").status == 503
            }
            #expect(refused != nil)
            try world.fleet.stores[1].start()
            isBack = true
            try world.waitUntilWell()
        }
    }

    @Suite("Modify, limited", .world(patients: 3, limits: ["staged-bytes": "0"]))
    struct LimitedModifyTests {
        @Test("what is spread is refused with 409 when nothing may be copied")
        func refused() throws {
            let world = try #require(World.current)
            let study = try world.id(of: world.instance(patient: 2).studyUID)
            let reply = try world.client.post("/studies/\(study)/anonymize", "{}")
            #expect(reply.status == 409)
            #expect(try reply.object()["OrthancStatus"] as? Int == 46)
            #expect((try reply.object()["Details"] as? String)?.contains("staged-bytes") == true)
            let whole = try world.id(of: world.instance(patient: 0).studyUID)
            #expect(try world.client.post("/studies/\(whole)/anonymize", "{}").status == 200)
        }
    }
}
