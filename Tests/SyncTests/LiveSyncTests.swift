import Foundation
import GlobalIndex
import LocalServers
import OrthancModel
import Sync
import TestKit
import Testing

/// Real Orthancs, a real PostgreSQL, the real service.
@Suite("Following real stores", .serialized)
struct LiveSyncTests {
    private static var quick: SyncPolicy {
        var policy = SyncPolicy()
        policy.grace = .seconds(3)
        policy.settleFloor = .seconds(3)
        return policy
    }

    private func instances(_ client: TestClient) throws -> Set<String> {
        Set(try client.get("/instances").strings())
    }

    private func upload(_ instances: some Sequence<SyntheticInstance>, _ client: TestClient) throws
    {
        for instance in instances {
            try #require(try client.post("/instances", instance.bytes).status == 200)
        }
    }

    /// A store with a corpus, imported by a follower that stops in the end.
    private func withFollower(
        patients: Int = 3,
        policy: SyncPolicy = quick,
        overwrites: Bool = false,
        stableAgeSeconds: Int = 2,
        variant: OrthancVariant = .installed,
        _ body: (LocalOrthanc, TestClient, Follower) async throws -> Void
    ) async throws {
        try await withFleet(stores: 1, variants: [variant], hasCluster: false) { _, settings in
            settings.overwriteInstances = overwrites
            settings.stableAgeSeconds = stableAgeSeconds
        } _: { fleet in
            let client = fleet.client(of: 0)
            try upload(SyntheticCorpus(patients: patients).instances, client)
            let follower = try await Follower(
                SharedCluster.newDatabase(),
                fleet.stores,
                policy: policy
            )
            #expect(try await eventually { try await follower.row().phase == "following" })
            try await body(fleet.stores[0], client, follower)
            try await follower.stop()
        }
    }

    private func expectEqual(
        _ client: TestClient,
        _ follower: Follower,
        within patience: Duration = .seconds(30)
    ) async throws {
        let isEqual = try await eventually(within: patience) {
            try await follower.copies() == instances(client)
        }
        let known = try await follower.copies().count
        #expect(isEqual, "the index has \(known)")
        let counts = try await follower.copyCounts()
        let store = try client.get("/statistics").object()
        #expect(counts.patients == store["CountPatients"] as? Int)
        #expect(counts.studies == store["CountStudies"] as? Int)
        #expect(counts.series == store["CountSeries"] as? Int)
        #expect(counts.instances == store["CountInstances"] as? Int)
    }

    @Test("a store that was full before is imported whole, each event once")
    func imports() async throws {
        try await withFollower(patients: 6) { _, client, follower in
            try await expectEqual(client, follower)
            #expect(try await follower.row().importedAt != nil)
            let log = try await follower.log().filter { $0.type == .newInstance }
            #expect(log.count == Set(log.map(\.id)).count)
            #expect(try log.count == instances(client).count)
        }
    }

