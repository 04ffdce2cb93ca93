internal import JSONText
package import OrthancModel

extension Store {
    /// Every label of the store.
    package func labels() async throws(StoreError) -> [String] {
        try strings(try await fetch(StoreRequest(.get, ["tools", "labels"])))
    }

    /// Labels of a resource; nil when the store has it not.
    package func labels(of level: Level, _ id: OrthancID) async throws(StoreError) -> [String]? {
        do {
            let path = [level.pathName, id.description, "labels"]
            return try strings(try await fetch(StoreRequest(.get, path), limitBytes: 1 << 20))
        } catch {
            guard error.isNotFound else { throw error }
            return nil
        }
    }

    /// A page of the resources of a level that have a label.
    package func labelled(
        _ level: Level,
        _ label: String,
        since: Int,
        limit: Int
    ) async throws(StoreError) -> [OrthancID] {
        var writer = JSONWriter(.compact, capacity: 256)
        writer.object { writer in
            writer.key("Labels")
            writer.array([label])
            writer.member("LabelsConstraint", "All")
            writer.member("Level", level.typeName)
            writer.member("Limit", limit)
            writer.key("Query")
            writer.object { _ in }
            writer.member("Since", since)
        }
        let request = StoreRequest(.post, ["tools", "find"], body: .bytes(writer.bytes))
        return try strings(try await fetch(request, limitBytes: 1 << 20)).compactMap {
            OrthancID($0)
        }
    }

    private func strings(_ text: [UInt8]) throws(StoreError) -> [String] {
        let root = try StoreResource.root(text)
        guard root.kind == .array else {
            throw StoreError(.malformed, doing: "read labels of \(name)", bytesSent: true)
        }
        return root.elements.compactMap(\.string)
    }
}
