import Access
import Basics
import Federation
import GlobalIndex
import HTTPServer
import Journal
import OrthancClient
import OrthancModel
import Packing

/// Jobs of the gateway and of all stores under one roof.
enum JobRoutes {
    /// Gives what a job of the gateway has made, such as an archive.
    typealias Output =
        @Sendable (JobRecord, _ key: String, RequestContext, Shard) async throws -> Response?

    /// By the job's kind; a kind that makes nothing is not here.
    static let outputs: [String: Output] = [ArchiveKind.key: ArchiveRoutes.output]

    static var all: [Route] {
        [
            Route(
                .get,
                "/jobs",
                .fanOutMerge,
                "The gateway's own jobs, those remembered, and what stores show now.",
                answer: list
            ),
            Route(
                .get,
                "/jobs/{id}",
                .job,
                "One job; as last seen when its store has forgotten it or is down.",
                unknownIsEmpty: true,
                answer: one
            ),
            Route(
                .delete,
                "/jobs/{id}",
                .job,
                "Forgets a job that has ended; stores older than 1.12.2 are made to look so.",
                answer: remove
            ),
            Route(
                .get,
                "/jobs/{id}/{key}",
                .job,
                "What a job has made: `archive`.",
                answer: output
            ),
            Route(
                .delete,
                "/jobs/{id}/{key}",
                .job,
                "Forgets what a job has made.",
                answer: removeOutput
            ),
        ]
            + JobAction.allCases.map { action in
                Route(
                    .post,
                    "/jobs/{id}/\(action.rawValue)",
                    .job,
                    summary(of: action)
                ) {
                    try await act(action, $0, $1)
                }
            }
    }

    private static func summary(of action: JobAction) -> String {
        switch action {
        case .cancel: "Cancels; what it has made in part is removed before it ends."
        case .pause: "Pauses at the next safe point."
        case .resume: "Lets a paused job go on."
        case .resubmit: "Runs a failed job again from the start."
        }
    }

    private static func list(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        .json(
            try await shard.federation.jobs(
                isExpanded: context.isTrue("expand") ?? false,
                isStrict: context.isStrict
            )
        )
    }

    private static func one(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        guard let id = JobID(context.parameters[0]),
            let text = try await shard.federation.job(id)
        else { return .empty(404) }
        return .json(text)
    }

    private static func act(
        _ action: JobAction,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        guard let id = JobID(context.parameters[0]) else { return .empty(400) }
        guard try await maySteer(id, context, shard) else { return .empty(403) }
        guard try await shard.federation.act(action, on: id) else { return .empty(400) }
        return Response(
            headers: [("Content-Type", "application/json")],
            body: .bytes(Array("{}".utf8))
        )
    }

    /// What only administrators may begin only they may steer, and what guards modifications.
    private static func maySteer(
        _ id: JobID,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Bool {
        guard !context.principal.isAdmin, case .gateway(let uuid) = id else { return true }
        let kind = try await shard.federation.record(uuid)?.kind
        return kind != MovementJob.kind && kind != GuardKind.key
    }

    private static func remove(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let name = context.parameters[0]
        guard let id = JobID(name) else { throw unknown(name) }
        guard try await maySteer(id, context, shard) else { return .empty(403) }
        let isGone = try await shard.federation.removeJob(id)
        guard isGone else { throw unknown(name) }
        return .text("")
    }

    private static func unknown(_ name: String) -> OrthancFault {
        OrthancFault(.inexistentItem, details: "No job found with this id: \(name)")
    }

    // MARK: What jobs have made

    private static func output(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let key = context.parameters[1]
        switch JobID(context.parameters[0]) {
        case .gateway(let uuid):
            guard let record = try await shard.federation.record(uuid),
                record.state == .success, let output = outputs[record.kind],
                let response = try await output(record, key, context, shard)
            else { throw noOutput(key) }
            return response
        case .bound(let id):
            let request = StoreRequest(.get, ["jobs", id.local, key])
            guard let answer = try await shard.federation.askJob(id, request) else {
                throw noOutput(key)
            }
            guard answer.status == 200 else {
                answer.body.abandon()
                throw noOutput(key)
            }
            return Response(answer)
        case nil: throw noOutput(key)
        }
    }

    private static func removeOutput(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let key = context.parameters[1]
        if case .gateway(let uuid) = JobID(context.parameters[0]), key == "archive",
            await shard.shelf.remove(uuid)
        {
            return .text("")
        }
        guard case .bound(let id) = JobID(context.parameters[0]) else { throw noOutput(key) }
        let request = StoreRequest(.delete, ["jobs", id.local, key])
        guard let answer = try await shard.federation.askJob(id, request) else {
            throw noOutput(key)
        }
        guard answer.status == 200 else {
            answer.body.abandon()
            throw noOutput(key)
        }
        return Response(answer)
    }

    private static func noOutput(_ key: String) -> OrthancFault {
        OrthancFault(.inexistentItem, details: "Job has no such output: \(key)")
    }
}
