import LocalServers
import TestKit
import Testing

/// A gateway over simulated stores `store-a`, `store-b` …, which tell what they were asked.
final class SimulatedStores {
    let stores: [StoreSimulator]
    let gateway: RunningGateway

    /// - Parameter instances: Held by every store.
    init(_ count: Int, holding instances: [SyntheticInstance]) throws {
        stores = try (0..<count).map { _ in try StoreSimulator() }
        for store in stores {
            for instance in instances { store.store(instance.bytes) }
        }
        let database = try SharedCluster.newDatabase()
        let named = stores.enumerated().map { number, store in
            (name: "store-\(Character(UnicodeScalar(UInt8(97 + number))))", url: store.url)
        }
        gateway = try RunningGateway { folder in
            World.configuration(folder, database, named)
        }
        let client = gateway.client()
        let found = try secondsUntil(within: .seconds(20)) {
            let list = try client.get("/instances")
            return try list.strings().count == instances.count
                && list.header("X-Federation-Partial") == nil
                && list.header("X-Federation-Stale") == nil
        }
        try #require(found != nil, "not imported: \(gateway.log.suffix(1000))")
    }

    /// How often a store was asked something whose method and path begin so.
    func count(of beginning: String, at store: Int) -> Int {
        stores[store].requests.count { $0.hasPrefix(beginning) }
    }
}
