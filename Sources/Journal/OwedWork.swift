internal import Basics
package import OrthancClient
package import OrthancModel

/// Carries out at one store what it owes to one deletion.
///
/// Instance by instance and never the resource as a whole: what reached the store after the
/// intent was written is not known to it and survives. The caller holds the claim.
package struct OwedWork: Sendable {
    /// Time for one store, well inside the claim.
    package static let limit: Duration = .seconds(20)
    private static let concurrency = 8

    package enum Outcome: Sendable {
        /// All gone; the store's Last afterwards.
        case done(sequence: Int64)
        /// Not all gone; for people.
        case failed(String)
        /// The time was over; these are gone.
        case unfinished([OrthancID], sequence: Int64)
    }

    package let instances: [OrthancID]
    package let store: Store
    private let limit: Duration

    /// - Parameter limit: All of it together; none is begun in the last quarter.
    package init(instances: [OrthancID], store: Store, limit: Duration = Self.limit) {
        self.instances = instances
        self.store = store
        self.limit = limit
    }

    /// What people see of work that took too long.
    package static let isLate = "took too long"

    /// Deletes until all is gone, something fails, or the time is over.
    package func run() async -> Outcome {
        let began = Instant.now
        do {
            for start in stride(from: 0, to: instances.count, by: Self.concurrency) {
                // Nothing goes on at the store when the claim ends.
                let rest = limit - began.duration(to: Instant.now)
                guard rest > limit / 4 else {
                    let gone = Array(instances[..<start])
                    return .unfinished(gone, sequence: try await store.lastChange())
                }
                let slice = instances[start..<min(start + Self.concurrency, instances.count)]
                try await delete(Array(slice), within: rest)
            }
            return .done(sequence: try await store.lastChange())
        } catch let error as StoreError {
            return .failed("\(error.kind)")
        } catch {
            return .failed("cancelled")
        }
    }

    private func delete(_ slice: [OrthancID], within rest: Duration) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in slice {
                group.addTask(executorPreference: store.loop) { [store] in
                    _ = try await store.delete(.instance, id, within: rest)
                }
            }
            try await group.waitForAll()
        }
    }
}
