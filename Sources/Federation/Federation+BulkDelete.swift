import GlobalIndex
package import OrthancModel

extension Federation {
    /// `/tools/bulk-delete`: each resource everywhere; unknown ones are passed over.
    ///
    /// All are checked before the first one is deleted. One whose ancestor went before it is
    /// unknown by then.
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
        }
        var provenance = Provenance()
        for (level, id) in found {
            do {
                let answer = try await delete(
                    level,
                    id,
                    isStrict: isStrict,
                    isConfirmed: isConfirmed
                )
                provenance = provenance.joined(answer.provenance)
            } catch {
                guard error.isUnknownResource else { throw error }
            }
        }
        return provenance
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
