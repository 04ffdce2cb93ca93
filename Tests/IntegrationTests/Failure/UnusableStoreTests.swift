import Foundation
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    /// A store whose secret can't be read.
    @Suite("Unusable stores")
    struct UnusableStoreTests {
        private let instances = SyntheticCorpus(seed: 520, patients: 2).instances
        private let folder: TemporaryFolder
        private var secret: String { folder.path + "/secret" }

        init() throws { folder = try TemporaryFolder(named: "isengard-secret") }

        private func gateway(_ database: String, _ store: StoreSimulator) throws -> RunningGateway {
            try RunningGateway {
                World.configuration($0, database, [("store-a", store.url)])
                    + "store-secrets: '\(folder.path)'\n"
            }
        }

        private func write(_ text: String) throws {
            try text.write(toFile: secret, atomically: true, encoding: .utf8)
        }

        private func state(_ client: TestClient) throws -> String? {
            try client.get("/stores/store-c").object()["Health"] as? String
        }

        @Test("a store whose secret is gone is down, not forgotten, until it is back")
        func missing() throws {
            let (first, second) = (try StoreSimulator(), try StoreSimulator())
            first.store(instances[0].bytes)
            second.store(try #require(instances.last).bytes)
            try write("secret")
            let database = try SharedCluster.newDatabase()
            var gateway: RunningGateway? = try self.gateway(database, first)
            let client = try #require(gateway).client()
            let settings = #"{"Url":"\#(second.url)","Username":"u","Password":"file:\#(secret)"}"#
            for other in ["file:/etc/hostname", "file:\(folder.path)/../x", "env:HOME"] {
                let settings = #"{"Url":"\#(second.url)","Username":"u","Password":"\#(other)"}"#
                #expect(try client.put("/stores/store-c", settings).status == 400)
            }
            #expect(second.requests.allSatisfy { !$0.hasPrefix("GET /system") })
            let reply = try client.put("/stores/store-c", settings)
            try #require(reply.status == 200, "\(reply.text)")
            let imported = try secondsUntil(within: .seconds(20)) {
                try client.get("/instances").strings().count == 2
            }
            try #require(imported != nil)
            gateway = nil

            try FileManager.default.removeItem(atPath: secret)
            let again = try self.gateway(database, first)
            #expect(try state(again.client()) == "Down")
            let id = try #require(second.ids(.instance).first)
            #expect(try again.client().get("/instances/\(id)/file").status == 503)
            try write("secret")
            let back = try secondsUntil(within: .seconds(20)) {
                try state(again.client()) == "Up"
            }
            #expect(back != nil)
            #expect(try again.client().get("/instances/\(id)/file").status == 200)
        }
    }
}
