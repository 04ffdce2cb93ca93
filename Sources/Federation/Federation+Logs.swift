import GlobalIndex
import JSONText

extension Federation {
    /// `/exports` of the federation.
    ///
    /// - Parameter limit: 0 or more.
    package func exports(
        since: Int64,
        limit: Int,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let page = try await indexed("read exports") {
            try await $0.exports(since: since, limit: limit)
        }
        return Self.answer(page, provenance)
    }

    /// `/exports?last`: the newest one.
    package func lastExport(isStrict: Bool) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        return Self.answer(
            try await indexed("read exports") { try await $0.lastExport() },
            provenance
        )
    }

    private static func answer(_ page: ExportPage, _ provenance: Provenance) -> Answer {
        var writer = JSONWriter(.orthanc, capacity: 1024)
        writer.object { writer in
            writer.member("Done", page.isDone)
            writer.key("Exports")
            writer.array { writer in
                for export in page.exports { writer.value(.object(export)) }
            }
            writer.member("Last", page.last)
        }
        return Answer(writer.bytes, provenance)
    }

    /// Empties the federation's own log of exports. Stores keep theirs.
    package func forgetExports() async throws(FederationError) {
        try await forget { try await $0.forgetExports() }
    }

    /// Empties the federation's own change log. Stores keep theirs, which the index lives on.
    package func forgetChanges() async throws(FederationError) {
        try await forget { try await $0.forgetChanges() }
    }

    private func forget(
        _ work: @escaping (IndexWriter) async throws -> Void
    ) async throws(FederationError) {
        do {
            try await index.write { try await work($0) }
        } catch {
            throw FederationError(index: error, doing: "empty a log")
        }
    }
}
