import Federation
import HTTPServer
import OrthancModel

/// Storage commitment: other servers say that they have what stores have sent them.
enum CommitmentRoutes {
    static var all: [Route] {
        [
            Route(
                .post,
                "/modalities/{name}/storage-commitment",
                .multiOwner,
                "Every store asks about what it holds; several under one transaction."
            ) { context, shard in
                let result = try await shard.federation.commit(
                    try await context.question(shard),
                    to: context.parameters[0],
                    chosen: context.chosenStore
                )
                return Response(result)
            },
            Route(
                .get,
                "/storage-commitment/{id}",
                .session,
                "The reports of all stores that take part as one; final ones are remembered.",
                gives: .json(.object)
            ) { context, shard in
                Response(try await shard.federation.commitment(context.parameters[0]))
            },
            Route(
                .post,
                "/storage-commitment/{id}/remove",
                .broadcast,
                "Deletes everywhere what was committed.",
                gives: .text
            ) { context, shard in
                let provenance = try await shard.federation.removeCommitted(
                    context.parameters[0],
                    isStrict: context.isStrict
                )
                return .text("", provenance)
            },
        ]
    }
}
