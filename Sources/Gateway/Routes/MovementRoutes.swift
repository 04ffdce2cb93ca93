import Federation
import GlobalIndex
import HTTPServer
import Journal
import JSONText
import OrthancModel
import Placement

/// Copying and moving resources between stores; for administrators.
enum MovementRoutes {
    static var all: [Route] {
        [
            Route(
                .post,
                "/stores/{name}/import",
                .storeScoped,
                "Copies resources from other stores into this one, or moves them with "
                    + "`\"Move\": true`, by a job. A source's copy goes only when checksums say "
                    + "that this store's is the same.",
                failure: .one,
                needsAdmin: true,
                gives: .json(.object),
                answer: bring
            ),
            Route(
                .get,
                "/replication",
                .gateway,
                "What has fewer copies than configured, copies that differ in size or in who the "
                    + "patient is, and where index and stores disagree; counts, and the first 100.",
                failure: .index,
                needsAdmin: true,
                gives: .json(.object)
            ) { _, shard in
                let report = try await shard.federation.replicationReport()
                return .json { report.write(to: &$0) }
            },
            replicationJob(
                "repair",
                "Makes the copies that lack, by a job; nothing is removed or overwritten."
            ) { body, shard in
                let copies = Int(clamping: body["Copies"]?.integer ?? 0)
                let wanted = copies > 0 ? copies : shard.settings.placement.copies
                return .missing(copies: min(wanted, 8))
            },
            replicationJob(
                "check",
                "Compares the checksums of all that several stores hold, by a job that names what "
                    + "differs."
            ) { _, _ in .comparing },
        ]
    }

    private static func replicationJob(
        _ name: String,
        _ summary: String,
        _ scope: @escaping @Sendable (JSONObject, Shard) -> MovementOrder.Scope
    ) -> Route {
        Route(
            .post,
            "/replication/\(name)",
            .gateway,
            summary,
            failure: FailureRule.none,
            needsAdmin: true,
            gives: .json(.object)
        ) { context, shard in
            let bytes = try await context.exchange.collectBody(limitBytes: 64 * 1024)
            let body = bytes.isEmpty ? JSONObject([]) : try object(bytes)
            return try await submit(
                MovementOrder(scope(body, shard), isMove: false),
                body,
                shard
            )
        }
    }

    /// `{"Resources": […], "From": ["store"], "Move": false, "Synchronous": false}`
    private static func bring(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let view = try StoreRoutes.view(context, shard)
        let limit = shard.settings.limits.questionBytes
        let body = try object(try await context.exchange.collectBody(limitBytes: limit))
        guard !view.isDraining else {
            throw OrthancFault(
                .badSequenceOfCalls,
                details: "Store \(view.name) is draining and takes nothing new"
            )
        }
        let ids = try texts("Resources", body).map { text in
            guard let id = OrthancID(text) else { throw OrthancFault(.unknownResource) }
            return id
        }
        guard !ids.isEmpty else {
            throw OrthancFault(.badRequest, details: "\"Resources\" must name one at least")
        }
        let sources = body["From"] == nil ? [] : try texts("From", body)
        let order = MovementOrder(
            .resources(
                try await shard.federation.named(ids).map {
                    MovementOrder.Resource(level: $0.level, id: $0.id)
                },
                to: view.key,
                from: try sources.map { try key($0, shard) }
            ),
            isMove: body["Move"]?.boolean ?? false
        )
        return try await submit(order, body, shard)
    }

    private static func key(_ name: String, _ shard: Shard) throws -> StoreKey {
        guard let name = StoreName(name), let view = shard.federation.snapshot[name] else {
            throw OrthancFault(.badRequest, details: "There is no store \(name)")
        }
        return view.key
    }

    // MARK: Pieces

    static func object(_ body: [UInt8]) throws -> JSONObject {
        guard let object = (try? JSONValue(body))?.object else {
            throw OrthancFault(.badRequest, details: "The body must be a JSON object")
        }
        return object
    }

    private static func texts(_ name: String, _ body: JSONObject) throws -> [String] {
        let texts = body[name]?.array?.map(\.string)
        guard let texts, !texts.contains(nil) else {
            throw OrthancFault(.badRequest, details: "\"\(name)\" must be an array of texts")
        }
        return texts.compactMap(\.self)
    }

    /// Writes the job down; with `"Synchronous": true` waits for its end and gives its Content.
    static func submit(
        _ order: MovementOrder,
        _ body: JSONObject,
        _ shard: Shard
    ) async throws -> Response {
        var job = NewJob(kind: MovementJob.kind, type: "ResourceMovement", request: order.json)
        job.priority = Int(clamping: body["Priority"]?.integer ?? 0)
        let id = try await shard.federation.submit(job)
        guard body["Synchronous"]?.boolean ?? false else {
            return .json { writer in
                writer.object { writer in
                    writer.member("ID", id.description)
                    writer.member("Path", "/jobs/\(id)")
                }
            }
        }
        let record = try await shard.federation.ended(id)
        guard record.state == .success else {
            throw OrthancFault(
                OrthancStatus(rawValue: record.errorCode) ?? .internalError,
                details: record.errorDetails
            )
        }
        return .json(record.content)
    }
}
