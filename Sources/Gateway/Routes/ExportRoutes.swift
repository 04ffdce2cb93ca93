import Federation
import HTTPServer
import OrthancModel

/// `/exports`: what all stores have sent to modalities and peers.
enum ExportRoutes {
    static var all: [Route] {
        [
            Route(
                .get,
                "/exports",
                .gateway,
                "What stores with `LogExportedResources` have sent, gathered every five seconds and "
                    + "numbered anew.",
                failure: .index,
                query: [.init("since", .number), .init("limit", .number), .init("last", .flag)],
                gives: .json(.object),
                answer: list
            ),
            Route(
                .delete,
                "/exports",
                .gateway,
                "Empties the federation's own log. Stores keep theirs.",
                needsAdmin: true,
                gives: .text
            ) { _, shard in
                try await shard.federation.forgetExports()
                return .text("")
            },
        ]
    }

    /// A `since` or `limit` that is no number silently gives both defaults, as in `/changes`.
    private static func list(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        if context.hasFlag("last") {
            return .json(try await shard.federation.lastExport(isStrict: context.isStrict))
        }
        let since = context.head.query("since").map { Int64($0.value ?? "") }
        let limit = context.head.query("limit").map { Int($0.value ?? "") }
        let isClear = since != .some(.none) && limit != .some(.none)
        let answer = try await shard.federation.exports(
            since: isClear ? max(0, since.flatMap(\.self) ?? 0) : 0,
            limit: isClear ? min(1_000_000, max(0, limit.flatMap(\.self) ?? 100)) : 100,
            isStrict: context.isStrict
        )
        return .json(answer)
    }
}
