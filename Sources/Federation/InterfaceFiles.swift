package import OrthancClient
package import OrthancModel

/// Files of Orthanc Explorer, from the first store that gives them.
///
/// What a store gives here runs in the browsers of the gateway's users: only stores that the
/// configuration file names are asked. Files once seen are kept, so that the pages work while
/// those stores are down.
///
/// Bounded: files of at most 2 MiB, 16 MiB in all. Confined to one loop's thread.
package final class InterfaceFiles {
    private static let fileBytes = 2 << 20
    private static let keptBytes = 16 << 20

    private let federation: Federation
    /// The store that the configuration names for this; nil: any that it names.
    private let chosen: StoreName?
    private var kept: [[String]: StoreAnswer] = [:]
    private var keptBytes = 0

    package init(_ federation: Federation, from chosen: StoreName?) {
        self.federation = federation
        self.chosen = chosen
    }

    /// - Parameter path: Below `/app`.
    /// - Returns: nil when there is no such file.
    /// - Throws: `.unavailable` when no store answers and the file was never seen.
    package func file(_ path: [String]) async throws(FederationError) -> StoreAnswer? {
        var failed: [StoreName] = []
        for view in stores {
            guard federation.isReachable(view), let store = federation.store(view.name) else {
                failed.append(view.name)
                continue
            }
            var request = StoreRequest(.get, ["app"] + path, within: federation.limits.silence)
            request.firstByte = federation.limits.silence
            guard let answer = try? await store.collect(request, limitBytes: Self.fileBytes),
                answer.status == 200 || answer.status == 404
            else {
                failed.append(view.name)
                continue
            }
            guard answer.status == 200 else { return nil }
            keep(answer, path)
            return answer
        }
        if let answer = kept[path] { return answer }
        throw FederationError(.unavailable(failed), doing: "read the user interface")
    }

    private var stores: [StoreView] {
        let named = federation.snapshot.stores.filter {
            $0.isManagedByFile && (chosen == nil || $0.name == chosen)
        }
        return federation.ordered(named.map(\.key))
    }

    private func keep(_ answer: StoreAnswer, _ path: [String]) {
        keptBytes += answer.body.count - (kept[path]?.body.count ?? 0)
        kept[path] = answer
        guard keptBytes > Self.keptBytes else { return }
        kept = [path: answer]
        keptBytes = answer.body.count
    }
}
