import Foundation
import Glibc
import LocalServers
import TestKit
import Testing

extension WholeGateway {
    @Suite("Start and end")
    struct LifeTests {
        private static func embedded(_ folder: String) -> String {
            "data: '\(folder)/data'\nindex: embedded\nlisten: { port: 0 }\n"
        }

        @Test(
            "with an index of its own it ends at a signal with code 0, and PostgreSQL with it",
            arguments: [SIGTERM, SIGINT]
        )
        func ends(signal: Int32) throws {
            let gateway = try RunningGateway(Self.embedded)
            #expect(try gateway.client().get("/system").status == 200)
            #expect(processes(naming: gateway.folder.path).contains { $0.contains("postgres") })
            #expect(gateway.stop(signal) == .exited(0))
            #expect(processes(naming: gateway.folder.path).isEmpty)
        }

        @Test("kill -9 leaves nothing running")
        func killed() throws {
            let gateway = try RunningGateway(Self.embedded)
            #expect(processes(naming: gateway.folder.path).contains { $0.contains("postgres") })
            gateway.kill()
            let gone = secondsUntil(within: .seconds(10)) {
                processes(naming: gateway.folder.path).isEmpty
            }
            #expect(gone != nil)
        }

        @Test("an index of its own that dies is started again")
        func indexDies() throws {
            let gateway = try RunningGateway(Self.embedded)
            let postmaster = try #require(
                processes(naming: gateway.folder.path).first { $0.contains("/postgres -D") }
            )
            let pid = try #require(postmaster.split(separator: ":").first.flatMap { Int32($0) })
            Glibc.kill(pid, SIGKILL)
            let client = gateway.client()
            let well = try secondsUntil(within: .seconds(30)) {
                try client.get("/patients").status == 200
                    && !processes(naming: gateway.folder.path).contains(postmaster)
            }
            #expect(well != nil)
            #expect(gateway.isRunning)
            #expect(gateway.stop(SIGTERM) == .exited(0))
            #expect(processes(naming: gateway.folder.path).isEmpty)
        }

        @Test("SIGTERM lets a running answer end, and takes no new connection")
        func drains() throws {
            let database = try SharedCluster.newDatabase()
            let gateway = try RunningGateway { World.configuration($0, database, []) }
            let slow = try Connection(port: gateway.port)
            try slow.send("POST /tools/lookup HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nno")
            // A second connection's answer shows that the first one's head has been read.
            #expect(try gateway.client().get("/system").status == 200)
            Glibc.kill(gateway.pid, SIGTERM)
            let refused = secondsUntil(within: .seconds(5)) {
                do {
                    _ = try gateway.client(patience: .seconds(1)).get("/system")
                    return false
                } catch {
                    return true
                }
            }
            #expect(refused != nil)
            try slow.send("ne")
            let answer = String(decoding: try slow.receiveAll(), as: UTF8.self)
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(gateway.stop(SIGTERM) == .exited(0))
        }

        @Test("a second start over the same index knows what the first one learned")
        func startsAgain() throws {
            let fleet = try Fleet(stores: 1, hasCluster: false)
            let instance = try #require(SyntheticCorpus(seed: 410, patients: 1).instances.first)
            #expect(try fleet.client(of: 0).post("/instances", instance.bytes).status == 200)
            let database = try SharedCluster.newDatabase()
            let stores = [(fleet.stores[0].settings.name, fleet.stores[0].url)]
            let first = try RunningGateway { World.configuration($0, database, stores) }
            let known = try secondsUntil(within: .seconds(10)) {
                try first.client().get("/instances").strings().count == 1
            }
            #expect(known != nil)
            #expect(first.stop(SIGTERM) == .exited(0))
            fleet.stores[0].stop()
            let second = try RunningGateway { World.configuration($0, database, stores) }
            #expect(try second.client().get("/instances").strings().count == 1)
        }

        @Test("two gateways over one index give one answer")
        func twoGateways() throws {
            let fleet = try Fleet(stores: 2, hasCluster: false)
            let database = try SharedCluster.newDatabase()
            let stores = fleet.stores.map { ($0.settings.name, $0.url) }
            let gateways = try (0..<2).map { _ in
                try RunningGateway { World.configuration($0, database, stores) }
            }
            for (number, instance) in SyntheticCorpus(seed: 420, patients: 1).instances.prefix(6)
                .enumerated()
            {
                let reply = try gateways[number % 2].client().post("/instances", instance.bytes)
                #expect(reply.status == 200)
                let id = try #require(try reply.object()["ID"] as? String)
                let file = try gateways[1 - number % 2].client().get("/instances/\(id)/file")
                #expect(file.status == 200 && file.body == instance.bytes)
            }
            let lists = try gateways.map { try $0.client().get("/instances").strings() }
            #expect(lists[0] == lists[1] && lists[0].count == 6)
        }
    }
}
