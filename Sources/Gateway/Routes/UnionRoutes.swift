import DICOM
import Federation
import HTTPServer
import OrthancModel

/// Reads that look at every instance below a resource, each from any holder that has it.
enum UnionRoutes {
    static var all: [Route] {
        [Level.patient, .study, .series].flatMap { level in
            [
                Route(
                    .get,
                    "/\(level.pathName)/{id}/instances-tags",
                    .multiOwner,
                    "Tags of every instance of the union by identifier, each read from one holder; "
                        + "sent while they are read."
                ) {
                    .json(
                        try await $1.federation.instancesTags(level, try id($0), format($0))
                    )
                },
                Route(
                    .get,
                    "/\(level.pathName)/{id}/shared-tags",
                    .multiOwner,
                    "Tags that every instance of the union has with the same text."
                ) {
                    .json(try await $1.federation.sharedTags(level, try id($0), format($0)))
                },
            ]
        }
            + [
                Route(
                    .get,
                    "/series/{id}/ordered-slices",
                    .multiOwner,
                    "Slices of the union in space, or by their numbers; worked out from the index."
                ) {
                    .json(
                        try await $1.federation.orderedSlices(try id($0), isStrict: $0.isStrict)
                    )
                },
                Route(
                    .get,
                    "/series/{id}/numpy",
                    .multiOwner,
                    "Pixels of the union's slices in their order, each decoded by one holder.",
                    answer: pixels
                ),
            ]
    }

    private static func id(_ context: RequestContext) throws -> OrthancID {
        guard let id = context.identifier() else { throw OrthancFault(.unknownResource) }
        return id
    }

    private static func format(_ context: RequestContext) -> TagFormat {
        TagFormat(
            simplify: context.hasFlag("simplify"),
            short: context.hasFlag("short"),
            full: context.hasFlag("full"),
            default: .full
        )
    }

    private static func pixels(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let rescale = context.head.query("rescale").map { (name: "rescale", value: $0.value) }
        let stack = try await shard.federation.stackedPixels(
            try id(context),
            query: rescale.map { [$0] } ?? [],
            isPacked: context.isTrue("compress") ?? false
        )
        return Response(
            headers: [("Content-Type", "application/octet-stream")] + stack.provenance.headers,
            body: .channel(stack.body, length: stack.length)
        )
    }
}
