import EventLoop
import Federation
import GlobalIndex
import HTTPServer
import Journal
import JSONText
import OrthancClient
import OrthancModel

/// The stores themselves; for administrators.
///
/// `GET /stores[?expand]`, `GET|PUT|DELETE /stores/{name}`, `POST /stores/{name}/drain`,
/// `POST /stores/{name}/resume`, and everything below `/stores/{name}/` passed on to that store.
enum StoreRoutes {
    static var all: [Route] {
        [
            route(.get, "/stores", "The stores; `expand` tells their state and counts.", list),
            route(.get, "/stores/{name}", "One store: state, version, lag, counts.", one),
            route(.put, "/stores/{name}", "Adds a store that answers, or changes one.", put),
            route(.delete, "/stores/{name}", "Lets go of a store that the API added.", remove),
            route(.post, "/stores/{name}/drain", drainSummary, drain),
            route(.post, "/stores/{name}/resume", "Ends draining or quarantine.", resume),
        ]
            + [Method.get, .post, .put, .delete].map {
                route($0, "/stores/{name}/{path*}", "Passed on to that store as it is.", pass)
            }
    }

    private static let drainSummary =
        "Reads go on; nothing new comes in. `{\"Move\": true}` also brings all that it holds to "
        + "other stores, by a job."

    private static func route(
        _ method: Method,
        _ pattern: String,
        _ summary: String,
        _ answer: @escaping @Sendable (RequestContext, Shard) async throws -> Response
    ) -> Route {
        Route(
            method,
            pattern,
            .storeScoped,
            summary,
            failure: pattern.hasSuffix("{path*}") ? .one : FailureRule.none,
            needsAdmin: true,
            answer: answer
        )
    }

    // MARK: Looking

    private static func list(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let stores = shard.federation.snapshot.stores
        guard context.isTrue("expand") ?? false else {
            return .json { $0.array(stores.map(\.name.description)) }
        }
        let details = try await shard.control.details()
        return .json { writer in
            writer.array { writer in for detail in details { detail.write(to: &writer) } }
        }
    }

    private static func one(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let view = try view(context, shard)
        let details = try await shard.control.details()
        guard let detail = details.first(where: { $0.view.name == view.name }) else {
            throw OrthancFault(.unknownResource)
        }
        return .json { detail.write(to: &$0) }
    }

    // MARK: Changing

    /// Adds a store after it has answered, or changes one that the API manages.
    private static func put(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        guard let name = StoreName(context.parameters[0]) else {
            throw OrthancFault(
                .badRequest,
                details: "A store's name is 1 to 40 of a-z, 0-9 and -"
            )
        }
        let body = try await context.exchange.collectBody(limitBytes: 64 * 1024)
        guard let value = try? JSONValue(body), let url = value["Url"]?.string else {
            throw OrthancFault(.badRequest, details: "The body must be JSON with a \"Url\"")
        }
        let settings = try StoreSettings(value, ignoring: ["Url"])
        try check(settings.password, below: shard.settings.storeSecrets)
        let configuration = try settings.configuration(
            name,
            url: url,
            limits: shard.settings.limits
        )
        try await shard.control.put(name, url: url, settings, configuration)
        return .json { $0.object { _ in } }
    }

    private static func check(_ password: String?, below folder: String) throws {
        guard let password, !SecretReference.isForStores(password, below: folder) else { return }
        throw OrthancFault(
            .badRequest,
            details: "Password must be file:\(folder)/NAME or env:ISENGARD_STORE_NAME"
        )
    }

    private static func remove(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        try await shard.control.remove(try view(context, shard).name)
        return .json { $0.object { _ in } }
    }

    private static func drain(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let view = try view(context, shard)
        let body = try await context.exchange.collectBody(limitBytes: 64 * 1024)
        let order = body.isEmpty ? JSONObject([]) : try MovementRoutes.object(body)
        try await shard.control.set(.draining, of: view.name)
        guard order["Move"]?.boolean ?? false else { return .json { $0.object { _ in } } }
        return try await MovementRoutes.submit(
            MovementOrder(.leaving(view.key), isMove: true),
            order,
            shard
        )
    }

    private static func resume(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let view = try view(context, shard)
        try await shard.control.set(.active, of: view.name)
        try await shard.federation.endMovements(leaving: view.key)
        return .json { $0.object { _ in } }
    }

    // MARK: Passing on

    private static let passedOn =
        OwnedRoutes.forwarded + ["Content-Type", "Content-Encoding", "If-Match"]

    /// Any request below `/stores/{name}/`, as it is but for headers by allow-list.
    private static func pass(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let view = try view(context, shard)
        guard let store = shard.federation.store(view.name) else {
            throw FederationError(.unavailable([view.name]), doing: "pass on")
        }
        let head = context.head
        let request = StoreRequest(
            StoreRequest.Method(head.method),
            Array(head.path.dropFirst(2)),
            query: head.query.map { (name: $0.name, value: $0.value) },
            headers: head.headers.select(passedOn),
            body: context.exchange.hasBody
                ? context.exchange.body.map {
                    .channel($0, length: context.exchange.bodyLength)
                } ?? .none : .none
        )
        do {
            let stream = try await store.open(request)
            if head.method != .get { shard.control.poke(view.name) }
            var provenance = Provenance()
            provenance.servedBy = view.name
            return Response(
                relaying: stream.headers,
                status: stream.status,
                stream.body,
                length: stream.length,
                provenance
            )
        } catch {
            throw FederationError(
                error.bytesSent && head.method != .get
                    ? .outcomeUnknown(view.name) : .unavailable([view.name]),
                doing: "pass on"
            )
        }
    }

    static func view(_ context: RequestContext, _ shard: Shard) throws -> StoreView {
        guard let name = StoreName(context.parameters[0]),
            let view = shard.federation.snapshot[name]
        else { throw OrthancFault(.unknownResource) }
        return view
    }
}

extension StoreRequest.Method {
    init(_ method: Method) {
        self =
            switch method {
            case .get: .get
            case .post: .post
            case .put: .put
            case .delete: .delete
            }
    }
}
