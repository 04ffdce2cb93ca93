import Federation
import HTTPServer
import OrthancClient
import OrthancModel

/// Reads below `/instances/{id}` that one holder answers.
enum InstanceRoutes {
    /// Patterns below `/instances/{id}`, and what the store does with the file for them.
    ///
    /// Source: the OWNER rows of the route table.
    static let patterns: [(pattern: String, risk: OwnedQuestion.Risk)] = [
        ("file", .none), ("tags", .parses), ("simplified-tags", .parses), ("header", .parses),
        ("content", .parses), ("content/{path*}", .parses), ("frames", .parses),
        ("frames/{frame}", .parses), ("frames/{frame}/preview", .decodes), ("preview", .decodes),
        ("frames/{frame}/rendered", .decodes), ("rendered", .decodes),
        ("frames/{frame}/image-int16", .decodes), ("frames/{frame}/image-uint16", .decodes),
        ("frames/{frame}/image-uint8", .decodes), ("image-int16", .decodes),
        ("image-uint16", .decodes),
        ("image-uint8", .decodes), ("frames/{frame}/matlab", .decodes), ("matlab", .decodes),
        ("frames/{frame}/numpy", .decodes), ("numpy", .decodes), ("frames/{frame}/raw", .parses),
        ("frames/{frame}/raw.gz", .parses), ("pdf", .parses), ("module", .parses),
        ("metadata", .none), ("metadata/{name}", .none), ("attachments", .none),
        ("attachments/{name}", .none), ("attachments/{name}/compressed-data", .none),
        ("attachments/{name}/compressed-md5", .none),
        ("attachments/{name}/compressed-size", .none), ("attachments/{name}/data", .none),
        ("attachments/{name}/info", .none), ("attachments/{name}/is-compressed", .none),
        ("attachments/{name}/md5", .none), ("attachments/{name}/size", .none),
    ]

    static var all: [Route] {
        patterns.map { pattern, risk in
            Route(
                method: .get,
                pattern: "/instances/{id}/\(pattern)",
                routeClass: .owner,
                unknownIsEmpty: isImage(pattern)
            ) {
                try await read($0, $1, risk)
            }
        }
            + ["modify", "anonymize"].map { verb in
                Route(method: .post, pattern: "/instances/{id}/\(verb)", routeClass: .owner) {
                    try await derive($0, $1)
                }
            }
    }

    /// Routes on which Orthanc's image handler returns without answering for an unknown id.
    private static func isImage(_ pattern: String) -> Bool {
        ["preview", "rendered", "image-"].contains { pattern.contains($0) }
    }

    /// Headers of the caller that a store gets to see.
    static let forwarded = ["Accept", "Range", "If-None-Match"]

    private static func read(
        _ context: RequestContext,
        _ shard: Shard,
        _ risk: OwnedQuestion.Risk
    ) async throws -> Response {
        try await ask(context, shard, StoreRequest.Body.none, risk)
    }

    /// Modify and anonymize of one instance give a file back and store nothing.
    private static func derive(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let body = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        return try await ask(context, shard, .bytes(body), .decodes)
    }

    private static func ask(
        _ context: RequestContext,
        _ shard: Shard,
        _ body: StoreRequest.Body,
        _ risk: OwnedQuestion.Risk
    ) async throws -> Response {
        guard let id = context.identifier() else {
            throw FederationError(.unknownResource, doing: "read instance")
        }
        let request = StoreRequest(
            StoreRequest.Method(context.head.method),
            context.head.path,
            query: context.head.query.map { (name: $0.name, value: $0.value) },
            headers: context.head.headers.select(forwarded),
            body: body
        )
        let answer = try await shard.federation.readInstance(
            OwnedQuestion(id: id, request: request, risk: risk),
            isStrict: context.isStrict
        )
        return Response(answer)
    }
}

extension Response {
    /// A store's answer with our word on who gave it.
    init(_ answer: OwnedAnswer) {
        self.init(
            relaying: answer.headers,
            status: answer.status,
            answer.body,
            length: answer.length,
            answer.provenance
        )
    }
}
