import Basics
import GlobalIndex
import JSONText
import OrthancClient
package import OrthancModel

extension Federation {
    /// `POST /modalities/{name}/storage-commitment`: every store asks about what it holds.
    ///
    /// One store's own transaction UID is the federation's too; for several a new one is made.
    package func commit(
        _ body: [UInt8],
        to name: String,
        chosen: StoreName?
    ) async throws(FederationError) -> DelegatedAnswer {
        let path = ["storage-commitment"]
        guard let question = SendQuestion(body), question.options["DicomInstances"] == nil else {
            return try await commitAtOneStore(body, to: name, path, chosen: chosen)
        }
        let first = try await delegate(to: name, .modalities, chosen: chosen)
        guard first.isKnown else { throw Self.unknown(name, .modalities) }
        let local = first.name
        let plan = try await sendPlan(question.resources, to: name, .modalities, chosen: chosen)
        var parts: [CommitmentPart] = []
        for part in plan.parts {
            guard let view = snapshot[part.store] else {
                throw FederationError(.incomplete, doing: "ask for storage commitment")
            }
            let body = SendQuestion.body(part.resources, question.options, isAsynchronous: false)
            let result = try await perform(
                StoreRequest(.post, ["modalities", local] + path, body: .bytes(body)),
                at: try delegate(view.name)
            )
            guard let id = Self.transaction(result.answer) else { return result }
            parts.append(
                CommitmentPart(store: part.store, local: id, instances: part.instances)
            )
        }
        let id = parts.count == 1 ? parts[0].local : "2.25.\(UInt128.random(in: 1...UInt128.max))"
        return try await begun(id, parts)
    }

    private func commitAtOneStore(
        _ body: [UInt8],
        to name: String,
        _ path: [String],
        chosen: StoreName?
    ) async throws(FederationError) -> DelegatedAnswer {
        let first = try await delegate(to: name, .modalities, chosen: chosen)
        let request = StoreRequest(
            .post,
            ["modalities", first.name] + path,
            body: .bytes(body)
        )
        let result = try await perform(request, at: first)
        guard let id = Self.transaction(result.answer) else { return result }
        return try await begun(
            id,
            [CommitmentPart(store: first.view.key, local: id, instances: [])]
        )
    }

    private func begun(
        _ id: String,
        _ parts: [CommitmentPart]
    ) async throws(FederationError) -> DelegatedAnswer {
        try await writing("remember storage commitment") { writer in
            for part in parts { try await writer.add(commitment: id, part) }
        }
        let answer = JSONObject([
            ("ID", .string(id)), ("Path", .string("/storage-commitment/\(id)")),
        ])
        return Self.answered(JSONValue.object(answer).text())
    }

    private static func transaction(_ answer: StoreAnswer) -> String? {
        guard answer.status == 200 else { return nil }
        return (try? JSONValue(answer.body))?["ID"]?.string
    }

    // MARK: Reports

    /// `GET /storage-commitment/{id}`: the reports of all stores that take part as one: failed when
    /// one has failed, pending while one is.
    package func commitment(_ id: String) async throws(FederationError) -> DelegatedAnswer {
        let reports = try await reports(of: id)
        let states = reports.compactMap { $0["Status"]?.string }
        var merged = JSONObject(reports.first?.map { $0 } ?? [])
        for list in ["Failures", "Success"] {
            let all = reports.flatMap { $0[list]?.array ?? [] }
            merged = JSONObject(merged.map { $0 } + [(list, .array(all))])
        }
        let status =
            ["Failure", "Pending", "Success"].first(where: states.contains) ?? "Pending"
        merged = JSONObject(merged.map { $0 } + [("Status", .string(status))])
        return Self.answered(JSONValue.object(merged).text())
    }

    /// `POST /storage-commitment/{id}/remove`: what was committed is deleted everywhere.
    ///
    /// - Throws: Orthanc's 500 unless everything was committed, by the report of every store.
    package func removeCommitted(
        _ id: String,
        isStrict: Bool
    ) async throws(FederationError) -> Provenance {
        let parts = try await parts(of: id)
        let reports = try await reports(of: id)
        guard reports.count == parts.count,
            reports.allSatisfy({ $0["Status"]?.string == "Success" })
        else {
            throw Self.fault(
                "Cannot remove DICOM instances after failure in storage "
                    + "commitment transaction: \(id)"
            )
        }
        guard parts.allSatisfy({ !$0.instances.isEmpty }) else {
            throw Self.fault("Instances that were named by DicomInstances are not removed")
        }
        var provenance = Provenance()
        for instance in Set(parts.flatMap(\.instances)).sorted() {
            do {
                let answer = try await delete(.instance, instance, isStrict: isStrict)
                provenance = provenance.joined(answer.provenance)
            } catch {
                guard error.isUnknownResource else { throw error }
            }
        }
        return provenance
    }

    private static func fault(_ details: String) -> FederationError {
        FederationError(
            .fault(OrthancFault(.badSequenceOfCalls, details: details, httpStatus: 500)),
            doing: "read storage commitment"
        )
    }

    private func parts(of id: String) async throws(FederationError) -> [CommitmentPart] {
        let parts = try await indexed("look for storage commitment") { reader throws(IndexError) in
            try await reader.commitment(id)
        }
        guard !parts.isEmpty else {
            throw FederationError(
                .fault(
                    OrthancFault(
                        .inexistentItem,
                        details: "No storage commitment transaction with UID: \(id)"
                    )
                ),
                doing: "look for storage commitment"
            )
        }
        return parts
    }

    /// One of each store that takes part. Final ones are remembered: a store forgets them.
    private func reports(of id: String) async throws(FederationError) -> [JSONObject] {
        var reports: [JSONObject] = []
        for part in try await parts(of: id) {
            if let kept = part.report.flatMap({ try? JSONValue($0, limits: .answer) })?.object {
                reports.append(kept)
                continue
            }
            guard let view = snapshot[part.store] else {
                throw Self.fault("A store that took part is here no more, its report is not known")
            }
            let request = StoreRequest(.get, ["storage-commitment", part.local])
            let answer = try await perform(request, at: try delegate(view.name)).answer
            guard answer.status == 200,
                let report = (try? JSONValue(answer.body, limits: .answer))?.object,
                ["Failure", "Pending", "Success"].contains(report["Status"]?.string)
            else {
                throw FederationError(
                    .refused(view.name, status: answer.status, body: answer.body),
                    doing: "read storage commitment"
                )
            }
            if report["Status"]?.string != "Pending" {
                try? await index.write { writer in
                    try await writer.report(answer.body, of: id, at: part.store)
                }
            }
            reports.append(report)
        }
        return reports
    }
}
