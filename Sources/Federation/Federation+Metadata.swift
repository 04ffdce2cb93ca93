import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

extension Federation {
    /// The Metadata objects of some resources of one level, by id; empty when none were asked.
    ///
    /// One holder's, but for LastUpdate, which is the latest of all. What no holder could be asked
    /// for is left out, and the provenance names them.
    func metadata(
        of resources: [IndexedResource],
        _ style: AnswerStyle
    ) async throws(FederationError) -> (texts: [OrthancID: [UInt8]], provenance: Provenance) {
        let isAsked = style.showsMetadata || style.content?.contains(.metadata) ?? false
        guard isAsked, let level = resources.first?.level else {
            return ([:], Provenance())
        }
        let poll = HolderPoll(self)
        var texts: [OrthancID: [UInt8]] = [:]
        for start in stride(from: 0, to: resources.count, by: limits.candidateChunk) {
            let chunk = resources[start...].prefix(limits.candidateChunk)
            let subjects = chunk.map {
                HolderPoll.Subject(id: $0.id, holders: ordered($0.holders.map(\.store)))
            }
            let answers = await poll.ask(subjects) { store, id, patience throws(StoreError) in
                try await store.metadata(
                    level,
                    id,
                    firstByte: patience.firstByte,
                    within: patience.within
                )
            }
            for (resource, answer) in zip(chunk, answers) {
                if let answer { texts[resource.id] = Self.text(answer, of: resource) }
            }
        }
        var provenance = Provenance()
        provenance.missing = poll.missing
        return (texts, provenance)
    }

    private static func text(_ metadata: JSONElement, of resource: IndexedResource) -> [UInt8] {
        var writer = JSONWriter(.orthanc, capacity: 512)
        writer.object { writer in
            for (key, value) in metadata.members {
                guard let name = key.string, let value = value.string else { continue }
                writer.member(name, name == "LastUpdate" ? resource.lastUpdate : value)
            }
        }
        return writer.bytes
    }
}
