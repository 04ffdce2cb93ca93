import Basics
import EventLoop
import Federation
import GlobalIndex
import HTTPServer
import JSONText
import OrthancModel
import Packing

/// Archives and media: ZIPs that the gateway builds over all holders.
enum ArchiveRoutes {
    static var all: [Route] {
        [Level.patient, .study, .series].flatMap { level in
            ["archive", "media"].flatMap { name in
                [Method.get, .post].map { method in
                    Route(
                        method,
                        "/\(level.pathName)/{id}/\(name)",
                        .multiOwner,
                        summary(name) + " Each instance comes from any holder that has it."
                    ) {
                        try await ofResource(level, isMedia: name == "media", $0, $1)
                    }
                }
            }
        }
            + ["archive", "media", "media-extended"].flatMap { name in
                [Method.get, .post].map { method in
                    Route(
                        method,
                        "/tools/create-\(name)",
                        .multiOwner,
                        summary(name) + " Of any resources, each instance once."
                    ) {
                        try await ofMany(name, $0, $1)
                    }
                }
            }
    }

    private static func summary(_ name: String) -> String {
        name == "archive"
            ? "A ZIP of the union, in folders named as Orthanc 1.12 names them."
            : "A ZIP of the union with a DICOMDIR of it."
    }

    private static func ofResource(
        _ level: Level,
        isMedia: Bool,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let request = try await request(context, shard, fileName: context.parameters[0] + ".zip")
        guard let id = context.identifier() else { throw missing(context.parameters[0]) }
        let kind = isMedia ? .media(isExtended: request.isExtended) : ArchiveQuestion.Kind.archive
        do {
            return try await answer(request, kind, [(level, id)], context, shard)
        } catch let error as FederationError where error.isUnknownResource {
            throw FederationError(
                .fault(missing(context.parameters[0])),
                doing: "make archive",
                provenance: error.provenance
            )
        }
    }

    private static func ofMany(
        _ name: String,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let (request, names) = try await many(context, shard)
        var ids: Set<OrthancID> = []
        for name in names {
            guard let id = OrthancID(name) else { throw OrthancFault(.unknownResource) }
            ids.insert(id)
        }
        let found = try await shard.federation.named(ids.sorted())
        let isExtended = name == "media-extended" || request.isExtended
        let kind = name == "archive" ? ArchiveQuestion.Kind.archive : .media(isExtended: isExtended)
        return try await answer(request, kind, found, context, shard)
    }

    private static func answer(
        _ request: ArchiveRequest,
        _ kind: ArchiveQuestion.Kind,
        _ resources: [(level: Level, id: OrthancID)],
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        var question = ArchiveQuestion(kind, resources, request.transcoding)
        let confirmed = context.head.headers.first("X-Federation-Confirm")
        question.confirmsMerge = confirmed == "patient-merge"
        guard !request.isAsynchronous else {
            let order = ArchiveOrder(question, fileName: request.fileName)
            return .json(
                try await shard.federation.archiveLater(
                    order,
                    priority: request.priority,
                    userData: request.userData
                )
            )
        }
        let answer = try await shard.federation.archive(question)
        return Response(
            headers: ArchiveRequest.headers(request.fileName) + answer.provenance.headers,
            body: .channel(answer.body, length: nil)
        )
    }

    // MARK: What a job has made

    static func output(
        _ record: JobRecord,
        _ key: String,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response? {
        guard key == "archive", let order = ArchiveOrder(json: record.request),
            let kept = shard.shelf.take(record.id)
        else { return nil }
        let channel = ByteChannel(capacity: 256 << 10)
        shard.loop.spawn { await kept.send(into: channel) }
        return Response(
            headers: ArchiveRequest.headers(order.fileName),
            body: .channel(channel, length: kept.length)
        )
    }

    // MARK: What is asked

    private static func request(
        _ context: RequestContext,
        _ shard: Shard,
        fileName: String
    ) async throws -> ArchiveRequest {
        guard context.head.method == .post else {
            return try ArchiveRequest(context, fileName: fileName)
        }
        guard let body = try await body(context, shard) else { throw OrthancFault(.badFileFormat) }
        return try ArchiveRequest(body, fileName: fileName)
    }

    private static func many(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> (ArchiveRequest, [String]) {
        guard context.head.method == .post else {
            guard let item = context.head.query("resources") else {
                throw OrthancFault(.badRequest, details: "Missing resources argument")
            }
            let names = (item.value ?? "").split(separator: ",").map(String.init)
            return (try ArchiveRequest(context, fileName: "Archive.zip"), names)
        }
        guard let body = try await body(context, shard) else {
            throw OrthancFault(
                .badFileFormat,
                details: "Expected a list of resources to archive in the body"
            )
        }
        let request = try ArchiveRequest(body, fileName: "Archive.zip")
        return (request, try names(in: body))
    }

    private static func names(in body: JSONValue) throws(OrthancFault) -> [String] {
        guard body.object != nil || body.array != nil else { throw OrthancFault(.badFileFormat) }
        guard let list = body.object == nil ? body : body["Resources"] else {
            throw OrthancFault(
                .badFileFormat,
                details: "Missing field Resources in the JSON body"
            )
        }
        let names = list.array?.compactMap(\.string) ?? []
        guard let count = list.array?.count, count == names.count else {
            throw OrthancFault(
                .badFileFormat,
                details: "Expected a list of strings (Orthanc identifiers)"
            )
        }
        return names
    }

    private static func body(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> JSONValue? {
        let bytes = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        return try? JSONValue(bytes)
    }

    private static func missing(_ id: String) -> OrthancFault {
        OrthancFault(
            .inexistentItem,
            details: "Missing resource while creating an archive: \(id)"
        )
    }
}
