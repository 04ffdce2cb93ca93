package import JSONText

/// One page of a store's log of exports.
package struct StoreExports: Sendable {
    /// As the store wrote them, without `Seq`; texts only.
    package let exports: [JSONObject]
    /// Sequence of the last row of the page; means nothing when the page is empty.
    package let last: Int64
    /// Sequence of the first row of the page; 0 when the page is empty.
    package let first: Int64

    /// Most bytes of one value: an export names resources and a target.
    private static let limitBytes = 1024

    init?(_ root: JSONElement) {
        guard let list = root["Exports"], list.kind == .array,
            let last = root["Last"]?.integer, (0...StoreChanges.mostSequence).contains(last)
        else { return nil }
        var exports: [JSONObject] = []
        var previous: Int64 = -1
        var first: Int64 = 0
        for element in list.elements {
            guard let sequence = element["Seq"]?.integer, sequence > previous,
                sequence <= StoreChanges.mostSequence
            else { return nil }
            if exports.isEmpty { first = sequence }
            previous = sequence
            exports.append(Self.texts(of: element))
        }
        self.exports = exports
        self.first = first
        self.last = previous < 0 ? last : previous
    }

    private static func texts(of export: JSONElement) -> JSONObject {
        JSONObject(
            export.members.compactMap { key, value in
                guard let name = key.string, let text = value.string,
                    name.utf8.count <= limitBytes, text.utf8.count <= limitBytes
                else { return nil }
                return (name, .string(text))
            }
        )
    }
}

extension Store {
    /// The newest row of the log of exports alone.
    package func lastExport(within time: Duration) async throws(StoreError) -> StoreExports {
        let request = StoreRequest(.get, ["exports"], query: [("last", nil)], within: time)
        let root = try await json(request)
        guard let exports = StoreExports(root) else { throw malformed("/exports") }
        return exports
    }

    /// One page of the log of exports, after `since`.
    package func exports(
        since: Int64,
        limit: Int,
        within time: Duration
    ) async throws(StoreError) -> StoreExports {
        let request = StoreRequest(
            .get,
            ["exports"],
            query: [("since", "\(since)"), ("limit", "\(limit)")],
            within: time
        )
        let root = try await json(request)
        guard let exports = StoreExports(root) else { throw malformed("/exports") }
        return exports
    }
}
