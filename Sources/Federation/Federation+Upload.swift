package import Basics
import DICOM
import EventLoop
import GlobalIndex
import Journal
package import JSONText
package import OrthancClient
package import OrthancModel
package import Placement

/// What became of one uploaded instance.
package struct UploadedInstance: Sendable {
    /// The store's own answer: identifiers and its word for what it did.
    package let answer: UploadAnswer
    package let store: StoreName

    /// Orthanc's answer to one stored file.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("ID", answer.id.description)
            writer.member("ParentPatient", answer.patient.description)
            writer.member("ParentSeries", answer.series.description)
            writer.member("ParentStudy", answer.study.description)
            writer.member("Path", "/instances/\(answer.id)")
            writer.member("Status", answer.status)
        }
    }
}

extension Federation {
    /// Stores one DICOM file where it belongs and writes it into the index.
    ///
    /// In this order: identifiers from the head of the stream, place, bytes to the store, the
    /// store's answer, the index, our answer. Nothing is acknowledged before both have it.
    ///
    /// - Parameters:
    ///   - length: Bytes in all, when known.
    ///   - facts: What is known beside the file, for the rules of placement.
    /// - Throws: `.unavailable` and `.nowhere` when nothing was sent; `.outcomeUnknown` when the
    ///   store may have it; `.refused` with the store's own answer.
    package func upload(
        _ body: ByteChannel,
        length: Int64?,
        _ facts: PlacementFacts = PlacementFacts()
    ) async throws(FederationError) -> UploadedInstance {
        let header = try await readHeader(body)
        let identity = InstanceIdentity(header)
        var facts = facts
        facts.values = header.texts
        let plan = try await plan(identity, facts)
        var cause = ""
        for name in plan.order {
            guard let store = store(name), let view = snapshot[name] else { continue }
            if plan.target.owing.contains(view.key) {
                guard await journal.settle(identity.instance, at: view.key) else { continue }
            }
            if !plan.target.instanceHolders.contains(view.key) {
                try await doubt(identity, at: view.key)
            }
            let answer: UploadAnswer
            do {
                answer = try await store.upload(body, length: length)
            } catch {
                cause = "\(error.kind)"
                try judge(error, at: name)
                continue
            }
            if answer.id != identity.instance { misjudgedIdentities += 1 }
            try await record(answer, of: identity, by: store, view, plan.target)
            return UploadedInstance(answer: answer, store: name)
        }
        throw FederationError(.unavailable(plan.order), doing: "store instance", cause: cause)
    }

    // MARK: The head of the file

    /// Looks at the first bytes without taking them until the identifiers are known.
    ///
    /// What has arrived by then, and at least the first 64 KiB, is also checked for a structure
    /// that would harm a store.
    func readHeader(_ body: ByteChannel) async throws(FederationError) -> InstanceHeader {
        var reader = HeaderReader(guardsStructure: true, wanted: wantedTags)
        var seen = 0
        while true {
            await body.untilReadable(beyond: seen)
            let more = body.peek(from: seen)
            seen += more.count
            var state = reader.feed(more)
            if more.isEmpty {
                guard body.end == .complete else { throw badFile("the upload was cut") }
                if seen == 0 { throw badFile("Received an empty DICOM file") }
                state = reader.finish()
            }
            if case .refused(let reason) = state { throw Self.refusal(reason) }
            if let header = reader.header, seen >= 64 * 1024 || body.end != nil || state == .done {
                return header
            }
            guard !more.isEmpty, seen < limits.headerBytes else {
                throw Self.refusal(.headerTooLarge)
            }
            if body.space == 0 { body.raiseCapacity(to: body.capacity + 64 * 1024) }
        }
    }

    /// As Orthanc answers: a missing UID is 404 with code 21, anything else 400 with code 15. What
    /// goes beyond our limits is DICOM all the same, which a store might have taken.
    private static func refusal(_ reason: HeaderRefusal) -> FederationError {
        let kind: FederationError.Kind =
            switch reason {
            case .missingIdentifier:
                .fault(OrthancFault(.inexistentTag, details: reason.description))
            case .tooDeep, .headerTooLarge, .valueTooLong, .tooManyElements:
                .fileBeyondLimits(reason.description)
            default: .fault(OrthancFault(.badFileFormat, details: reason.description))
            }
        return FederationError(kind, doing: "read DICOM header", cause: reason.description)
    }

    private func badFile(_ cause: String) -> FederationError {
        FederationError(
            .fault(OrthancFault(.badFileFormat, details: cause)),
            doing: "read DICOM header"
        )
    }

    // MARK: Where it goes

    private struct UploadPlan {
        let order: [StoreName]
        let target: UploadTarget
    }

    private func plan(
        _ identity: InstanceIdentity,
        _ facts: PlacementFacts
    ) async throws(FederationError) -> UploadPlan {
        let target = try await indexed("look for holders") {
            try await $0.uploadTarget(
                instance: identity.instance,
                series: identity.series,
                study: identity.study,
                patient: identity.patient
            )
        }
        let seed = identity.study.placementSeed
        return UploadPlan(order: try chosen(target, seed: seed, facts), target: target)
    }

