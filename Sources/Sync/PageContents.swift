import GlobalIndex
import OrthancModel

/// What a page of the feed asks for, and what it becomes in the index.
struct PageContents {
    private let changes: [Change]
    private var found: [OrthancID: FoundResource] = [:]

    init(_ changes: [Change]) { self.changes = changes }

    // MARK: What to fetch

    /// Instances that came, in order.
    var newInstances: [OrthancID] {
        unique(changes.lazy.filter { $0.type == .newInstance && $0.level == .instance })
    }

    /// Parents of a level that came, changed or became stable.
    func changed(_ level: Level) -> [OrthancID] {
        unique(changes.lazy.filter { $0.level == level && Self.isRefreshing($0.type) })
    }

    /// Parents one level up of what was fetched at `level`.
    func parents(of level: Level) -> [OrthancID] {
        let parents = found.values.lazy.filter { $0.record.level == level }.compactMap {
            $0.record.parent
        }
        return Array(Set(parents))
    }

    mutating func add(_ resources: [OrthancID: FoundResource]) {
        found.merge(resources) { _, new in new }
    }

    func contains(_ id: OrthancID) -> Bool { found[id] != nil }

    /// Instances that the page announced and the store no longer has.
    var vanished: [OrthancID] { newInstances.filter { found[$0] == nil } }

    private static func isRefreshing(_ type: ChangeType) -> Bool {
        type != .updatedAttachment && type != .updatedMetadata
    }

    private func unique(_ changes: some Sequence<Change>) -> [OrthancID] {
        var seen: Set<OrthancID> = []
        return changes.map(\.id).filter { seen.insert($0).inserted }
    }

    // MARK: What to write

    func batch(_ store: StoreKey, epoch: Int) -> Batch {
        var batch = Batch(store: store, epoch: epoch, origin: .feed)
        batch.records = found.values.map(\.record)
        for change in changes where change.type == .newInstance {
            batch.sequences[change.id] = change.sequence
        }
        batch.stable = stable
        batch.events = events
        return batch
    }

    private static let stableTypes: Set<ChangeType> = [.stablePatient, .stableStudy, .stableSeries]
    private static let newTypes: Set<ChangeType> = [
        .newPatient, .newStudy, .newSeries, .newInstance,
    ]

    /// What became stable, and stayed so: nothing came below it later in the page, and the store
    /// still calls it stable.
    private var stable: [(level: Level, id: OrthancID)] {
        var unsettled: Set<OrthancID> = []
        var stable: [OrthancID: Level] = [:]
        for change in changes.reversed() {
            if change.type == .newInstance { unsettled.formUnion(ancestors(of: change.id)) }
            guard Self.stableTypes.contains(change.type), !unsettled.contains(change.id),
                found[change.id]?.isStable == true
            else { continue }
            stable[change.id] = change.level
        }
        return stable.map { (level: $0.value, id: $0.key) }
    }

    private func ancestors(of instance: OrthancID) -> [OrthancID] {
        var chain: [OrthancID] = []
        var next = found[instance]?.record.parent
        while let parent = next {
            chain.append(parent)
            next = found[parent]?.record.parent
        }
        return chain
    }

    private var events: [(type: ChangeType, level: Level, id: OrthancID)] {
        changes.lazy
            .filter { !Self.stableTypes.contains($0.type) && !Self.newTypes.contains($0.type) }
            .map { (type: $0.type, level: $0.level, id: $0.id) }
    }
}
