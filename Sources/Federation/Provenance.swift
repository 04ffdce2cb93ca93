package import OrthancModel

/// What an answer rests on: who gave it, who is missing, who is stale.
package struct Provenance: Sendable, Equatable {
    /// One store whose changes the index has not seen for a while.
    package struct StaleStore: Sendable, Equatable {
        package let store: StoreName
        package let seconds: Int

        package init(store: StoreName, seconds: Int) {
            self.store = store
            self.seconds = seconds
        }
    }

    /// The store that served the bytes; nil when the index did.
    package var servedBy: StoreName?
    /// Stores whose part is not in the answer, ascending.
    package var missing: [StoreName] = []
    /// Ascending by name.
    package var stale: [StaleStore] = []
    /// Keywords of tags on which the holders of the resource disagree.
    package var conflicts: [String] = []

    package init() {}

    /// Nothing is missing and nothing is stale.
    package var isComplete: Bool { missing.isEmpty && stale.isEmpty }

    /// Both together; who served is kept from the receiver.
    package func joined(_ other: Provenance) -> Provenance {
        var result = self
        result.missing = Array(Set(missing).union(other.missing)).sorted()
        for entry in other.stale where !stale.contains(where: { $0.store == entry.store }) {
            result.stale.append(entry)
        }
        result.stale.sort { $0.store < $1.store }
        result.conflicts.join(other.conflicts)
        return result
    }

    /// The headers that say all this; none when there is nothing to say.
    ///
    /// Source: docs/architecture.md, "Honest answers".
    package var headers: [(String, String)] {
        var result: [(String, String)] = []
        if let servedBy { result.append(("X-Federation-Store", servedBy.description)) }
        if !missing.isEmpty {
            let names = missing.map(\.description).joined(separator: ",")
            result.append(("X-Federation-Partial", names))
            result.append(("Warning", "199 - \"answer lacks stores\""))
        }
        if !stale.isEmpty {
            let texts = stale.map { "\($0.store);age=\($0.seconds)" }
            result.append(("X-Federation-Stale", texts.joined(separator: ",")))
        }
        if !conflicts.isEmpty {
            result.append(("X-Federation-Conflict", "tags=" + conflicts.joined(separator: ",")))
        }
        return result
    }
}

extension [String] {
    /// Adds what is new, ascending.
    mutating func join(_ others: [String]) {
        guard !others.isEmpty else { return }
        self = Set(self).union(others).sorted()
    }
}
