package import JSONText
package import OrthancModel

extension Store {
    /// All modalities or peers with their settings, by name.
    package func remotes(
        _ kind: RemoteKind,
        within limit: Duration
    ) async throws(StoreError) -> JSONObject {
        let request = StoreRequest(
            .get,
            [kind.rawValue],
            query: [("expand", nil)],
            within: limit
        )
        let text = try await fetch(request, limitBytes: 4 << 20)
        guard let remotes = (try? JSONValue(text, limits: .answer))?.object else {
            throw malformed("/\(kind.rawValue)")
        }
        return remotes
    }

    /// Makes the store know a modality or peer.
    package func put(
        _ kind: RemoteKind,
        _ name: String,
        _ settings: [UInt8],
        within limit: Duration
    ) async throws(StoreError) -> StoreAnswer {
        let request = StoreRequest(
            .put,
            [kind.rawValue, name],
            headers: [("Content-Type", "application/json")],
            body: .bytes(settings),
            within: limit
        )
        return try await collect(request, limitBytes: 1 << 20)
    }

    /// Makes the store forget a modality or peer.
    package func forget(
        _ kind: RemoteKind,
        _ name: String,
        within limit: Duration
    ) async throws(StoreError) -> StoreAnswer {
        let request = StoreRequest(.delete, [kind.rawValue, name], within: limit)
        return try await collect(request, limitBytes: 1 << 20)
    }
}
