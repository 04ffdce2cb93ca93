import Basics
import EventLoop
import Federation
import GlobalIndex
import HTTPClient
import Journal
import OrthancClient
import OrthancModel

/// What routes ask of the engine; each call hops to its loop and back.
extension Engine {
    /// All stores with their numbers, ascending by name.
    func details() async throws -> [StoreDetail] {
        try await loop.ask { [self] in
            var result: [StoreDetail] = []
            for member in members.values.sorted(by: { $0.row.name < $1.row.name }) {
                let key = member.row.key
                let counts = try? await index.reader.copyCounts(key)
                let owed = try? await index.reader.owedSums(key)
                result.append(
                    StoreDetail(
                        view: member.view,
                        row: member.row,
                        counts: counts,
                        owed: owed ?? []
                    )
                )
            }
            return result
        }
    }

    /// Adds or changes a store that the API manages, after it has answered.
    func put(
        _ name: StoreName,
        url: String,
        _ settings: StoreSettings,
        _ configuration: StoreConfiguration
    ) async throws {
        try await loop.ask { [self] in
            try await test(configuration)
            do {
                if members[name] == nil {
                    _ = try await index.stores.add(name, url: url, settings: settings.json)
                } else {
                    try await index.stores.change(name, url: url, settings: settings.json)
                }
            } catch {
                throw Self.fault(error, name)
            }
            try await reload()
        }
    }

    func remove(_ name: StoreName) async throws {
        try await loop.ask { [self] in
            do { try await index.stores.remove(name) } catch { throw Self.fault(error, name) }
            try await reload()
        }
    }

    func set(_ state: StoreRow.State, of name: StoreName) async throws {
        try await loop.ask { [self] in
            do {
                try await index.stores.set(state, note: nil, of: name)
            } catch {
                throw Self.fault(error, name)
            }
            try await reload()
        }
    }

    /// What every shard has counted.
    func shardCounters() async throws -> [ShardCounters] {
        let shards = try await loop.ask { [self] in served }
        var result: [ShardCounters] = []
        for (number, shard) in shards.enumerated() {
            result.append(try await shard.loop.ask { shard.counted(number) })
        }
        return result
    }

    /// A store must answer `/system` before it becomes one, and be another server than this.
    private func test(_ configuration: StoreConfiguration) async throws {
        let refusal: String
        do {
            let store = try Store(configuration, on: client, loop: loop, loops: 1)
            defer { store.close() }
            let system = try await store.system(within: .seconds(5))
            guard system.databaseServerIdentifier == identity else { return }
            refusal = "it is this gateway"
        } catch {
            refusal = "\(error.kind)"
        }
        throw OrthancFault(
            .badRequest,
            details: "The store can't be asked for GET /system: \(refusal)"
        )
    }

    private static func fault(_ error: any Error, _ name: StoreName) -> any Error {
        guard let error = error as? IndexError else { return error }
        switch error.kind {
        case .conflict:
            return OrthancFault(
                .duplicateResource,
                details: "Store \(name) is managed by the configuration file, or the name is taken"
            )
        case .unknown: return OrthancFault(.unknownResource)
        default: return FederationError(index: error, doing: "change store")
        }
    }
}
