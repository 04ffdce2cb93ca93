package import GlobalIndex
internal import EventLoop
import JSONText
package import OrthancModel

extension Federation {
    /// One resource, merged over its holders.
    ///
    /// An id that the index does not know is looked for in the stores; what is found there is
    /// waited for until the feed has brought it.
    package func resource(
        _ level: Level,
        _ id: OrthancID,
        _ style: AnswerStyle,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let resource = try await known(level, id, isStrict: isStrict)
        var writer = JSONWriter(.orthanc, capacity: 2048)
        let missing = try await write([resource], style, to: &writer, isStrict: isStrict)
        return Answer(writer.bytes, provenance.joined(missing))
    }

    /// The row of a resource, from the index or, once the feed has brought it, after a probe.
    package func known(
        _ level: Level,
        _ id: OrthancID,
        isStrict: Bool
    ) async throws(FederationError) -> IndexedResource {
        if let resource = try await indexed(
            "read resource",
            { try await $0.resource(level, id, detail: .answer) }
        ) {
            return resource
        }
        _ = try await probe(level, id, isStrict: isStrict)
        for _ in 0..<40 {
            do { try await loop.sleep(for: .milliseconds(50)) } catch { break }
            if let resource = try await indexed(
                "read resource",
                { try await $0.resource(level, id, detail: .answer) }
            ) {
                return resource
            }
        }
        throw FederationError(.indexUnavailable, doing: "wait for the index")
    }

    /// All resources of a level, or one page; ascending by id.
    package func list(
        _ level: Level,
        since: Int,
        limit: Int,
        style: AnswerStyle?,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        let pages = IdentifierPages(of: level, since: since, limit: limit == 0 ? nil : limit)
        return try await array(pages, style, isStrict: isStrict).joined(provenance)
    }

    /// Children, grandchildren, or the one ancestor of a resource; nil style gives ids.
    package func relatives(
        _ wanted: Level,
        of level: Level,
        _ id: OrthancID,
        style: AnswerStyle?,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        var ids = try await indexed("find relatives") {
            try await $0.relatives(wanted, of: level, id)
        }
        if ids.isEmpty {
            _ = try await known(level, id, isStrict: isStrict)
            ids = try await indexed("find relatives") {
                try await $0.relatives(wanted, of: level, id)
            }
        }
        guard wanted < level else {
            return try await array(IdentifierPages(of: wanted, ids), style, isStrict: isStrict)
                .joined(provenance)
        }
        guard let ancestor = ids.first else {
            throw FederationError(.unknownResource, doing: "find ancestor")
        }
        return try await resource(
            wanted,
            ancestor,
            style ?? AnswerStyle(),
            isStrict: isStrict
        )
    }

    /// A JSON array of a few resources that were read already.
    func texts(
        _ resources: [IndexedResource],
        _ style: AnswerStyle,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        var writer = JSONWriter(.orthanc, capacity: resources.count * 900 + 64)
        writer.beginArray()
        let missing = try await write(resources, style, to: &writer, isStrict: isStrict)
        writer.endArray()
        return Answer(writer.bytes, missing)
    }

    /// - Returns: Stores whose part of the requested tags is missing, and what holders of the
    ///   resources disagree on.
    func write(
        _ resources: [IndexedResource],
        _ style: AnswerStyle,
        to writer: inout JSONWriter,
        isStrict: Bool
    ) async throws(FederationError) -> Provenance {
        let (requested, lacking) = try await requestedTags(of: resources, style)
        let metadata = try await metadata(of: resources, style)
        let attachments = try await attachments(of: resources, style)
        var provenance = lacking.joined(metadata.provenance).joined(attachments.provenance)
        guard !isStrict || provenance.isComplete else {
            throw FederationError(.incomplete, doing: "read tags", provenance: provenance)
        }
        for resource in resources {
            provenance.conflicts.join(resource.conflicts)
            var answer = ResourceAnswer(resource: resource, format: style.format)
            answer.content = style.content
            if resource.level == .instance, resource.holders.count > 1 {
                answer.primary = ordered(resource.holders.map(\.store)).first?.key
            }
            if let text = requested[resource.id] { answer.extras["RequestedTags"] = text }
            if let text = metadata.texts[resource.id] { answer.extras["Metadata"] = text }
            if let text = attachments.texts[resource.id] { answer.extras["Attachments"] = text }
            answer.write(to: &writer)
        }
        return provenance
    }

    /// Runs one question against the index.
    func indexed<Result>(
        _ action: String,
        _ question: (IndexReader) async throws -> Result
    ) async throws(FederationError) -> Result {
        do {
            return try await question(index.reader)
        } catch let error as IndexError {
            throw FederationError(index: error, doing: action)
        } catch {
            throw FederationError(.indexUnavailable, doing: action)
        }
    }
}
