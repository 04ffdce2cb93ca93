import Foundation
import LocalServers
import TestKit
import Testing

/// Searches that need the stores, while one of them takes connections and never answers.
extension WholeGateway.FailureTests {
    /// `Columns` is in no index; every series' first instance has 256.
    private static let question = #""Level":"Instance","Query":{"Columns":"256"}"#

    /// Ids of what the stores themselves find, without one of them, ascending.
    private func found(without store: Int?) throws -> [String] {
        try world.fleet.stores.indices.filter { $0 != store }
            .reduce(into: Set<String>()) { union, store in
                let reply = try world.fleet.client(of: store)
                    .post("/tools/find", "{\(Self.question)}")
                union.formUnion(try reply.strings())
            }.sorted()
    }

    /// Pauses a store without waiting until anybody has noticed.
    private func whileHanging(_ store: Int, _ body: (String) throws -> Void) throws {
        let server = world.fleet.stores[store]
        server.pause()
        do {
            try body(server.settings.name)
        } catch {
            try? bringBack(server, .hanging)
            throw error
        }
        try bringBack(server, .hanging)
    }

    @Test(
        "a find on tags outside the index leaves a hanging store's part out, soon, and names it",
        arguments: [1, 2]
    )
    func partialFind(store: Int) throws {
        let (whole, rest) = (try found(without: nil), try found(without: store))
        #expect(rest.count < whole.count)
        try whileHanging(store) { name in
            let clock = ContinuousClock()
            var reply: Reply?
            let took = try clock.measure { () throws in
                reply = try client.post("/tools/find", "{\(Self.question)}")
            }
            #expect(took < .seconds(8))
            let answer = try #require(reply)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(try answer.strings() == rest)
            #expect(answer.header("X-Federation-Partial") == name)
            try expectExactPages(rest, name)
            try expectCounted(rest.count, name)
            try expectRefused(name)
        }
        // Soon, since a partial answer is never kept, and the store's return gets about.
        let isWhole = try secondsUntil(within: .seconds(2)) {
            let again = try client.post("/tools/find", "{\(Self.question)}")
            return try again.strings() == whole && again.header("X-Federation-Partial") == nil
        }
        #expect(isWhole != nil)
    }

    private func expectExactPages(_ ids: [String], _ name: String) throws {
        var paged: [String] = []
        repeat {
            let page = try client.post(
                "/tools/find",
                "{\(Self.question),\"Since\":\(paged.count),\"Limit\":4}"
            )
            let found = try page.strings()
            if found.isEmpty { break }
            #expect(found == Array(ids.dropFirst(paged.count).prefix(4)))
            paged += found
        } while paged.count < ids.count
        #expect(paged == ids)
    }

    private func expectCounted(_ count: Int, _ name: String) throws {
        let reply = try client.post("/tools/count-resources", "{\(Self.question)}")
        #expect(try reply.object()["Count"] as? Int == count)
        #expect(reply.header("X-Federation-Partial") == name)
    }

    private func expectRefused(_ name: String) throws {
        let refused = try strict.post("/tools/find", "{\(Self.question)}")
        #expect(refused.status == 503)
        #expect(try refused.object()["OrthancStatus"] as? Int == 36)
        #expect(refused.text.contains(name))
    }

    @Test("a find that only a hanging store could answer is 503 and names it", arguments: [5, 7])
    func unavailableFind(patient: Int) throws {
        let instance = try world.instance(patient: patient)
        try whileHanging(patient % 3) { name in
            let query = #"{"SOPInstanceUID":"\#(instance.sopUID)","Columns":"256"}"#
            let reply = try client.post(
                "/tools/find",
                #"{"Level":"Instance","Query":\#(query)}"#
            )
            #expect(reply.status == 503)
            #expect(try reply.object()["OrthancStatus"] as? Int == 36)
            #expect(reply.text.contains(name))
        }
    }

    @Test("requested tags that only a hanging store has are left out, and it is named")
    func partialTags() throws {
        let instance = try world.instance(patient: 5)
        try whileHanging(2) { name in
            let question = #"""
                {"Level":"Study","Query":{"StudyInstanceUID":"\#(instance.studyUID)"},
                "Expand":true,"RequestedTags":["Columns","PatientID"]}
                """#
            let reply = try client.post("/tools/find", question)
            #expect(reply.status == 200)
            #expect(reply.header("X-Federation-Partial") == name)
            let found = try reply.json() as? [[String: Any]] ?? []
            let tags = found.map { $0["RequestedTags"] as? [String: String] }
            #expect(tags == [["PatientID": instance.patientID]])
            #expect(try strict.post("/tools/find", question).status == 503)
        }
    }

    @Test("an unknown id is 404 that names a store which hangs unnoticed, every time")
    func unknownTwice() throws {
        let path = "/studies/00000000-00000000-00000000-00000000-00000001"
        try whileHanging(1) { name in
            for _ in 0..<3 {
                let reply = try client.get(path)
                #expect(reply.status == 404)
                #expect(reply.header("X-Federation-Partial") == name)
            }
        }
    }
}
