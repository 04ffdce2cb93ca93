package import GlobalIndex
import JSONText
package import OrthancModel

extension Federation {
    /// What the union holds, for the metrics.
    package func totals() async throws(FederationError) -> IndexStatistics {
        try await indexed("read statistics") { try await $0.statistics() }
    }

    /// `/statistics` over the union, one copy per instance.
    package func statistics(isStrict: Bool) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let totals = try await indexed("read statistics") { try await $0.statistics() }
        var writer = JSONWriter(.orthanc, capacity: 512)
        writer.object { writer in
            writer.member("CountInstances", totals.instances)
            writer.member("CountPatients", totals.patients)
            writer.member("CountSeries", totals.series)
            writer.member("CountStudies", totals.studies)
            writer.size("TotalDiskSize", totals.bytes)
            writer.size("TotalUncompressedSize", totals.bytes)
        }
        return Answer(writer.bytes, provenance)
    }

    /// `/{level}/{id}/statistics`; counts of the levels below only.
    package func statistics(
        _ level: Level,
        _ id: OrthancID,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        _ = try await known(level, id, isStrict: isStrict)
        let found = try await indexed("read statistics") { try await $0.statistics(level, id) }
        guard let totals = found else {
            throw FederationError(.unknownResource, doing: "read statistics")
        }
        var writer = JSONWriter(.orthanc, capacity: 512)
        writer.object { writer in
            if level < .instance { writer.member("CountInstances", totals.instances) }
            if level < .series { writer.member("CountSeries", totals.series) }
            if level < .study { writer.member("CountStudies", totals.studies) }
            writer.size("DicomDiskSize", totals.bytes)
            writer.size("DicomUncompressedSize", totals.bytes)
            writer.size("DiskSize", totals.bytes)
            writer.size("UncompressedSize", totals.bytes)
        }
        return Answer(writer.bytes, provenance)
    }

    /// `/tools/lookup`: exact match of a text on the four identifiers, patient first.
    package func lookup(_ text: String, isStrict: Bool) async throws(FederationError) -> Answer {
        do {
            try LookupText.check(text)
        } catch {
            throw FederationError(.fault(error), doing: "look up")
        }
        let provenance = try indexProvenance(isStrict: isStrict)
        let found = try await indexed("look up") { try await $0.lookup(text) }
        var writer = JSONWriter(.orthanc, capacity: 512)
        writer.array { writer in
            for (level, id) in found {
                writer.object { writer in
                    writer.member("ID", id.description)
                    writer.member("Path", "/\(level.pathName)/\(id)")
                    writer.member("Type", level.typeName)
                }
            }
        }
        return Answer(writer.bytes, provenance)
    }

    /// `/changes` of the federation.
    package func changes(
        _ question: ChangeQuestion,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let page = try await indexed("read changes") { try await $0.changes(question) }
        return Answer(
            Self.text(page.changes, isDone: page.isDone, last: page.last),
            provenance
        )
    }

    /// `/changes?last`: the last row of the log.
    package func lastChange(isStrict: Bool) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let page = try await indexed("read changes") { try await $0.lastChange() }
        let text = Self.text(page.changes, isDone: true, last: page.last)
        return Answer(text, provenance)
    }

    private static func text(_ changes: [Change], isDone: Bool, last: Int64) -> [UInt8] {
        var writer = JSONWriter(.orthanc, capacity: changes.count * 300 + 128)
        writer.object { writer in
            writer.key("Changes")
            writer.array { writer in
                for change in changes { change.write(to: &writer) }
            }
            writer.member("Done", isDone)
            if let first = changes.first?.sequence { writer.member("First", first) }
            writer.member("Last", last)
        }
        return writer.bytes
    }
}

extension JSONWriter {
    /// A byte count as text, and its whole mebibytes as a number.
    fileprivate mutating func size(_ name: String, _ bytes: Int64) {
        member(name, String(bytes))
        member(name + "MB", Int(bytes >> 20))
    }
}
