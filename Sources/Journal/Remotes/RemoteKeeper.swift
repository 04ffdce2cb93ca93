package import EventLoop
package import GlobalIndex
import JSONText
package import Logging
package import OrthancClient
import OrthancModel

/// Sees to it that every store knows the modalities and peers that were set through the gateway,
/// and forgets those that were taken back.
///
/// A store keeps such names in memory unless it is told otherwise, so that one that starts again
/// knows nothing. Any number of gateways may run it: what it does, done twice, is done once. Looks
/// every five seconds.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class RemoteKeeper: @unchecked Sendable {
    private static let pause: Duration = .seconds(5)
    private static let patience: Duration = .seconds(5)

    private let index: EngineIndex
    private let loop: EventLoop
    private let log: Logger
    /// Stores that are up.
    private let stores: () -> [(StoreKey, Store)]

    package init(
        index: EngineIndex,
        loop: EventLoop,
        log: Logger,
        stores: @escaping () -> [(StoreKey, Store)]
    ) {
        self.index = index
        self.loop = loop
        self.log = log
        self.stores = stores
    }

    /// Runs until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await look()
            } catch {
                log.debug("remotes not looked after", metadata: ["error": "\(error)"])
            }
            do { try await loop.sleep(for: Self.pause) } catch { return }
        }
    }

    private func look() async throws {
        let wanted = try await index.reader.remotes()
        let forgotten = try await index.reader.forgottenRemotes()
        guard !wanted.isEmpty || !forgotten.isEmpty else { return }
        for (key, store) in stores() {
            for remote in forgotten where remote.store == key {
                try? await forget(remote, at: store)
            }
            for kind in RemoteKind.allCases {
                let remotes = wanted.filter { $0.kind == kind }
                if !remotes.isEmpty { try? await teach(remotes, kind, to: store) }
            }
        }
    }

    private func forget(_ remote: ForgottenRemote, at store: Store) async throws {
        let answer = try await store.forget(remote.kind, remote.name, within: Self.patience)
        guard answer.status == 200 || answer.status == 404 else { return }
        try await index.write { try await $0.hasForgotten(remote) }
    }

    private func teach(
        _ remotes: [RemoteRecord],
        _ kind: RemoteKind,
        to store: Store
    ) async throws {
        let known = try await store.remotes(kind, within: Self.patience)
        for remote in remotes {
            let wanted = (try? JSONValue(remote.settings)).flatMap { RemoteTarget($0) }
            if let has = known[remote.name], RemoteTarget(has) == wanted { continue }
            _ = try await store.put(kind, remote.name, remote.settings, within: Self.patience)
            log.info("remote set anew", metadata: ["store": "\(store.name)"])
        }
    }
}
