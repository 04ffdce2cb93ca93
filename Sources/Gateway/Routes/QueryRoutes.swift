import Access
import Federation
import GlobalIndex
import HTTPServer
import OrthancClient
import OrthancModel

/// `/queries`: questions to modalities, each in the store that has asked it.
enum QueryRoutes {
    static var all: [Route] {
        [
            Route(
                .post,
                "/modalities/{name}/query",
                .session,
                "By the first store that knows the name, or the one of `store`; the query stays "
                    + "there."
            ) { context, shard in
                let result = try await shard.federation.query(
                    context.parameters[0],
                    try await context.passedOn([], shard),
                    owner: context.principal.name,
                    chosen: context.chosenStore
                )
                return Response(result)
            },
            Route(
                .get,
                "/queries",
                .fanOutMerge,
                "The caller's own, of all stores.",
                gives: .json(.names)
            ) { context, shard in
                let answer = try await shard.federation.queries(
                    of: context.principal.name,
                    isStrict: context.isStrict
                )
                return .json(answer)
            },
            Route(
                .get,
                "/queries/{id}/modality",
                .session,
                "The name under which the modality is known here.",
                gives: .text
            ) { context, shard in
                guard let id = BoundID(context.parameters[0]) else {
                    throw OrthancFault(.unknownResource)
                }
                let name = try await shard.federation.remote(
                    of: id,
                    askedBy: context.principal.name
                )
                if let name, !name.isEmpty { return .text(name) }
                return try await pass(context, shard)
            },
        ]
            + below.map { method, path, summary in
                Route(
                    method,
                    "/queries/{id}\(path)",
                    .session,
                    summary
                ) {
                    try await pass($0, $1)
                }
            }
    }

    private static let below: [(Method, String, String)] = [
        (.get, "", "What can be asked of a query."),
        (.delete, "", "Its store forgets it."),
        (.get, "/answers", "Numbers of the answers, or the answers with `expand`."),
        (.get, "/answers/{index}", "What can be asked of an answer."),
        (.get, "/answers/{index}/content", "One answer."),
        (.get, "/level", "Its level."),
        (.get, "/query", "What was asked."),
        (.post, "/retrieve", "Retrieves all answers by the store that has asked."),
        (.post, "/answers/{index}/retrieve", "Retrieves one answer by the store that has asked."),
        (.post, "/answers/{index}/query-studies", "A further query in the same store."),
        (.post, "/answers/{index}/query-series", "A further query in the same store."),
        (.post, "/answers/{index}/query-instances", "A further query in the same store."),
    ]

    private static func pass(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        guard let id = BoundID(context.parameters[0]) else {
            // As Orthanc: what is not there can be forgotten.
            guard context.head.method != .delete else { return .text("") }
            throw OrthancFault(.unknownResource)
        }
        let request = try await context.passedOn(Array(context.head.path.dropFirst(2)), shard)
        let result = try await shard.federation.askQuery(
            id,
            request,
            owner: context.principal.name
        )
        return Response(result)
    }
}
