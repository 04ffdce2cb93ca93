package import LocalServers

/// A private PostgreSQL and some real Orthancs for one test, in temporary folders.
///
/// Everything ends and is removed with the last reference.
package final class Fleet: Sendable {
    /// Nil if the test wanted none.
    package let cluster: PrivateCluster?
    /// Named `store-a`, `store-b` and so on.
    package let stores: [LocalOrthanc]
    // After the servers, so that they have ended when their folders go.
    private let folders: [TemporaryFolder]

    /// - Parameters:
    ///   - stores: Number of Orthancs, at most 26.
    ///   - variants: Taken in turn: `[.installed, other]` makes every second one another version.
    ///   - hasCluster: Whether to start PostgreSQL as well.
    ///   - configure: Changes the settings of each store, by its number.
    package init(
        stores count: Int = 3,
        variants: [OrthancVariant] = [.installed],
        hasCluster: Bool = true,
        configure: (Int, inout LocalOrthanc.Settings) -> Void = { _, _ in }
    ) throws(LocalServerError) {
        var folders: [TemporaryFolder] = []
        var stores: [LocalOrthanc] = []
        for number in 0..<count {
            let variant = variants[number % variants.count]
            let folder = try variant.makeFolder()
            let letter = Character(UnicodeScalar(UInt8(97 + number)))
            var settings = LocalOrthanc.Settings(
                name: "store-\(letter)",
                folder: "\(folder.path)/store"
            )
            settings.root = variant.root
            configure(number, &settings)
            folders.append(folder)
            stores.append(try LocalOrthanc(settings))
        }
        if hasCluster {
            let folder = try TemporaryFolder()
            folders.append(folder)
            cluster = try PrivateCluster(.init(folder: "\(folder.path)/index"))
        } else {
            cluster = nil
        }
        self.stores = stores
        self.folders = folders
    }

    /// A client of store `number`, with its first user's credentials.
    package func client(of number: Int) -> TestClient {
        let store = stores[number]
        let user = store.settings.users.first.map { "\($0.key):\($0.value)" }
        return TestClient(port: store.port, credentials: user)
    }

    /// Uploads a corpus as `SyntheticCorpus.stores(of:)` spreads it. Needs three stores.
    package func fill(with corpus: SyntheticCorpus) throws {
        for number in 0..<SyntheticCorpus.storeCount {
            let client = client(of: number)
            for instance in corpus.held(by: number) {
                let reply = try client.post("/instances", instance.bytes)
                guard reply.status == 200 else {
                    throw WireError(.other, doing: "upload to \(number): status \(reply.status)")
                }
            }
        }
    }
}

/// Runs `body` with a fleet that is gone afterwards.
package func withFleet<Result>(
    stores: Int = 3,
    variants: [OrthancVariant] = [.installed],
    hasCluster: Bool = true,
    configure: (Int, inout LocalOrthanc.Settings) -> Void = { _, _ in },
    _ body: (Fleet) async throws -> Result
) async throws -> Result {
    let fleet = try Fleet(
        stores: stores,
        variants: variants,
        hasCluster: hasCluster,
        configure: configure
    )
    defer { withExtendedLifetime(fleet) {} }
    return try await body(fleet)
}
