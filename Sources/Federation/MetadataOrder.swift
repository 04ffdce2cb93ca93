import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// Sorts what was found by metadata that only stores have.
///
/// What has no such value, or none of the asked kind, comes last, whatever the direction; what is
/// equal stands ascending by identifier. Source: a live Orthanc 1.12.7.
///
/// Limits: `Federation.Limits.candidates` resources, all of which are asked for.
struct MetadataOrder {
    private enum Value {
        case text([UInt8])
        case number(Double)
    }

    private let keys: [(name: String, key: OrderKey)]

    /// - Throws: 400 with code 3 for a key that is neither in the index nor metadata, and for both
    ///   kinds of keys together.
    init(_ order: [OrderKey]) throws(OrthancFault) {
        var keys: [(String, OrderKey)] = []
        for key in order {
            guard case .metadata(let name) = key.subject else {
                throw OrthancFault(
                    .parameterOutOfRange,
                    details: "OrderBy takes main DICOM tags of the level and above, or metadata"
                )
            }
            keys.append((name, key))
        }
        self.keys = keys
    }

    /// - Parameter values: One a resource; nil where no holder had an answer.
    func sorted(_ ids: [OrthancID], by values: [JSONElement?]) -> [OrthancID] {
        let rows = zip(ids, values).map { id, element in
            (id: id, values: keys.map { value(of: $0, in: element) })
        }
        return rows.sorted { isBefore($0, $1) }.map(\.id)
    }

    private func value(
        of key: (name: String, key: OrderKey),
        in element: JSONElement?
    ) -> Value? {
        guard let text = element?[key.name]?.string else { return nil }
        guard key.key.comparison != .text else { return .text(Array(text.utf8)) }
        return Double(text).map { .number($0) }
    }

    private func isBefore(
        _ left: (id: OrthancID, values: [Value?]),
        _ right: (id: OrthancID, values: [Value?])
    ) -> Bool {
        for (position, key) in keys.enumerated() {
            switch (left.values[position], right.values[position]) {
            case (nil, nil): continue
            case (nil, _): return false
            case (_, nil): return true
            case (let one?, let other?):
                if isLess(one, other) { return key.key.isAscending }
                if isLess(other, one) { return !key.key.isAscending }
            }
        }
        return left.id < right.id
    }

    private func isLess(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
        case (.number(let left), .number(let right)): left < right
        default: false
        }
    }
}

extension Federation {
    /// Some resources in an order that only stores know.
    ///
    /// - Throws: `.tooMuch`; `.unavailable` when not one store had an answer.
    func sorted(
        _ ids: [OrthancID],
        of level: Level,
        _ order: MetadataOrder
    ) async throws(FederationError) -> (ids: [OrthancID], provenance: Provenance) {
        guard ids.count <= limits.candidates else {
            throw FederationError(
                .tooMuch("More than \(limits.candidates) resources to sort by metadata"),
                doing: "sort"
            )
        }
        let poll = HolderPoll(self)
        var values: [JSONElement?] = []
        for start in stride(from: 0, to: ids.count, by: limits.candidateChunk) {
            let chunk = Array(ids[start...].prefix(limits.candidateChunk))
            values += await poll.ask(try await holders(level, chunk)) {
                store,
                id,
                patience throws(StoreError) in
                try await store.metadata(
                    level,
                    id,
                    firstByte: patience.firstByte,
                    within: patience.within
                )
            }
        }
        guard poll.hasHeard || poll.missing.isEmpty else {
            throw FederationError(.unavailable(poll.missing), doing: "sort")
        }
        var provenance = Provenance()
        provenance.missing = poll.missing
        let sorted = order.sorted(ids, by: values)
        return (sorted, provenance)
    }
}
