import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// Archives and media over three real stores.
    @Suite("Archives", .world(patients: 8))
    struct ArchiveTests {
        let world: World
        let client: TestClient

        init() throws {
            world = try #require(World.current)
            client = world.client
        }

        private func files(_ isWanted: (SyntheticInstance) -> Bool) -> Set<[UInt8]> {
            Set(world.corpus.instances.filter(isWanted).map(\.bytes))
        }

        private func expectSafe(_ names: [String]) {
            for name in names {
                let parts = name.split(separator: "/", omittingEmptySubsequences: false)
                #expect(
                    parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
                        && name.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
                        && !name.contains("\\"),
                    "\(name)"
                )
            }
        }

        @Test(
            "an archive holds every instance of the union once, whatever store has it",
            arguments: 0..<8
        )
        func union(patient: Int) throws {
            for study in Set(
                world.corpus.instances.filter { $0.place.patient == patient }.map(\.studyUID)
            ) {
                let id = try world.known(study, client)
                let reply = try client.get("/studies/\(id)/archive")
                #expect(reply.status == 200)
                #expect(reply.header("Content-Type") == "application/zip")
                #expect(reply.header("Content-Disposition") == "filename=\"\(id).zip\"")
                let zip = try ZipContents(reply.body)
                let wanted = files { $0.studyUID == study }
                #expect(zip.names.count == wanted.count)
                #expect(zip.files == wanted)
                expectSafe(zip.names)
                #expect(zip.names.allSatisfy { $0.split(separator: "/").count == 4 })
            }
        }

        @Test("patients and series have archives too, and POST gives the same")
        func levels() throws {
            let instance = try world.instance(patient: 2)
            let patient = try world.known(instance.patientID, client)
            let series = try world.known(instance.seriesUID, client)
            let whole = try ZipContents(client.get("/patients/\(patient)/archive").body)
            #expect(whole.files == files { $0.patientID == instance.patientID })
            let part = try ZipContents(client.post("/series/\(series)/archive", "{}").body)
            #expect(part.files == files { $0.seriesUID == instance.seriesUID })
            #expect(part.names.allSatisfy { whole.names.contains($0) })
        }

        @Test("a list of resources of any level gives each instance once")
        func create() throws {
            let instance = try world.instance(patient: 1)
            let other = try world.instance(patient: 2, 1)
            let ids = try [instance.sopUID, instance.seriesUID, instance.studyUID, other.sopUID]
                .map { try world.known($0, client) }
            let wanted = files { $0.studyUID == instance.studyUID || $0.sopUID == other.sopUID }
            let body = "[\"\(ids.joined(separator: "\",\""))\"]"
            let posted = try client.post("/tools/create-archive", body)
            #expect(posted.header("Content-Disposition") == "filename=\"Archive.zip\"")
            let zip = try ZipContents(posted.body)
            #expect(zip.files == wanted && zip.names.count == wanted.count)
            let list = ids.joined(separator: ",")
            let got = try client.get("/tools/create-archive?resources=\(list)&filename=x.zip")
            #expect(got.header("Content-Disposition") == "filename=\"x.zip\"")
            #expect(try ZipContents(got.body).names == zip.names)
        }

        @Test("an archive of nothing is a valid, empty one")
        func nothing() throws {
            for question in ["[]", #"{"Resources":[]}"#] {
                let reply = try client.post("/tools/create-archive", question)
                #expect(reply.status == 200)
                #expect(try ZipContents(reply.body).names.isEmpty)
            }
            #expect(
                try ZipContents(client.post("/tools/create-media", "[]").body).names == ["DICOMDIR"]
            )
        }

        @Test("a medium has numbered images and, last, a DICOMDIR that names each of them once")
        func media() throws {
            let instance = try world.instance(patient: 2)
            let id = try world.known(instance.patientID, client)
            let zip = try ZipContents(client.get("/patients/\(id)/media").body)
            let wanted = files { $0.patientID == instance.patientID }
            #expect(zip.files == wanted)
            #expect(zip.names == (0..<wanted.count).map { "IMAGES/IM\($0)" } + ["DICOMDIR"])
            let bytes = try #require(zip.contents["DICOMDIR"])
            let directory = String(decoding: bytes, as: Unicode.ASCII.self)
            for number in 0..<wanted.count {
                #expect(directory.contains("IMAGES\\IM\(number)"))
            }
            for other in world.corpus.instances where other.patientID == instance.patientID {
                #expect(directory.contains(other.sopUID))
            }
            let described = try ZipContents(client.get("/patients/\(id)/media?extended").body)
            let length = described.contents["DICOMDIR"]?.count ?? 0
            #expect(length > bytes.count)
        }

        @Test(
            "what can't be found or read is refused in Orthanc's words",
            arguments: [
                ("GET", "/studies/ID/archive", "", 404, 7),
                ("GET", "/studies/no/media", "", 404, 7),
                ("POST", "/series/ID/archive", "{}", 404, 7),
                ("POST", "/tools/create-archive", "[\"ID\"]", 404, 17),
                ("POST", "/tools/create-media", "[\"no\"]", 404, 17),
                ("POST", "/tools/create-archive", "[1]", 400, 15),
                ("POST", "/tools/create-archive", "{}", 400, 15),
                ("POST", "/tools/create-archive", "no", 400, 15),
                ("GET", "/tools/create-archive", "", 400, 8),
                ("GET", "/tools/create-media?resources=ID", "", 404, 17),
                ("GET", "/studies/ID/archive?transcode=1.2", "", 400, 3),
                ("POST", "/tools/create-archive", #"{"Resources":[],"Transcode":"x"}"#, 400, 3),
            ]
        )
        func refused(
            _ method: String,
            _ path: String,
            _ body: String,
            status: Int,
            code: Int
        )
            throws
        {
            let unknown = "00000000-00000000-00000000-00000000-00000000"
            let reply = try client.send(
                method,
                path.replacing("ID", with: unknown),
                body: Array(body.replacing("ID", with: unknown).utf8)
            )
            #expect(reply.status == status)
            #expect(try reply.object()["OrthancStatus"] as? Int == code)
        }

        @Test("a file name can't leave its quotes or its header")
        func fileName() throws {
            let id = try world.known(try world.instance(patient: 5).studyUID, client)
            let reply = try client.get(
                "/studies/\(id)/archive?filename=..%2Fa%22b%0D%0AX-Y:%20z%C3%A9.zip"
            )
            #expect(reply.header("Content-Disposition") == "filename=\"..abX-Y: z.zip\"")
            #expect(reply.header("X-Y") == nil)
        }

        @Test("names that hold paths, quotes and controls come out safe and unique")
        func hostileNames() throws {
            let corpus = SyntheticCorpus(seed: 900, patients: 1)
            let store = world.fleet.client(of: 0)
            let hostile = corpus.instances[0]
            let bytes = hostile.bytes.replacing(
                Array(hostile.patientID.utf8),
                with: Array(("../" + hostile.patientID.dropFirst(3)).utf8)
            )
            let stored = try store.post("/instances", bytes).object()
            let study = try #require(stored["ParentStudy"] as? String)
            let twin = hostile.bytes.replacing(
                Array(hostile.patientID.utf8),
                with: Array(("./." + hostile.patientID.dropFirst(3)).utf8)
            )
            let other = try #require(
                try store.post("/instances", twin).object()["ParentStudy"] as? String
            )
            let reply = try client.post("/tools/create-archive", "[\"\(study)\",\"\(other)\"]")
            #expect(reply.status == 200)
            let zip = try ZipContents(reply.body)
            #expect(zip.names.count == 2)
            expectSafe(zip.names)
        }
    }
}
