import GlobalIndex
package import OrthancModel

extension Federation {
    /// `/tools/bulk-delete`: each resource everywhere; unknown ones are passed over.
    ///
    /// All are checked before the first one is deleted; for a strict caller their holders, too. One
    /// whose ancestor went before it is unknown by then.
    ///
    /// - Returns: What stores still owe.
    /// - Throws: As ``delete(_:_:isStrict:isConfirmed:)``.
    package func bulkDelete(
        _ ids: [OrthancID],
        isStrict: Bool,
        isConfirmed: Bool
    ) async throws(FederationError) -> Provenance {
        let found = try await places(of: ids)
        for (level, id) in found {
            try await confirmPerson(level, id, isConfirmed: isConfirmed)
            if isStrict { try await checkHolders(level, id) }
        }
        var provenance = Provenance()
        var deleted = 0
        for (level, id) in found {
            do {
                let answer = try await delete(
                    level,
                    id,
                    isStrict: isStrict,
                    isConfirmed: isConfirmed
                )
                provenance = provenance.joined(answer.provenance)
                deleted += 1
            } catch {
                guard !error.isUnknownResource else { continue }
                guard deleted > 0 else { throw error }
                // Clients repeat on 503, and the caller is to know that something is gone.
                throw FederationError(
                    .fault(
                        OrthancFault(
                            .networkProtocol,
                            details: "\(deleted) resources were deleted, then: \(error)"
                        )
                    ),
                    doing: "delete",
                    provenance: error.provenance
                )
            }
        }
        return provenance
    }

    /// - Throws: `.unavailable` when a holder can't be asked now.
    private func checkHolders(
        _ level: Level,
        _ id: OrthancID
    ) async throws(FederationError) {
        let holders = try await known(level, id, isStrict: true).holders
        let down = ordered(holders.map(\.store)).filter { !isReachable($0) }.map(\.name)
        guard down.isEmpty else { throw FederationError(.unavailable(down), doing: "delete") }
    }

    /// What the index knows of some identifiers, in the order given, each once.
    private func places(
        of ids: [OrthancID]
    ) async throws(FederationError) -> [(level: Level, id: OrthancID)] {
        var found: [(level: Level, id: OrthancID)] = []
        var seen: Set<OrthancID> = []
        for id in ids where seen.insert(id).inserted {
            let level = try await indexed("look for resource") { reader throws(IndexError) in
                try await reader.level(of: id)
            }
            if let level {
                found.append((level, id))
            } else if let level = try await probedLevel(of: id) {
                found.append((level, id))
            }
        }
        return found
    }

    /// What the index doesn't know yet may be in a store since a moment ago.
    private func probedLevel(of id: OrthancID) async throws(FederationError) -> Level? {
        for level in [Level.study, .series, .patient, .instance] {
            do {
                _ = try await known(level, id, isStrict: false)
                return level
            } catch {
                guard error.isUnknownResource else { throw error }
            }
        }
        return nil
    }
}
