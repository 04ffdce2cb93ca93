import Federation
import HTTPServer
import OrthancClient
import OrthancModel

/// Reads below `/instances/{id}` that one holder answers.
enum InstanceRoutes {
    /// Patterns below `/instances/{id}`, and whether the store decodes pixels for them.
    ///
    /// Source: the OWNER rows of the route table.
    static let patterns: [(pattern: String, decodes: Bool)] = [
        ("file", false), ("tags", false), ("simplified-tags", false), ("header", false),
        ("content", false), ("content/{path*}", false), ("frames", false),
        ("frames/{frame}", false), ("frames/{frame}/preview", true), ("preview", true),
        ("frames/{frame}/rendered", true), ("rendered", true),
        ("frames/{frame}/image-int16", true), ("frames/{frame}/image-uint16", true),
        ("frames/{frame}/image-uint8", true), ("image-int16", true), ("image-uint16", true),
        ("image-uint8", true), ("frames/{frame}/matlab", true), ("matlab", true),
        ("frames/{frame}/numpy", true), ("numpy", true), ("frames/{frame}/raw", false),
        ("frames/{frame}/raw.gz", false), ("pdf", false), ("module", false),
        ("metadata", false), ("metadata/{name}", false), ("attachments", false),
        ("attachments/{name}", false), ("attachments/{name}/compressed-data", false),
        ("attachments/{name}/compressed-md5", false),
        ("attachments/{name}/compressed-size", false), ("attachments/{name}/data", false),
        ("attachments/{name}/info", false), ("attachments/{name}/is-compressed", false),
        ("attachments/{name}/md5", false), ("attachments/{name}/size", false),
    ]

    static var all: [Route] {
        patterns.map { pattern, decodes in
            Route(
                method: .get,
                pattern: "/instances/{id}/\(pattern)",
                routeClass: .owner,
                unknownIsEmpty: isImage(pattern)
            ) {
                try await read($0, $1, decodes: decodes)
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
        decodes: Bool
    ) async throws -> Response {
        try await ask(context, shard, StoreRequest.Body.none, decodes: decodes)
    }

    /// Modify and anonymize of one instance give a file back and store nothing.
    private static func derive(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let body = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        return try await ask(context, shard, .bytes(body), decodes: true)
    }

    private static func ask(
        _ context: RequestContext,
        _ shard: Shard,
        _ body: StoreRequest.Body,
        decodes: Bool
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
            OwnedQuestion(id: id, request: request, decodes: decodes),
            isStrict: context.isStrict
        )
        return Response(answer)
    }
}

extension Response {
    /// A store's answer with our word on who gave it.
    init(_ answer: OwnedAnswer) {
        status = answer.status
        headers = answer.headers + answer.provenance.headers
        body = .channel(answer.body, length: answer.length)
    }
}
