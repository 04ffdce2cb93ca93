import GlobalIndex
import Journal
import JSONText
import OrthancClient
package import OrthancModel

extension Federation {
    /// `/tools/labels`: every label that something has.
    package func allLabels(isStrict: Bool) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let labels = try await indexed("read labels") { try await $0.allLabels() }
        return Self.text(labels, provenance)
    }

    /// The labels of a resource, ascending.
    package func labels(
        _ level: Level,
        _ id: OrthancID,
        isStrict: Bool
    ) async throws(FederationError) -> (labels: [String], provenance: Provenance) {
        let provenance = try indexProvenance(isStrict: isStrict)
        let labels = try await known(level, id, isStrict: isStrict).labels
        return (labels, provenance)
    }

    /// Sets or removes a label: at once for the federation, and at every holder that has labels
    /// now or when it can.
    ///
    /// - Throws: `.fault` 400 with code 3 for what is no label; `.unknownResource`; `.unavailable`
    ///   for a strict caller while such a holder is down, with nothing changed.
    package func setLabel(
        _ label: String,
        _ isSet: Bool,
        _ level: Level,
        _ id: OrthancID,
        isStrict: Bool
    ) async throws(FederationError) -> Provenance {
        let resource = try await known(level, id, isStrict: isStrict)
        do {
            try LabelName.check(label)
        } catch {
            throw FederationError(.fault(error), doing: "set label")
        }
        let capable = snapshot.stores.filter(\.mayHaveLabels)
        let down = capable.filter { view in
            !isReachable(view) && resource.holders.contains { $0.store == view.key }
        }
        guard !isStrict || down.isEmpty else {
            throw FederationError(.unavailable(down.map(\.name)), doing: "set label")
        }
        let change: LabelChange
        do {
            change = try await index.write {
                try await $0.setLabel(level, id, label, isSet: isSet, stores: capable.map(\.key))
            }
        } catch {
            throw FederationError(begun: error)
        }
        guard case .changed(let owed) = change else {
            throw FederationError(.unknownResource, doing: "set label")
        }
        var provenance = Provenance()
        guard let owed else { return provenance }
        let call = OwedCall(
            method: isSet ? "PUT" : "DELETE",
            path: [level.pathName, id.description, "labels", label],
            body: isSet ? [] : nil,
            ifMatch: nil
        )
        let left = await calls.spread(owed, .label, call)
        provenance.missing = left.compactMap { snapshot[$0]?.name }.sorted()
        return provenance
    }

    /// Gives a resource the labels of another one, beside its own: `KeepLabels` of a modification.
    package func copyLabels(
        from source: (level: Level, id: OrthancID),
        to target: (level: Level, id: OrthancID)
    ) async throws(FederationError) {
        for label in try await known(source.level, source.id, isStrict: false).labels {
            _ = try await setLabel(label, true, target.level, target.id, isStrict: false)
        }
    }

    private static func text(_ labels: [String], _ provenance: Provenance) -> Answer {
        var writer = JSONWriter(.orthanc, capacity: 256)
        writer.array(labels)
        return Answer(writer.bytes, provenance)
    }
}

extension StoreView {
    /// Its version has labels, or was never seen.
    package var mayHaveLabels: Bool {
        version.map { Capabilities(version: $0).hasLabels } ?? true
    }
}
