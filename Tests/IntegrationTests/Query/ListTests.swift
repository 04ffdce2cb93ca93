import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Query", .world(patients: 12))
    struct QueryTests {
        let world: World
        let client: TestClient

        init() throws {
            world = try #require(World.current)
            client = world.client
        }

        @Test(
            "a list is the union of all stores, each id once, ascending",
            arguments: ["patients", "studies", "series", "instances"]
        )
        func list(level: String) throws {
            let reply = try client.get("/\(level)")
            #expect(reply.status == 200)
            #expect(reply.header("Content-Type") == "application/json; charset=utf-8")
            #expect(try reply.strings() == world.union(level))
            #expect(reply.header("X-Federation-Partial") == nil)
            #expect(reply.header("X-Federation-Stale") == nil)
        }

        @Test("pages of a list are full and end with an empty one", arguments: [1, 7, 50])
        func pages(limit: Int) throws {
            let all = try world.union("instances")
            var walked: [String] = []
            while true {
                let path = "/instances?since=\(walked.count)&limit=\(limit)"
                let page = try client.get(path).strings()
                #expect(page.count == min(limit, all.count - walked.count))
                if page.isEmpty { break }
                walked += page
            }
            #expect(walked == all)
        }

        @Test("pages of a find are full and end with an empty one", arguments: [1, 5])
        func findPages(limit: Int) throws {
            let all = try world.union("studies")
            var walked: [String] = []
            while true {
                let question =
                    #"{"Level":"Study","Query":{},"Limit":\#(limit),"Since":\#(walked.count)}"#
                let page = try client.post("/tools/find", question).strings()
                #expect(page.count == min(limit, all.count - walked.count))
                if page.isEmpty { break }
                walked += page
            }
            #expect(walked == all)
        }

        @Test("since without limit is refused with Orthanc's words")
        func halfPage() throws {
            let reply = try client.get("/patients?since=3")
            #expect(reply.status == 400)
            let fault = try reply.object()
            #expect(fault["OrthancStatus"] as? Int == 8)
            #expect((fault["Details"] as? String)?.contains(#"Missing "limit""#) == true)
        }

        @Test("a patient of three stores has the studies of all of them")
        func spreadPatient() throws {
            let patient = try world.id(of: "ISG-1000")
            let object = try client.get("/patients/\(patient)").object()
            let studies = try #require(object["Studies"] as? [String])
            #expect(studies == studies.sorted())
            let wanted = try (0..<3).map { study in
                try world.id(of: world.instance(patient: 0, study: study).studyUID)
            }
            #expect(studies == wanted.sorted())
            #expect(try wanted.map { try world.holders(of: "/studies/\($0)").count } == [1, 1, 1])
        }

        @Test("a study split over two stores has all its series and instances", arguments: [1, 2])
        func splitStudy(patient: Int) throws {
            let parts = world.corpus.instances.filter {
                $0.place.patient == patient && $0.place.study == 0
            }
            let id = try world.id(of: parts[0].studyUID)
            let wanted = Set(try parts.map { try world.id(of: $0.seriesUID) })
            let study = try client.get("/studies/\(id)").object()
            #expect(Set(try #require(study["Series"] as? [String])) == wanted)
            let instances = try ids(client.get("/studies/\(id)/instances"))
            #expect(instances == (try parts.map { try world.id(of: $0.sopUID) }).sorted())
            let statistics = try client.get("/studies/\(id)/statistics").object()
            #expect(statistics["CountInstances"] as? Int == parts.count)
            for part in parts {
                let file = try client.get("/instances/\(world.id(of: part.sopUID))/file")
                #expect(file.body == part.bytes)
            }
        }

        @Test("a study held twice is counted once and served by one of its holders")
        func replica() throws {
            let parts = world.corpus.instances.filter {
                $0.place.patient == 3 && $0.place.study == 0
            }
            let id = try world.id(of: parts[0].studyUID)
            #expect(try world.holders(of: "/studies/\(id)") == [1, 2])
            #expect(try ids(client.get("/studies/\(id)/instances")).count == parts.count)
            let file = try client.get("/instances/\(world.id(of: parts[0].sopUID))/file")
            #expect(file.body == parts[0].bytes)
            #expect(["store-b", "store-c"].contains(file.header("X-Federation-Store")))
        }

        @Test("statistics count each resource once")
        func statistics() throws {
            let statistics = try client.get("/statistics").object()
            for level in ["Patients", "Studies", "Series", "Instances"] {
                let count = try world.union(level.lowercased()).count
                #expect(statistics["Count\(level)"] as? Int == count, "\(level)")
            }
        }

        @Test("a question of the index doesn't wait for anything else to happen")
        func prompt() throws {
            let clock = ContinuousClock()
            let times = try (0..<51).map { _ in
                try clock.measure { () throws in
                    #expect(try client.get("/statistics").status == 200)
                }
            }
            // Under a millisecond on an idle machine; the median bears a busy one.
            #expect(times.sorted()[25] < .milliseconds(20), "\(times.sorted())")
        }

        @Test("parents and children of every level are found from every other")
        func relatives() throws {
            let instance = try world.instance(patient: 1)
            let paths = [
                "patients": try world.id(of: instance.patientID),
                "studies": try world.id(of: instance.studyUID),
                "series": try world.id(of: instance.seriesUID),
                "instances": try world.id(of: instance.sopUID),
            ]
            for (from, above) in [
                ("instances", ["series", "study", "patient"]), ("series", ["study", "patient"]),
                ("studies", ["patient"]),
            ] {
                for parent in above {
                    let object = try client.get("/\(from)/\(paths[from] ?? "")/\(parent)").object()
                    let level =
                        parent == "series" ? parent : parent == "study" ? "studies" : "patients"
                    #expect(object["ID"] as? String == paths[level], "\(from) \(parent)")
                }
            }
            for (from, below) in [
                ("patients", ["studies", "series", "instances"]),
                ("studies", ["series", "instances"]), ("series", ["instances"]),
            ] {
                for child in below {
                    let found = try ids(client.get("/\(from)/\(paths[from] ?? "")/\(child)"))
                    #expect(found.contains(paths[child] ?? ""), "\(from) \(child)")
                    #expect(found == found.sorted())
                }
            }
        }

        @Test("an unknown id is 404 with an empty body, below it 404 with Orthanc's error")
        func unknown() throws {
            let id = "00000000-00000000-00000000-00000000-00000000"
            for level in ["patients", "studies", "series", "instances"] {
                let reply = try client.get("/\(level)/\(id)")
                #expect(reply.status == 404 && reply.body.isEmpty, "\(level)")
            }
            let below = try client.get("/studies/\(id)/series")
            #expect(below.status == 404)
            #expect(try below.object()["OrthancStatus"] as? Int == 17)
            let path = try client.get("/no-such-thing")
            #expect(path.status == 404)
            #expect(try path.object()["OrthancStatus"] as? Int == 17)
        }

        /// The `ID` of each expanded resource.
        private func ids(_ reply: Reply) throws -> [String] {
            (try reply.json() as? [[String: Any]] ?? []).compactMap { $0["ID"] as? String }
        }
    }
}
