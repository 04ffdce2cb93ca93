import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// What a store doesn't take for another reason than what the file is.
    @Suite("Refused uploads")
    struct RefusedUploadTests {
        private let instances = SyntheticCorpus(seed: 510, patients: 1).instances.prefix(3)

        private func upload(_ status: Int, code: Int?) throws -> Reply {
            let world = try SimulatedStores(1, holding: [])
            let body = code.map { #"{"OrthancStatus":\#($0)}"# } ?? ""
            let refused = instances[0].bytes
            world.stores[0].answerInstead { request in
                guard request.method == "POST", request.body == refused else { return nil }
                return SimulatedReply(status: status, body: Array(body.utf8))
            }
            let files = instances.enumerated().map { ("\($0.offset)", $0.element.bytes) }
            return try world.gateway.client().post("/instances", Envelope.zip(files))
        }

        @Test(
            "a file in a ZIP that the store won't have is not passed over",
            arguments: [401, 403, 404, 413, 429]
        )
        func notPassedOver(status: Int) throws {
            #expect(try upload(status, code: nil).status != 200)
        }

        @Test("one that is no DICOM by the store's own word is", arguments: [15, 21])
        func passedOver(code: Int) throws {
            let reply = try upload(code == 15 ? 400 : 404, code: code)
            #expect(reply.status == 200)
            #expect(try (reply.json() as? [Any])?.count == instances.count - 1)
        }
    }
}