    /// Stores that may get what belongs to a study, in the order in which they are tried.
    func chosen(
        _ target: UploadTarget,
        seed: UInt64,
        _ facts: PlacementFacts
    ) throws(FederationError) -> [StoreName] {
        let candidates = snapshot.stores.map { view in
            PlacementCandidate(
                store: view.name,
                affinity: target.affinity(of: view.key),
                isReachable: isReachable(view),
                acceptsNew: !view.isDraining,
                isFull: view.isFull,
                weight: view.configuration.weight,
                priority: view.configuration.priority
            )
        }
        let rule = placement.rule(for: facts)
        switch PlacementDecision.choose(among: candidates, studySeed: seed, rule: rule) {
        case .forward(let order): return order
        case .holderDown(let stores):
            throw FederationError(.unavailable(stores), doing: "store instance")
        case .nowhere: throw FederationError(.nowhere, doing: "store instance")
        }
    }

    // MARK: What the store said

    /// Decides what a failed upload means.
    ///
    /// Returns only when nothing of the file reached the store, so that the next store may have
    /// it; a file that some store has seen is never sent to another one, since it may have killed
    /// the first.
    private func judge(_ error: StoreError, at name: StoreName) throws(FederationError) {
        switch error.kind {
        case .status(let status) where status < 500 || status == 507:
            throw FederationError(
                .refused(name, status: status, body: error.body),
                doing: "store instance"
            )
        case .bodyFailed, .cancelled:
            throw FederationError(.cancelled, doing: "store instance", cause: "upload was cut")
        default:
            guard error.bytesSent else { return }
            poke(name, [])
            throw FederationError(
                .outcomeUnknown(name),
                doing: "store instance",
                cause: "\(error.kind)"
            )
        }
    }

    /// Leaves a trace of an upload before its store sees a byte: if nobody ever learns what became
    /// of it, a deletion reaches what it may have left.
    private func doubt(
        _ identity: InstanceIdentity,
        at key: StoreKey
    ) async throws(FederationError) {
        let series = placement.copies > 1 ? identity.series : nil
        do {
            try await index.doubt(identity.instance, at: key, wanting: series)
        } catch {
            throw FederationError(index: error, doing: "begin upload")
        }
    }

    /// Writes what the store has taken into the index; until then it is not acknowledged.
    private func record(
        _ answer: UploadAnswer,
        of identity: InstanceIdentity,
        by store: Store,
        _ view: StoreView,
        _ target: UploadTarget
    ) async throws(FederationError) {
        guard answer.status == "Success" || answer.status == "AlreadyStored" else { return }
        // Nothing has changed, in the store or for the index. Should a delete have overtaken us in
        // the index, then it comes after this upload in the store too.
        if answer.status == "AlreadyStored", answer.id == identity.instance,
            target.instanceHolders.contains(view.key)
        {
            return
        }
        do {
            var batch = Batch(
                store: view.key,
                epoch: view.epoch,
                origin: .upload(startedAt: target.startedAt)
            )
            let knowsSeries = target.seriesHolders.contains(view.key)
            batch.records = try await records(of: answer, by: store, withParents: !knowsSeries)
            var applied = try await index.upload(batch)
            if !applied.orphans.isEmpty {
                batch.records = try await records(of: answer, by: store, withParents: true)
                applied = try await index.upload(batch)
            }
            negatives.remove(answer.id)
            poke(view.name, [])
            guard !applied.tombstoned.contains(answer.id) else {
                throw FederationError(
                    .indexUnavailable,
                    doing: "index upload",
                    cause: "deleted meanwhile"
                )
            }
        } catch {
            poke(view.name, [])
            throw FederationError(
                .outcomeUnknown(view.name),
                doing: "index upload",
                cause: "\(error)"
            )
        }
    }

    /// The instance in the store's own words and, when asked, its ancestors.
    private func records(
        of answer: UploadAnswer,
        by store: Store,
        withParents: Bool
    ) async throws -> [ResourceRecord] {
        var wanted: [(Level, OrthancID)] = [(.instance, answer.id)]
        if withParents {
            wanted += [
                (.series, answer.series), (.study, answer.study), (.patient, answer.patient),
            ]
        }
        return try await withThrowingTaskGroup(of: ResourceRecord?.self) { group in
            for (level, id) in wanted {
                group.addTask(executorPreference: loop) {
                    try await store.resource(level, id).map { try ResourceRecord($0) }
                }
            }
            var result: [ResourceRecord] = []
            for try await record in group {
                if let record { result.append(record) }
            }
            return result
        }
    }
}

extension UploadTarget {
    fileprivate func affinity(of store: StoreKey) -> PlacementCandidate.Affinity {
        if instanceHolders.contains(store) { return .instance }
        if seriesHolders.contains(store) { return .series }
        if studyHolders.contains(store) { return .study }
        if patientHolders.contains(store) { return .patient }
        return .none
    }
}

extension ResourceRecord {
    /// What a store says about a resource, as the index takes it.
    init(_ resource: StoreResource) throws {
        try self.init(
            level: resource.level,
            id: resource.id,
            parent: resource.parent,
            tags: resource.tags,
            patientTags: resource.patientTags,
            lastUpdate: resource.lastUpdate,
            isStable: resource.isStable,
            expectedInstances: resource.expectedInstances,
            indexInSeries: resource.indexInSeries,
            fileSize: resource.fileSize,
            fileUuid: resource.fileUuid,
            derivation: resource.derivation
        )
    }
}