    @Test("what comes to the store is in the index within 2 s, parents too")
    func live() async throws {
        try await withFollower { _, client, follower in
            for instance in SyntheticCorpus(seed: 9, patients: 1).instances.prefix(4) {
                try upload([instance], client)
                let wanted = try instances(client)
                #expect(
                    try await eventually(within: .seconds(2)) {
                        try await follower.copies() == wanted
                    }
                )
            }
            try await expectEqual(client, follower)
        }
    }

    @Test("stable resources are told once, after what they consist of")
    func stable() async throws {
        try await withFollower { _, client, follower in
            try upload(SyntheticCorpus(seed: 10, patients: 1).instances, client)
            let studies = Set(try client.get("/studies").strings())
            let isTold = try await eventually {
                let told = try await follower.log().filter { $0.type == .stableStudy }
                return Set(told.map(\.id.description)) == studies
            }
            #expect(isTold)
            let told = try await follower.log().filter { $0.type == .stableStudy }
            #expect(told.count == studies.count)
        }
    }

    @Test("what was unstable when a store died is stable once it is back, and told")
    func stableAfterDeath() async throws {
        try await withFollower(stableAgeSeconds: 600) { store, client, follower in
            try upload(SyntheticCorpus(seed: 11, patients: 1).instances, client)
            try await expectEqual(client, follower)
            store.kill()
            try store.start()
            let studies = Set(try client.get("/studies").strings())
            let isTold = try await eventually(within: .seconds(20)) {
                let told = try await follower.log().filter { $0.type == .stableStudy }
                return Set(told.map(\.id.description)) == studies
            }
            let problem = try await follower.status()?.problem
            #expect(isTold, "\(problem ?? "no problem")")
        }
    }

    @Test("a deletion made in the store is seen", arguments: ["instances", "series", "patients"])
    func deletion(level: String) async throws {
        try await withFollower { _, client, follower in
            let id = try #require(try client.get("/\(level)").strings().last)
            #expect(try client.delete("/\(level)/\(id)").status == 200)
            try await expectEqual(client, follower)
            #expect(try await follower.row().epoch == 1)
        }
    }

    @Test("a store emptied by deletions is the same store, also when it is filled again at once")
    func emptied() async throws {
        try await withFollower { _, client, follower in
            for patient in try client.get("/patients").strings() {
                #expect(try client.delete("/patients/\(patient)").status == 200)
            }
            try upload(SyntheticCorpus(seed: 11, patients: 1).instances.prefix(3), client)
            try await expectEqual(client, follower)
            #expect(try await follower.row().epoch == 1)
            #expect(try await follower.status()?.alarm == nil)
        }
    }

    @Test("a cleared feed loses nothing")
    func clearedFeed() async throws {
        try await withFollower { _, client, follower in
            try upload(SyntheticCorpus(seed: 12, patients: 1).instances, client)
            #expect(try client.delete("/changes").status == 200)
            try await expectEqual(client, follower)
            #expect(try await follower.row().epoch == 1)
        }
    }

    @Test("files sent again to an overwriting store are no other database")
    func overwriting() async throws {
        try await withFollower(patients: 1, overwrites: true) { _, client, follower in
            let before = try await follower.log().filter { $0.type == .newInstance }.count
            for _ in 1...3 { try upload(SyntheticCorpus(patients: 1).instances, client) }
            let last = try #require(try client.get("/changes?last").object()["Last"] as? Int)
            #expect(try await eventually { try await follower.row().cursor >= last })
            try await expectEqual(client, follower)
            #expect(try await follower.row().epoch == 1)
            let after = try await follower.log().filter { $0.type == .newInstance }.count
            #expect(after == before)
        }
    }

    // MARK: Another database

    private func storage(_ store: LocalOrthanc) -> String { "\(store.settings.folder)/storage" }

    /// Stops the store, changes its folder of data, and starts it again.
    private func change(_ store: LocalOrthanc, _ body: (String) throws -> Void) throws {
        store.stop()
        try body(storage(store))
        try store.start()
    }

    private func empty(_ folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    private func expectQuarantine(_ kind: EpochBreak, _ follower: Follower) async throws {
        let isQuarantined = try await eventually {
            try await follower.row().phase == "quarantined \(kind.rawValue)"
        }
        let phase = try await follower.row().phase
        #expect(isQuarantined, "phase \(phase)")
        #expect(try await follower.status()?.alarm == .databaseChanged(kind))
    }

    @Test("a wiped store is noticed; its copies go after the grace time only")
    func wiped() async throws {
        try await withFollower { store, client, follower in
            let before = try await follower.copies()
            try change(store) { try empty($0) }
            try await expectQuarantine(.wiped, follower)
            #expect(try await follower.copies() == before)
            #expect(try await eventually { try await follower.row().epoch == 2 })
            try await expectEqual(client, follower)
            #expect(try await follower.copies().isEmpty)
            try upload(SyntheticCorpus(patients: 1).instances, client)
            try await expectEqual(client, follower)
        }
    }

    @Test("a replaced store is noticed; the old database may come back and nothing has happened")
    func replaced() async throws {
        var policy = Self.quick
        policy.grace = .seconds(20)
        try await withFollower(policy: policy) { store, client, follower in
            let before = try await follower.copies()
            let folder = storage(store)
            try change(store) {
                try FileManager.default.moveItem(atPath: $0, toPath: folder + ".old")
                try FileManager.default.createDirectory(
                    atPath: $0,
                    withIntermediateDirectories: false
                )
            }
            try upload(SyntheticCorpus(seed: 20, patients: 9).instances, client)
            #expect(
                try await eventually { try await follower.row().phase.hasPrefix("quarantined") }
            )
            try change(store) {
                try FileManager.default.removeItem(atPath: $0)
                try FileManager.default.moveItem(atPath: folder + ".old", toPath: $0)
            }
            #expect(try await eventually { try await follower.row().phase == "following" })
            #expect(try await follower.row().epoch == 1)
            #expect(try await follower.copies() == before)
            try await expectEqual(client, follower)
        }
    }

    @Test("a restored backup is told from a wiped store, and believed after the grace time")
    func restored() async throws {
        try await withFollower { store, client, follower in
            let backup = storage(store) + ".backup"
            try change(store) { try FileManager.default.copyItem(atPath: $0, toPath: backup) }
            let kept = try instances(client)
            try upload(SyntheticCorpus(seed: 30, patients: 2).instances, client)
            try await expectEqual(client, follower)
            try change(store) {
                try FileManager.default.removeItem(atPath: $0)
                try FileManager.default.moveItem(atPath: backup, toPath: $0)
            }
            try await expectQuarantine(.restored, follower)
            #expect(try await eventually { try await follower.row().epoch == 2 })
            try await expectEqual(client, follower)
            #expect(try await follower.copies() == kept)
        }
    }

    // MARK: Versions

    @Test(
        "every version is imported, followed, reconciled and told from another database",
        arguments: OrthancVariant.all
    )
    func versions(variant: OrthancVariant) async throws {
        try await withFollower(variant: variant) { store, client, follower in
            try await expectEqual(client, follower)
            try upload(SyntheticCorpus(seed: 40, patients: 1).instances, client)
            try await expectEqual(client, follower, within: .seconds(4))
            let study = try #require(try client.get("/studies").strings().first)
            #expect(try client.delete("/studies/\(study)").status == 200)
            try await expectEqual(client, follower)
            try change(store) { try empty($0) }
            try await expectQuarantine(.wiped, follower)
            try upload(SyntheticCorpus(seed: 41, patients: 1).instances.prefix(5), client)
            #expect(try await eventually { try await follower.row().epoch == 2 })
            try await expectEqual(client, follower)
        }
    }
}
