package import GlobalIndex
import JSONText
package import OrthancModel

/// Where something goes that leaves a store or lacks a copy.
package struct PlaceQuestion: Sendable {
    package let study: OrthancID
    /// Stores that hold something of the study.
    package let holders: [StoreKey]
    /// Stores that are out of the question: left, or complete already.
    package let excluded: [StoreKey]
    /// Main tags of the study, its patient and its first series, by name: what rules can match.
    package let values: [String: String]

    static func about(
        _ study: OrthancID,
        excluding excluded: [StoreKey],
        _ reader: IndexReader
    ) async throws(IndexError) -> PlaceQuestion {
        let resource = try await reader.resource(.study, study, detail: .answer)
        var values: [String: String] = [:]
        add(resource?.tags, to: &values)
        add(resource?.patientTags, to: &values)
        if let first = resource?.children.first {
            add(try await reader.resource(.series, first)?.tags, to: &values)
        }
        return PlaceQuestion(
            study: study,
            holders: resource?.holders.map(\.store) ?? [],
            excluded: excluded,
            values: values
        )
    }

    private static func add(_ tags: [UInt8]?, to values: inout [String: String]) {
        guard let root = tags.flatMap({ try? JSONDocument($0) })?.root, root.kind == .object else {
            return
        }
        for (key, value) in root.members {
            if let name = key.string, let text = value.string { values[name] = text }
        }
    }
}
