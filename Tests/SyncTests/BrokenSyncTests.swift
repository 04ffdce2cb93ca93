import Foundation
import GlobalIndex
import LocalServers
import OrthancModel
import Sync
import TestKit
import Testing

/// Servers that die while they are followed.
@Suite("Following through failures", .serialized)
struct BrokenSyncTests {
    private func upload(_ instances: some Sequence<SyntheticInstance>, _ client: TestClient) throws
    {
        for instance in instances {
            try #require(try client.post("/instances", instance.bytes).status == 200)
        }
    }

    private func expectSame(_ fleet: Fleet, _ follower: Follower) async throws {
        let wanted = Set(try fleet.client(of: 0).get("/instances").strings())
        // The index itself may still be starting.
        #expect(try await eventually { (try? await follower.copies()) == wanted })
        let news: Set<ChangeType> = [.newInstance, .newSeries, .newStudy, .newPatient]
        let log = try await follower.log().filter { news.contains($0.type) }
        #expect(log.count == Set(log.map(\.id)).count)
    }

    @Test("a store that is killed while it is imported and followed ends up whole")
    func killedStore() async throws {
        try await withFleet(stores: 1, hasCluster: false) { fleet in
            let corpus = SyntheticCorpus(patients: 12).instances
            try upload(corpus.prefix(150), fleet.client(of: 0))
            let follower = try await Follower(SharedCluster.newDatabase(), fleet.stores)
            for round in 0..<4 {
                try await Task.sleep(for: .milliseconds(100 * round))
                fleet.stores[0].kill()
                try fleet.stores[0].start()
                try upload(corpus.dropFirst(150 + 10 * round).prefix(10), fleet.client(of: 0))
            }
            try await expectSame(fleet, follower)
            #expect(try await follower.row().epoch == 1)
            try await follower.stop()
        }
    }

    @Test("an index that is killed while it is written loses and doubles nothing")
    func killedIndex() async throws {
        try await withFleet(stores: 1) { fleet in
            let corpus = SyntheticCorpus(patients: 12).instances
            try upload(corpus.prefix(150), fleet.client(of: 0))
            let cluster = try #require(fleet.cluster)
            let follower = try await Follower(cluster.connectionString(), fleet.stores)
            for round in 0..<4 {
                try await Task.sleep(for: .milliseconds(300 * round))
                cluster.kill()
                try upload(corpus.dropFirst(150 + 10 * round).prefix(10), fleet.client(of: 0))
                try cluster.start()
            }
            try await expectSame(fleet, follower)
            try await follower.stop()
        }
    }

    @Test("answers that are cut, late or nonsense remove nothing")
    func lies() async throws {
        try await withFleet(stores: 1, hasCluster: false) { fleet in
            try upload(SyntheticCorpus(patients: 4).instances, fleet.client(of: 0))
            let proxy = try FaultProxy(to: fleet.stores[0].port)
            let follower = try await Follower(
                SharedCluster.newDatabase(),
                fleet.stores,
                through: proxy.url
            )
            #expect(try await eventually { try await follower.row().phase == "following" })
            let before = try await follower.copies()
            let faults: [Fault] = [
                .garbage, .truncated(afterBodyBytes: 20), .wrongLength(by: -3), .reset, .refuse,
                .swallowReply,
            ]
            for fault in faults {
                try proxy.set(fault)
                try await Task.sleep(for: .milliseconds(700))
                #expect(try await follower.copies() == before)
            }
            try proxy.set(.pass)
            try upload(SyntheticCorpus(seed: 5, patients: 1).instances, fleet.client(of: 0))
            try await expectSame(fleet, follower)
            #expect(try await follower.row().epoch == 1)
            try await follower.stop()
        }
    }
}
