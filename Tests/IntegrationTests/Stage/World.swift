import Foundation
import LocalServers
import TestKit
import Testing

/// A gateway over real Orthancs and a database of its own, shared by the tests of one suite.
final class World: Sendable {
    /// What the suite's trait has set up.
    @TaskLocal static var current: World?

    let fleet: Fleet
    let corpus: SyntheticCorpus
    let gateway: RunningGateway

    /// Starts three stores, fills them and returns when the gateway knows all of it.
    ///
    /// - Parameter patients: Of the synthetic corpus; 0 leaves the stores empty.
    init(patients: Int, limits: [String: String], openFiles: Int?) throws {
        let fleet = try Fleet(hasCluster: false) { _, settings in settings.stableAgeSeconds = 1 }
        corpus = SyntheticCorpus(seed: 1, patients: patients)
        if patients > 0 { try fleet.fill(with: corpus) }
        let database = try SharedCluster.newDatabase()
        gateway = try RunningGateway(openFiles: openFiles) { folder in
            World.configuration(folder, database, fleet.stores.map { ($0.settings.name, $0.url) })
                + World.limits(limits)
        }
        self.fleet = fleet
        try waitForImport()
    }

    var client: TestClient { gateway.client() }

    static func configuration(
        _ folder: String,
        _ database: String,
        _ stores: [(name: String, url: String)]
    ) -> String {
        let lines = [
            "data: '\(folder)/data'",
            "shards: 2",
            "listen: { port: 0 }",
            "index: { connection: \"\(database)\" }",
            stores.isEmpty ? "stores: []" : "stores:",
        ]
        let entries = stores.map { "  - { name: \($0.name), url: '\($0.url)' }" }
        return (lines + entries).joined(separator: "\n") + "\n"
    }

    static func limits(_ limits: [String: String]) -> String {
        let wanted = ["stale-after-seconds": "2", "store-first-byte-seconds": "8"]
            .merging(limits) { _, wish in wish }
        return "limits:\n" + wanted.sorted { $0.key < $1.key }.map { "  \($0): \($1)\n" }.joined()
    }

    /// Waits until no answer lacks anything.
    func waitForImport() throws {
        let client = client
        let found = try secondsUntil(within: .seconds(30)) {
            let states = try client.get("/stores?expand").json() as? [[String: Any]] ?? []
            return states.count == fleet.stores.count
                && states.allSatisfy {
                    $0["IsImported"] as? Bool == true && ($0["LagSeconds"] as? Int ?? 99) <= 1
                }
        }
        guard found != nil else {
            throw RunningGateway.StartFailure(
                description: "not imported: \(gateway.log.suffix(2000))"
            )
        }
    }

    /// Waits until a strict question is answered and every store serves files again.
    func waitUntilWell() throws {
        let client = client
        let served = try fleet.stores.indices.compactMap { store in
            try self.fleet.client(of: store).get("/instances?since=0&limit=1").strings().first
        }
        let found = try secondsUntil(within: .seconds(20)) {
            let list = try client.send(
                "GET",
                "/patients",
                headers: [("X-Federation-Strict", "1")]
            )
            return try list.status == 200
                && served.allSatisfy { try client.get("/instances/\($0)/file").status == 200 }
        }
        guard found != nil else {
            throw RunningGateway.StartFailure(description: "a store stays stale or unused")
        }
    }

    /// Numbers of the stores that hold a resource, as they say themselves.
    func holders(of path: String) throws -> [Int] {
        try fleet.stores.indices.filter { try fleet.client(of: $0).get(path).status == 200 }
    }

    /// Every id of a level over all stores, ascending.
    func union(_ level: String) throws -> [String] {
        try fleet.stores.indices.reduce(into: Set<String>()) { union, store in
            union.formUnion(try fleet.client(of: store).get("/\(level)").strings())
        }.sorted()
    }

    /// The Orthanc ID of something in the corpus, by one of its UIDs or its PatientID.
    func id(of identifier: String) throws -> String {
        for store in fleet.stores.indices {
            let reply = try fleet.client(of: store).post("/tools/lookup", identifier)
            let found = try reply.json() as? [[String: Any]]
            if let id = found?.first?["ID"] as? String { return id }
        }
        throw RunningGateway.StartFailure(description: "no store holds \(identifier)")
    }

    /// The Orthanc ID of something that the gateway must know.
    func known(_ identifier: String, _ client: TestClient) throws -> String {
        let found = try client.post("/tools/lookup", identifier).json() as? [[String: Any]]
        return try #require(found?.first?["ID"] as? String, "the gateway doesn't know it")
    }

    /// The first instance at a place of the corpus.
    func instance(
        patient: Int,
        study: Int = 0,
        series: Int = 0,
        _ number: Int = 0
    ) throws
        -> SyntheticInstance
    {
        try #require(
            corpus.instances.first {
                $0.place.patient == patient && $0.place.study == study
                    && $0.place.series == series && $0.place.instance == number
            }
        )
    }
}

/// Sets a `World` up before a suite's first test and takes it down after the last.
struct WorldTrait: SuiteTrait, TestScoping {
    let patients: Int
    let limits: [String: String]
    let openFiles: Int?

    @concurrent
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let world = try World(patients: patients, limits: limits, openFiles: openFiles)
        defer { withExtendedLifetime(world) {} }
        try await World.$current.withValue(world) { try await function() }
    }
}

extension Trait where Self == WorldTrait {
    static func world(
        patients: Int = 8,
        limits: [String: String] = [:],
        openFiles: Int? = nil
    ) -> Self {
        WorldTrait(patients: patients, limits: limits, openFiles: openFiles)
    }
}

/// All suites here run one after the other: each has servers of its own, and some measure time.
@Suite("Whole gateway", .serialized)
struct WholeGateway {}
