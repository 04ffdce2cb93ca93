import Federation
import GlobalIndex
import HTTPServer
import JSONText
import OrthancModel

/// Questions over the whole federation.
enum SearchRoutes {
    static var all: [Route] {
        [
            Route(
                .post,
                "/tools/find",
                .index,
                "Searches the union. Tags outside the index are asked of the holders and checked "
                    + "again; pages are exactly full.",
                body: .json(.find),
                gives: .json(.resources),
                failures: Self.badQuery,
                answer: find
            ),
            Route(
                .post,
                "/tools/count-resources",
                .index,
                "Counts what `/tools/find` would give; `Limit` and `Since` do not count.",
                body: .json(.find),
                gives: .json(.count),
                failures: Self.badQuery,
                answer: count
            ),
            Route(
                .post,
                "/tools/lookup",
                .index,
                "Finds by PatientID or UID, exactly; each resource once.",
                body: .text,
                answer: lookup
            ),
            Route(
                .get,
                "/statistics",
                .index,
                "Counts of the union; sizes of one copy an instance.",
                gives: .json(.statistics),
                answer: statistics
            ),
            Route(
                .get,
                "/changes",
                .gateway,
                "The federation's own change log: one row an event that is new to the union.",
                failure: .index,
                query: [
                    .init("since", .number), .init("limit", .number), .init("last", .flag),
                    .init("to", .number), .init("type", .text),
                ],
                gives: .json(.changes),
                answer: changes
            ),
            Route(
                .delete,
                "/changes",
                .gateway,
                "Empties the federation's own log; `Last` stays. Stores keep theirs.",
                needsAdmin: true,
                gives: .text,
                answer: forget
            ),
        ]
    }

    /// Orthanc's own answers to what it can't read in a query.
    private static let badQuery = [
        500: "An unknown tag in `Query` (code 27), or JSON of the wrong type (code -1)."
    ]

    private static func forget(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        try await shard.federation.forgetChanges()
        return .text("")
    }

    private static func find(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let query = try FindQuery(body: try await body(context, shard))
        let answer = try await shard.federation.find(
            query,
            isStrict: context.isStrict,
            deadline: context.deadline
        )
        return .json(answer)
    }

    private static func count(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let query = try FindQuery(body: try await body(context, shard))
        guard !query.isCaseSensitive else { throw OrthancFault(.parameterOutOfRange) }
        let (count, provenance) = try await shard.federation.count(
            query,
            isStrict: context.isStrict,
            deadline: context.deadline
        )
        return .json(provenance) { writer in
            writer.object { $0.member("Count", count) }
        }
    }

    private static func lookup(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let text = String(decoding: try await body(context, shard), as: UTF8.self)
        let answer = try await shard.federation.lookup(text, isStrict: context.isStrict)
        return .json(answer)
    }

    private static func statistics(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let answer = try await shard.federation.statistics(isStrict: context.isStrict)
        return .json(answer)
    }

    private static func changes(_ context: RequestContext, _ shard: Shard) async throws -> Response
    {
        if context.hasFlag("last") {
            let answer = try await shard.federation.lastChange(isStrict: context.isStrict)
            return .json(answer)
        }
        let question = try ChangeQuestion(context)
        let answer = try await shard.federation.changes(question, isStrict: context.isStrict)
        return .json(answer)
    }

    private static func body(_ context: RequestContext, _ shard: Shard) async throws -> [UInt8] {
        try await context.exchange.collectBody(limitBytes: shard.settings.limits.questionBytes)
    }
}

extension ChangeQuestion {
    /// Most rows of one answer; `Done` says that there are more.
    private static let mostRows = 100_000

    /// The query of `GET /changes` as Orthanc reads it: a `since` or `limit` that is no number
    /// silently gives both defaults (rest-semantics 3.5), a negative one its own.
    fileprivate init(_ context: RequestContext) throws {
        self.init()
        let since = context.head.query("since").map { Int64($0.value ?? "") }
        let limit = context.head.query("limit").map { Int($0.value ?? "") }
        let upTo = context.head.query("to").map { Int64($0.value ?? "") }
        if case .some(.none) = since { return }
        if case .some(.none) = limit { return }
        if case .some(.none) = upTo { return }
        if let value = since ?? nil { self.since = max(0, value) }
        if let value = limit ?? nil, value >= 0 { self.limit = min(value, Self.mostRows) }
        if let value = upTo ?? nil {
            self.upTo = value
            // The newest up to it, unless it says from where. Source: live 1.12.7 and 1.13.0.
            if self.since == 0 { self.since = nil }
        }
        for name in (context.head.query("type")?.value ?? "").split(separator: ";") {
            guard let type = ChangeType(rawValue: String(name)) else {
                throw OrthancFault(.parameterOutOfRange)
            }
            types = (types ?? []).union([type])
        }
    }
}
