import LocalServers
import TestKit
import Testing

@Suite("Fleet")
struct FleetTests {
    @Test("three stores hold the corpus as it is spread, the cluster answers")
    func fleet() async throws {
        try await withFleet { fleet in
            let corpus = SyntheticCorpus(patients: 5)
            try fleet.fill(with: corpus)
            for number in 0..<3 {
                let ids = try fleet.client(of: number).get("/instances").strings()
                #expect(ids.count == corpus.held(by: number).count)
            }
            #expect(fleet.cluster?.pid != nil)
            #expect(fleet.stores.map(\.settings.name) == ["store-a", "store-b", "store-c"])
        }
    }

    @Test("each test gets an empty database of its own in the shared cluster")
    func databases() throws {
        #expect(try SharedCluster.newDatabase() != SharedCluster.newDatabase())
    }

    @Test("Orthanc takes most of the real files")
    func realFiles() throws {
        let fleet = try Fleet(stores: 1, hasCluster: false)
        let client = fleet.client(of: 0)
        var accepted = 0
        for path in RealCorpus.files() {
            let file = try readFile(path)
            if try client.post("/instances", file).status == 200 { accepted += 1 }
        }
        #expect(accepted >= 130)
    }
}
