import Federation
import HTTPServer
import JSONText
import OrthancModel

/// Labels, which are the federation's own: stores without them have them too.
enum LabelRoutes {
    static var all: [Route] {
        Level.allCases.flatMap { reads($0) + writes($0) } + [everything]
    }

    private static let everything = Route(
        .get,
        "/tools/labels",
        .index,
        "Every label that something has.",
        gives: .json(.names)
    ) { context, shard in
        .json(try await shard.federation.allLabels(isStrict: context.isStrict))
    }

    private static func reads(_ level: Level) -> [Route] {
        [
            Route(
                .get,
                "/\(level.pathName)/{id}/labels",
                .index,
                "Labels of the resource, ascending.",
                gives: .json(.names)
            ) {
                try await list(level, $0, $1)
            },
            Route(
                .get,
                "/\(level.pathName)/{id}/labels/{label}",
                .index,
                "An empty 200 when it has the label, an empty 404 when not.",
                gives: .text
            ) {
                try await one(level, $0, $1)
            },
        ]
    }

    private static func writes(_ level: Level) -> [Route] {
        let path = "/\(level.pathName)/{id}/labels/{label}"
        return [
            Route(
                .put,
                path,
                .broadcast,
                "Sets a label, in every store that has labels too.",
                gives: .text
            ) {
                try await set(true, level, $0, $1)
            },
            Route(
                .delete,
                path,
                .broadcast,
                "Removes a label, in every store that has labels too.",
                gives: .text
            ) {
                try await set(false, level, $0, $1)
            },
        ]
    }

    private static func list(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let (labels, provenance) = try await labels(level, context, shard)
        return .json(provenance) { $0.array(labels) }
    }

    private static func one(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let (labels, provenance) = try await labels(level, context, shard)
        guard labels.contains(context.parameters[1]) else {
            return .empty(404, provenance.headers)
        }
        return nothing(provenance)
    }

    private static func set(
        _ isSet: Bool,
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        guard let id = context.identifier() else { throw OrthancFault(.unknownResource) }
        let provenance = try await shard.federation.setLabel(
            context.parameters[1],
            isSet,
            level,
            id,
            isStrict: context.isStrict
        )
        return nothing(provenance)
    }

    private static func labels(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> (labels: [String], provenance: Provenance) {
        guard let id = context.identifier() else { throw OrthancFault(.unknownResource) }
        return try await shard.federation.labels(level, id, isStrict: context.isStrict)
    }

    private static func nothing(_ provenance: Provenance) -> Response {
        var response = Response.text("")
        response.headers += provenance.headers
        return response
    }
}
