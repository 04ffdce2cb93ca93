package import GlobalIndex
package import OrthancClient
package import OrthancModel

/// One store as the whole process sees it at one moment.
///
/// A class: every request hands some around.
package final class StoreView: Sendable {
    package let name: StoreName
    package let key: StoreKey
    /// The life of the store's database that the index knows.
    package let epoch: Int
    package let configuration: StoreConfiguration
    package let isManagedByFile: Bool
    /// Draining stores serve reads and receive nothing new.
    package let isDraining: Bool
    /// Its quota is used up, or it is about to recycle old patients: nothing new comes in.
    package let isFull: Bool
    package let health: StoreHealth
    /// The first import is complete: the index knows what this store held.
    package let isImported: Bool
    /// Seconds since the index last knew that it had seen every change; nil before the import.
    package let ageSeconds: Int?
    package let version: StoreVersion?

    package init(
        name: StoreName,
        key: StoreKey,
        epoch: Int,
        configuration: StoreConfiguration,
        isManagedByFile: Bool,
        isDraining: Bool,
        isFull: Bool = false,
        health: StoreHealth,
        isImported: Bool,
        ageSeconds: Int?,
        version: StoreVersion?
    ) {
        self.name = name
        self.key = key
        self.epoch = epoch
        self.configuration = configuration
        self.isManagedByFile = isManagedByFile
        self.isDraining = isDraining
        self.isFull = isFull
        self.health = health
        self.isImported = isImported
        self.ageSeconds = ageSeconds
        self.version = version
    }
}

/// All stores at one moment; immutable, swapped whole.
package final class FederationSnapshot: Sendable {
    /// Ascending by name.
    package let stores: [StoreView]
    /// What every answer of the index lacks at this moment.
    package let indexProvenance: Provenance
    private let byKey: [StoreKey: Int]
    private let byName: [StoreName: Int]

    package init(stores: [StoreView], staleAfterSeconds: Int) {
        let sorted = stores.sorted { $0.name < $1.name }
        self.stores = sorted
        byKey = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.key, $0) })
        byName = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.name, $0) })
        var provenance = Provenance()
        for store in sorted {
            if !store.isImported {
                provenance.missing.append(store.name)
            } else if let age = store.ageSeconds, age > staleAfterSeconds {
                provenance.stale.append(.init(store: store.name, seconds: age))
            }
        }
        indexProvenance = provenance
    }

    package static let empty = FederationSnapshot(stores: [], staleAfterSeconds: 5)

    package subscript(key: StoreKey) -> StoreView? { byKey[key].map { stores[$0] } }

    package subscript(name: StoreName) -> StoreView? { byName[name].map { stores[$0] } }

    /// Stores that do not answer at present, ascending.
    package var unreachable: [StoreName] {
        stores.filter { !$0.health.isUp }.map(\.name)
    }
}
