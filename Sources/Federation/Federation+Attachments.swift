import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

extension Federation {
    /// The Attachments lists of some resources of one level, by id; empty when none were asked.
    ///
    /// One holder's, as ``AttachmentName/cache`` is nobody's business without it. What no holder
    /// could be asked for is left out, and the provenance names them.
    func attachments(
        of resources: [IndexedResource],
        _ style: AnswerStyle
    ) async throws(FederationError) -> (texts: [OrthancID: [UInt8]], provenance: Provenance) {
        guard style.content?.contains(.attachments) ?? false, let level = resources.first?.level
        else { return ([:], Provenance()) }
        let poll = HolderPoll(self)
        var texts: [OrthancID: [UInt8]] = [:]
        for start in stride(from: 0, to: resources.count, by: limits.candidateChunk) {
            let chunk = resources[start...].prefix(limits.candidateChunk)
            let subjects = chunk.map {
                HolderPoll.Subject(id: $0.id, holders: ordered($0.holders.map(\.store)))
            }
            let answers = await poll.ask(subjects) { store, id, patience throws(StoreError) in
                try await store.attachments(
                    level,
                    id,
                    hiding: AttachmentName.cache,
                    firstByte: patience.firstByte,
                    within: patience.within
                )
            }
            for (resource, answer) in zip(chunk, answers) {
                guard let answer else { continue }
                var writer = JSONWriter(.orthanc, capacity: 512)
                writer.json(Array(answer.text))
                texts[resource.id] = writer.bytes
            }
        }
        var provenance = Provenance()
        provenance.missing = poll.missing
        return (texts, provenance)
    }
}
