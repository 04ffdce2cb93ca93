import Federation
import HTTPServer
import OrthancModel

/// What makes new instances of old ones: executed exactly once, at one store.
enum ModifyRoutes {
    static var all: [Route] {
        [Level.patient, .study, .series].flatMap { level in
            [
                route(
                    .modify,
                    level,
                    "Modifies a copy, at one store that has all of it or gets what it lacks."
                ),
                route(
                    .anonymize,
                    level,
                    "Anonymizes a copy, at one store that has all of it or gets what it lacks."
                ),
            ]
        } + [
            route(
                .merge,
                .study,
                "Merges into a study, at one store; sources are then removed at every holder."
            ),
            route(
                .split,
                .study,
                "Splits off a new study, at one store; sources are then removed at every holder."
            ),
            bulk(.bulkModify, "Modifies many; each patient at one store."),
            bulk(.bulkAnonymize, "Anonymizes many; each patient at one store."),
        ]
    }

    private static func route(
        _ operation: ModifyRequest.Operation,
        _ level: Level,
        _ summary: String
    ) -> Route {
        Route(.post, "/\(level.pathName)/{id}/\(operation.rawValue)", .execOne, summary) {
            try await answer(operation, level, $0.parameters[0], $0, $1)
        }
    }

    private static func bulk(_ operation: ModifyRequest.Operation, _ summary: String) -> Route {
        Route(.post, "/tools/\(operation.rawValue)", .execOne, summary) {
            try await answer(operation, .instance, nil, $0, $1)
        }
    }

    private static func answer(
        _ operation: ModifyRequest.Operation,
        _ level: Level,
        _ name: String?,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let body = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        let answer = try await shard.federation.modify(
            operation,
            level,
            name,
            body: body,
            limitBytes: Int64(shard.settings.limits.stagedBytes),
            isConfirmed: context.isConfirmed
        )
        return .json(answer.body)
    }
}
