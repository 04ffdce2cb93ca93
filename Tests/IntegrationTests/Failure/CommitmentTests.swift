import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// What another server was asked to keep, so that it may be deleted here.
    @Suite("Storage commitment")
    struct CommitmentTests {
        private let instances = SyntheticCorpus(seed: 550, patients: 1).instances.prefix(2)

        /// A store that knows the modality `pacs`, which commits all it is asked for.
        private static func answer(_ request: SimulatedRequest, id: String) -> SimulatedReply? {
            let text: String
            switch (request.method, request.target) {
            case ("GET", "/modalities/pacs"): text = #"["configuration","store"]"#
            case ("GET", "/modalities/pacs/configuration"):
                text = #"{"AET":"PACS","Host":"127.0.0.1","Port":104}"#
            case ("POST", "/modalities/pacs/storage-commitment"):
                text = #"{"ID":"\#(id)","Path":"/storage-commitment/\#(id)"}"#
            case ("GET", "/storage-commitment/\(id)"):
                text = #"{"Status":"Success","Success":[],"Failures":[]}"#
            default: return nil
            }
            return SimulatedReply(status: 200, body: Array(text.utf8))
        }

        @Test("nothing goes while the word of a store that took part is not known")
        func storeGone() throws {
            let world = try SimulatedStores(1, holding: [instances[0]])
            let (kept, leaving) = (world.stores[0], try StoreSimulator())
            leaving.store(instances[1].bytes)
            try #require(kept.ids(.study) == leaving.ids(.study))
            kept.answerInstead { Self.answer($0, id: "2.25.1") }
            leaving.answerInstead { Self.answer($0, id: "2.25.2") }
            let client = world.gateway.client()
            try #require(
                client.put("/stores/leaving", #"{"Url":"\#(leaving.url)"}"#).status == 200
            )
            let known = try secondsUntil(within: .seconds(20)) {
                try client.get("/instances").strings().count == 2
            }
            try #require(known != nil)
            let asked = try client.post(
                "/modalities/pacs/storage-commitment",
                #"{"Resources":["\#(kept.ids(.study)[0])"]}"#
            )
            let path = try #require(try asked.object()["Path"] as? String, "\(asked.text)")

            #expect(try client.delete("/stores/leaving").status == 200)
            let gone = try secondsUntil(within: .seconds(20)) {
                try client.get("/stores").strings() == ["store-a"]
            }
            try #require(gone != nil)
            #expect(try client.get(path).status == 500)
            #expect(try client.post("\(path)/remove", "").status == 500)
            #expect(world.count(of: "DELETE ", at: 0) == 0)
        }
    }
}
