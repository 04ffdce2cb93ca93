import Basics
import DICOM
import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel
package import Placement

extension Federation {
    /// `/tools/create-dicom`: has one store make instances of tags, images and PDFs.
    ///
    /// With a `Parent` a store that holds all of it comes first, then those that hold some; else
    /// the rules of placement, by the tags given. The store's own answer is the answer; what it has
    /// made is in the index before.
    ///
    /// - Throws: `.refused` with the store's own words; `.outcomeUnknown` once it may have begun.
    package func createDicom(
        _ body: [UInt8],
        _ facts: PlacementFacts
    ) async throws(FederationError) -> Answer {
        guard let root = (try? JSONDocument(body, limits: JSONLimits(bytes: body.count)))?.root,
            root.kind == .object
        else {
            throw FederationError(.fault(OrthancFault(.badRequest)), doing: "read request")
        }
        let order = try await creators(root, facts)
        let startedAt = try await indexed("read clock") { try await $0.clock() }
        for name in order {
            guard let store = store(name), let view = snapshot[name] else { continue }
            let created: StoreCreation
            do {
                created = try await store.createDicom(body)
            } catch {
                try judgeCreation(error, at: name)
                continue
            }
            try await enter(created, by: store, view, startedAt: startedAt)
            var provenance = Provenance()
            provenance.servedBy = name
            return Answer(created.text, provenance)
        }
        throw FederationError(.unavailable(order), doing: "create DICOM")
    }

    // MARK: Who does it

    private func creators(
        _ root: JSONElement,
        _ facts: PlacementFacts
    ) async throws(FederationError) -> [StoreName] {
        if let text = root["Parent"]?.string {
            if let id = OrthancID(text), let stores = try await holders(of: id) {
                guard !stores.isEmpty else {
                    throw FederationError(.unavailable([]), doing: "create DICOM")
                }
                return stores
            }
            // Any store refuses it as Orthanc does.
            return snapshot.stores.filter(isReachable).map(\.name)
        }
        let values = Self.values(root)
        var facts = facts
        facts.values = values.filter { wantedTags.contains($0.key) }
        let study = Self.study(values)
        let patient = OrthancID(hashing: [Array((values[.patientID] ?? "").utf8)])
        let target = try await indexed("look for holders") {
            try await $0.uploadTarget(
                instance: study,
                series: study,
                study: study,
                patient: patient
            )
        }
        return try chosen(target, seed: study.placementSeed, facts)
    }

    /// Reachable holders of a parent, complete ones first; nil when nobody knows it.
    private func holders(of parent: OrthancID) async throws(FederationError) -> [StoreName]? {
        let levels = try await indexed("find level") { try await $0.levels(of: [parent]) }
        guard let level = levels[parent] else { return nil }
        let resource = try await indexed("look for holders") {
            try await $0.resource(level, parent, detail: .counted)
        }
        guard let resource else { return nil }
        let complete = Set(resource.completeHolders)
        let views = ordered(resource.holders.map(\.store)).filter(isReachable)
        let ranked =
            views.filter { complete.contains($0.key) && !$0.isDraining }
            + views.filter { !complete.contains($0.key) && !$0.isDraining }
            + views.filter(\.isDraining)
        return ranked.map(\.name)
    }

    /// Tags of the request by number; those of 1.10.1's older form stand at the top.
    private static func values(_ root: JSONElement) -> [Tag: String] {
        var values: [Tag: String] = [:]
        for (key, value) in (root["Tags"] ?? root).members {
            guard let tag = key.string.flatMap({ Tag(parsing: $0) }), let text = value.string
            else { continue }
            values[tag] = text
        }
        return values
    }

    /// The study that the tags name, or one that nobody has.
    private static func study(_ values: [Tag: String]) -> OrthancID {
        let study = values[.studyInstanceUID] ?? RandomUUID.text()
        return OrthancID(hashing: [Array((values[.patientID] ?? "").utf8), Array(study.utf8)])
    }

    private func judgeCreation(
        _ error: StoreError,
        at name: StoreName
    ) throws(FederationError) {
        if case .status(let status) = error.kind, ![408, 502, 503, 504].contains(status) {
            throw FederationError(
                .refused(name, status: status, body: error.body),
                doing: "create DICOM"
            )
        }
        guard error.bytesSent else { return }
        poke(name, [])
        throw FederationError(.outcomeUnknown(name), doing: "create DICOM", cause: "\(error.kind)")
    }

    // MARK: The index

    private func enter(
        _ created: StoreCreation,
        by store: Store,
        _ view: StoreView,
        startedAt: Int64
    ) async throws(FederationError) {
        do {
            var batch = Batch(
                store: view.key,
                epoch: view.epoch,
                origin: .upload(startedAt: startedAt)
            )
            batch.records = try await records(of: created, by: store)
            _ = try await index.upload(batch)
            poke(view.name, [])
            if placement.copies > 1, let series = batch.records.first?.parent {
                try await index.write { try await $0.addWanted(series) }
            }
        } catch {
            poke(view.name, [])
            throw FederationError(
                .outcomeUnknown(view.name),
                doing: "index what was created",
                cause: "\(error)"
            )
        }
    }

    private func records(
        of created: StoreCreation,
        by store: Store
    ) async throws -> [ResourceRecord] {
        var resources: [StoreResource] = []
        if created.isSeries {
            resources = try await store.children(.instance, of: .series, created.id)
        } else if let instance = try await store.resource(.instance, created.id) {
            resources = [instance]
        }
        var parent = resources.first?.parent
        for level in [Level.series, .study, .patient] {
            guard let id = parent, let above = try await store.resource(level, id) else { break }
            resources.append(above)
            parent = above.parent
        }
        return try resources.map { try ResourceRecord($0) }
    }
}
