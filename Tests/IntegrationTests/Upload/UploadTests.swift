import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Upload", .world(patients: 0))
    struct UploadTests {
        let world: World
        let client: TestClient

        init() throws {
            world = try #require(World.current)
            client = world.client
        }

        /// A study that no other test uses, its first instance already at one store.
        private func begunStudy(_ seed: UInt64, at store: Int) throws -> [SyntheticInstance] {
            let instances = SyntheticCorpus(seed: seed, patients: 1).instances.filter {
                $0.place.study == 0
            }
            let reply = try world.fleet.client(of: store).post("/instances", instances[0].bytes)
            try #require(reply.status == 200)
            let study = try world.id(of: instances[0].studyUID)
            let found = try secondsUntil(within: .seconds(5)) {
                try client.get("/studies/\(study)").status == 200
            }
            try #require(found != nil)
            return Array(instances.dropFirst())
        }

        /// Readable at this moment, equal to what was sent, and at this store alone.
        private func expectStored(_ instance: SyntheticInstance, at store: Int?) throws {
            let id = try world.known(instance.sopUID, client)
            #expect(try client.get("/instances/\(id)").status == 200)
            #expect(try client.get("/instances/\(id)/file").body == instance.bytes)
            let holders = try world.holders(of: "/instances/\(id)")
            if let store { #expect(holders == [store]) } else { #expect(holders.count == 1) }
        }

        @Test("a file goes to its study's store and is readable at once", arguments: 0..<3)
        func file(store: Int) throws {
            for instance in try begunStudy(100 + UInt64(store), at: store).prefix(3) {
                let reply = try client.post("/instances", instance.bytes)
                #expect(reply.status == 200)
                let object = try reply.object()
                #expect(object["Status"] as? String == "Success")
                let id = try #require(object["ID"] as? String)
                #expect(object["Path"] as? String == "/instances/\(id)")
                #expect(object["ParentStudy"] as? String == (try world.id(of: instance.studyUID)))
                try expectStored(instance, at: store)
            }
        }

        @Test("all files of a new study go to one store")
        func newStudy() throws {
            let instances = SyntheticCorpus(seed: 110, patients: 1).instances.filter {
                $0.place.study == 1
            }
            for instance in instances {
                let reply = try client.post("/instances", instance.bytes)
                #expect(reply.status == 200, "\(reply.text)")
                try expectStored(instance, at: nil)
            }
            let study = try world.id(of: instances[0].studyUID)
            #expect(try world.holders(of: "/studies/\(study)").count == 1)
        }

        @Test("a page begins where it would in a new list, whatever came between two pages")
        func listWhileUploading() throws {
            let instances = SyntheticCorpus(seed: 990, patients: 3).instances
            for (sent, instance) in instances.enumerated() {
                try #require(client.post("/instances", instance.bytes).status == 200)
                let pages = try [sent / 2 + 3, sent / 2, sent / 2 + 1].map { since in
                    (since, try client.get("/instances?since=\(since)&limit=3").strings())
                }
                let all = try world.union("instances")
                for (since, page) in pages {
                    #expect(page == Array(all.dropFirst(since).prefix(3)), "\(since)")
                }
            }
        }

        @Test("a ZIP is answered file by file, what is not DICOM left out")
        func zip() throws {
            let instances = try begunStudy(120, at: 1).prefix(4)
            let files = instances.enumerated().map { ("folder/\($0.offset)", $0.element.bytes) }
            let archive = Envelope.zip(files + [("read.me", Array("hello".utf8))])
            let reply = try client.post("/instances", archive)
            #expect(reply.status == 200)
            let answers = try #require(try reply.json() as? [[String: Any]])
            #expect(
                answers.map { $0["Status"] as? String } == Array(repeating: "Success", count: 4)
            )
            for instance in instances { try expectStored(instance, at: 1) }
        }

        @Test("a form is answered 200 and empty")
        func form() throws {
            let instances = try begunStudy(130, at: 2).prefix(3)
            let reply = try client.send(
                "POST",
                "/instances",
                headers: [("Content-Type", "multipart/form-data; boundary=edge")],
                body: Envelope.form(instances.map(\.bytes), boundary: "edge")
            )
            #expect(reply.status == 200 && reply.body.isEmpty)
            for instance in instances { try expectStored(instance, at: 2) }
        }

        @Test("a ZIP in a form is unpacked too")
        func zipInForm() throws {
            let instances = try begunStudy(135, at: 1).prefix(3)
            let files = instances.enumerated().map { ("\($0.offset)", $0.element.bytes) }
            let reply = try client.send(
                "POST",
                "/instances",
                headers: [("Content-Type", "multipart/form-data; boundary=edge")],
                body: Envelope.form([Envelope.zip(files)], boundary: "edge")
            )
            #expect(reply.status == 200 && reply.body.isEmpty)
            for instance in instances { try expectStored(instance, at: 1) }
        }

        @Test("a body in gzip is unpacked")
        func gzip() throws {
            let instance = try begunStudy(140, at: 0)[0]
            let reply = try client.send(
                "POST",
                "/instances",
                headers: [("Content-Encoding", "gzip")],
                body: Envelope.gzip(instance.bytes)
            )
            #expect(reply.status == 200)
            #expect(try reply.object()["Status"] as? String == "Success")
            try expectStored(instance, at: 0)
        }

        @Test("a body in chunks is joined")
        func chunked() throws {
            let instance = try begunStudy(150, at: 1)[0]
            let connection = try Connection(port: world.gateway.port)
            try connection.send(
                "POST /instances HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "Connection: close\r\n\r\n"
            )
            try connection.send(Envelope.chunks(instance.bytes))
            let answer = String(decoding: try connection.receiveAll(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            try expectStored(instance, at: 1)
        }

        @Test("a file too large to be announced to the store comes back byte for byte")
        func large() throws {
            let instance = try begunStudy(155, at: 2)[0]
            let pixels = (0..<20 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let head: [UInt8] = [0xE0, 0x7F, 0x10, 0, 0x4F, 0x57, 0, 0, 0, 0, 0x40, 1]
            let bytes = instance.bytes + head + pixels
            let reply = try client.post("/instances", bytes)
            #expect(reply.status == 200, "\(reply.text)")
            let id = try world.known(instance.sopUID, client)
            #expect(try client.get("/instances/\(id)/file").body == bytes)
        }

        @Test("the same file again is AlreadyStored, and stays where it is")
        func again() throws {
            let instance = try begunStudy(160, at: 2)[0]
            for wanted in ["Success", "AlreadyStored", "AlreadyStored"] {
                let reply = try client.post("/instances", instance.bytes)
                #expect(reply.status == 200)
                #expect(try reply.object()["Status"] as? String == wanted)
            }
            try expectStored(instance, at: 2)
        }

        @Test("of the same file sent eight times at once one is Success")
        func together() async throws {
            let instance = try #require(SyntheticCorpus(seed: 170, patients: 1).instances.first)
            let port = world.gateway.port
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let reply = try TestClient(port: port).post("/instances", instance.bytes)
                        return try reply.object()["Status"] as? String
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 == "Success" } == 1)
            #expect(answers.count { $0 == "AlreadyStored" } == 7)
            try expectStored(instance, at: nil)
        }

        @Test(
            "what is not DICOM is refused with code 15",
            arguments: [Array("not DICOM".utf8), [], [UInt8](repeating: 0, count: 100_000)]
        )
        func refused(body: [UInt8]) throws {
            let reply = try client.post("/instances", body)
            #expect(reply.status == 400)
            #expect(try reply.object()["OrthancStatus"] as? Int == 15)
        }

        @Test("a file cut short is refused and leaves nothing")
        func cut() throws {
            let instance = try begunStudy(180, at: 0)[0]
            let reply = try client.post("/instances", Array(instance.bytes.prefix(200)))
            #expect(reply.status == 400)
            #expect(try client.post("/tools/lookup", instance.sopUID).strings() == [])
        }

        @Test("an upload that the client breaks off leaves nothing")
        func brokenOff() throws {
            let instance = try begunStudy(190, at: 1)[0]
            let connection = try Connection(port: world.gateway.port)
            try connection.send(
                "POST /instances HTTP/1.1\r\nHost: x\r\nContent-Length: \(instance.bytes.count)\r\n\r\n"
            )
            try connection.send(Array(instance.bytes.dropLast(10)))
            connection.reset()
            #expect(try client.post("/instances", instance.bytes).status == 200)
            try expectStored(instance, at: 1)
        }
    }
}
