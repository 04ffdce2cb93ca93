import GlobalIndex
import Journal
import JSONText
package import OrthancModel

extension Federation {
    /// Deletes a resource everywhere.
    ///
    /// The intent is in the index before any store is touched; from then on the delete happens,
    /// at once where a store answers and when it returns otherwise.
    ///
    /// - Parameter isConfirmed: See ``confirmPatient(_:isConfirmed:)``.
    /// - Throws: `.unknownResource`; 409 with code 46 for a patient who may be two people; `.unavailable` for a strict caller while a holder is down,
    ///   with nothing changed.
    package func delete(
        _ level: Level,
        _ id: OrthancID,
        isStrict: Bool,
        isConfirmed: Bool = false
    ) async throws(FederationError) -> Answer {
        let resource = try await known(level, id, isStrict: isStrict)
        try await confirmPerson(level, id, isConfirmed: isConfirmed)
        let down = ordered(resource.holders.map(\.store)).filter { !isReachable($0) }.map(\.name)
        guard !isStrict || down.isEmpty else {
            throw FederationError(.unavailable(down), doing: "delete")
        }
        let outcome: DeleteOutcome?
        do {
            outcome = try await journal.delete(level, id)
        } catch {
            throw FederationError(
                error.kind == .commitUnknown
                    ? .outcomeUnknownInIndex : .indexUnavailable,
                doing: "write delete intent",
                cause: "\(error.kind)"
            )
        }
        guard let outcome else { throw FederationError(.unknownResource, doing: "delete") }
        var writer = JSONWriter(.orthanc, capacity: 256)
        writer.object { writer in
            writer.key("RemainingAncestor")
            guard let (level, id) = outcome.remainingAncestor else {
                writer.null()
                return
            }
            writer.object { writer in
                writer.member("ID", id.description)
                writer.member("Path", "/\(level.pathName)/\(id)")
                writer.member("Type", level.typeName)
            }
        }
        var provenance = Provenance()
        provenance.missing = outcome.owed.compactMap { snapshot[$0]?.name }.sorted()
        return Answer(writer.bytes, provenance)
    }
}
