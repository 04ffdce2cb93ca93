import DICOM
import Federation
import HTTPServer
import OrthancModel

/// Lists, resources, parents and children: answered by the index.
enum ResourceRoutes {
    static var all: [Route] {
        Level.allCases.flatMap { level in
            [
                Route(
                    .get,
                    "/\(level.pathName)",
                    .index,
                    "Identifiers of the union, ascending, or the resources with `expand`.",
                    query: .list,
                    gives: .json(.resources)
                ) {
                    try await list(level, $0, $1)
                },
                Route(
                    .get,
                    "/\(level.pathName)/{id}",
                    .index,
                    "One resource merged over its holders: union of children, stable when all "
                        + "are, tags of one copy.",
                    unknownIsEmpty: true,
                    query: .resource,
                    gives: .json(.resource)
                ) {
                    try await one(level, $0, $1)
                },
                Route(
                    .delete,
                    "/\(level.pathName)/{id}",
                    .broadcast,
                    "Deletes at every holder; `RemainingAncestor` is the union's.",
                    unknownIsEmpty: true,
                    gives: .json(.deleted)
                ) {
                    try await delete(level, $0, $1)
                },
                Route(
                    .get,
                    "/\(level.pathName)/{id}/statistics",
                    .index,
                    "Counts over the union; sizes of one copy an instance.",
                    gives: .json(.statistics)
                ) {
                    try await statistics(level, $0, $1)
                },
            ] + relatives(of: level)
        }
    }

    private static func relatives(of level: Level) -> [Route] {
        Level.allCases.filter { $0 != level }.map { wanted in
            let isBelow = wanted > level
            let name = isBelow ? wanted.pathName : wanted.typeName.lowercased()
            return Route(
                .get,
                "/\(level.pathName)/{id}/\(name)",
                .index,
                isBelow
                    ? "Descendants in the union, ascending; `expand=false` gives identifiers."
                    : "The ancestor, merged over its holders.",
                query: .resource + (isBelow ? [.expand] : []),
                gives: .json(isBelow ? .resources : .resource)
            ) {
                try await relatives(wanted, of: level, $0, $1)
            }
        }
    }

    // MARK: Answers

    private static func list(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let since = try number("since", context)
        let limit = try number("limit", context)
        guard (since == nil) == (limit == nil) else {
            let missing = since == nil ? "since" : "limit"
            throw OrthancFault(
                .badRequest,
                details: "Missing \"\(missing)\" argument for GET request against: "
                    + "/\(level.pathName)"
            )
        }
        let style = try style(context, expandsByDefault: false)
        let answer = try await shard.federation.list(
            level,
            since: since ?? 0,
            limit: limit ?? 0,
            style: style,
            isStrict: context.isStrict
        )
        return .json(answer)
    }

    private static func one(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let style = try style(context, expandsByDefault: true) ?? AnswerStyle()
        guard let id = context.identifier() else { return .empty(404) }
        let answer = try await shard.federation.resource(
            level,
            id,
            style,
            isStrict: context.isStrict
        )
        return .json(answer)
    }

    private static func relatives(
        _ wanted: Level,
        of level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let style = try style(context, expandsByDefault: true)
        guard let id = context.identifier() else { throw OrthancFault(.unknownResource) }
        let answer = try await shard.federation.relatives(
            wanted,
            of: level,
            id,
            style: style,
            isStrict: context.isStrict
        )
        return .json(answer)
    }

    private static func statistics(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        guard let id = context.identifier() else { throw OrthancFault(.unknownResource) }
        let answer = try await shard.federation.statistics(
            level,
            id,
            isStrict: context.isStrict
        )
        return .json(answer)
    }

    private static func delete(
        _ level: Level,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        guard let id = context.identifier() else { return .empty(404) }
        let answer = try await shard.federation.delete(
            level,
            id,
            isStrict: context.isStrict,
            isConfirmed: context.isConfirmed
        )
        return .json(answer)
    }

    // MARK: Query flags (rest-semantics 1.5 and 3.1)

    private static func number(_ name: String, _ context: RequestContext) throws -> Int? {
        guard let item = context.head.query(name) else { return nil }
        guard let value = Int(item.value ?? ""), value >= 0 else {
            throw OrthancFault(.badParameterType)
        }
        return min(value, PageLimits.mostPosition)
    }

    /// How to write; nil when ids alone are asked.
    ///
    /// Lists alone take `response-content`. Source: live Orthancs 1.12.7 and 1.13.0.
    private static func style(
        _ context: RequestContext,
        expandsByDefault: Bool
    ) throws -> AnswerStyle? {
        var style = AnswerStyle()
        style.format = TagFormat(
            simplify: context.hasFlag("simplify"),
            short: context.hasFlag("short"),
            full: context.hasFlag("full")
        )
        let asked = context.head.query("requested-tags") ?? context.head.query("requestedTags")
        for text in (asked?.value ?? "").split(separator: ";") {
            guard let tag = Tag(parsing: String(text)) else {
                throw OrthancFault(.badRequest, details: "Unknown tag: \(text)")
            }
            style.requestedTags.append(tag)
        }
        guard !expandsByDefault, let item = context.head.query("response-content") else {
            return context.isTrue("expand") ?? expandsByDefault ? style : nil
        }
        var content: Set<ResponseContent> = []
        for text in (item.value ?? "").split(separator: ";") {
            guard let part = ResponseContent(rawValue: String(text)) else {
                throw OrthancFault(.parameterOutOfRange, details: "Unknown content: \(text)")
            }
            content.insert(part)
        }
        style.content = content
        return style
    }
}
