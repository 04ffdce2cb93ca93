import Federation
import GlobalIndex
import HTTPServer
import OrthancClient
import OrthancModel

/// `/modalities` and `/peers`: other servers, with which one store deals for all.
enum RemoteRoutes {
    static var all: [Route] {
        RemoteKind.allCases.flatMap { kind -> [Route] in
            [lists(kind), changes(kind), reads(kind), operations(kind), sending(kind)]
                .flatMap(\.self)
        } + [echo]
    }

    private static let echo = Route(
        .post,
        "/tools/dicom-echo",
        .delegate,
        "C-ECHO from the delegate store, or the one of `store`, to any place.",
        needsAdmin: true,
        failures: [500: "Nobody answers at the place that the body names (code 9)."]
    ) { context, shard in
        let delegate = try shard.federation.delegate(context.chosenStore)
        let request = try await context.passedOn(["tools", "dicom-echo"], shard)
        return Response(try await shard.federation.perform(request, at: delegate))
    }

    private static func lists(_ kind: RemoteKind) -> [Route] {
        [
            Route(
                .get,
                "/\(kind.rawValue)",
                .fanOutMerge,
                "All stores' by name; what another store means differently is `name@store`, too.",
                query: [.init("expand", .boolean)]
            ) { context, shard in
                let answer = try await shard.federation.remotes(
                    kind,
                    isExpanded: context.isTrue("expand") ?? false,
                    isStrict: context.isStrict
                )
                return .json(answer)
            }
        ]
    }

    private static func changes(_ kind: RemoteKind) -> [Route] {
        [
            Route(
                .put,
                "/\(kind.rawValue)/{name}",
                .broadcast,
                "Every store learns it, now or when it is back, and again when it has forgotten. "
                    + "What holds a password is not remembered.",
                needsAdmin: true,
                body: .json(.anything),
                gives: .text
            ) { context, shard in
                let body = try await context.question(shard)
                let result = try await shard.federation.put(kind, context.parameters[0], body) {
                    shard.isOurs($0)
                }
                return Response(result)
            },
            Route(
                .delete,
                "/\(kind.rawValue)/{name}",
                .broadcast,
                "Every store forgets it, now or when it is back.",
                needsAdmin: true,
                gives: .text
            ) { context, shard in
                Response(try await shard.federation.forget(kind, context.parameters[0]))
            },
        ]
    }

    private static func reads(_ kind: RemoteKind) -> [Route] {
        let own = kind == .peers ? ["configuration", "system"] : ["configuration"]
        return ([[]] + own.map { [$0] }).map { below in
            Route(
                .get,
                (["/\(kind.rawValue)/{name}"] + below).joined(separator: "/"),
                .delegate,
                below.isEmpty
                    ? "What can be asked of it." : "From the first store that knows the name.",
                unknownIsEmpty: below.isEmpty
            ) { context, shard in
                let delegate = try await shard.federation.delegate(
                    to: context.parameters[0],
                    kind,
                    chosen: context.chosenStore
                ) {
                    // What one store can, can be asked of all.
                    !below.isEmpty || kind == .peers || Capabilities(version: $0).retrievesByGet
                }
                let request = StoreRequest(
                    .get,
                    [kind.rawValue, delegate.name] + below,
                    query: context.keptQuery
                )
                return Response(try await shard.federation.perform(request, at: delegate))
            }
        }
    }

    private static func operations(_ kind: RemoteKind) -> [Route] {
        guard kind == .modalities else { return [] }
        return [
            "echo", "find", "find-patient", "find-study", "find-series", "find-instance",
            "find-worklist", "move", "get",
        ].map { operation in
            Route(
                .post,
                "/modalities/{name}/\(operation)",
                .delegate,
                "By the first store that knows the name, or the one of `store`; done once.",
                failures: failures(of: operation)
            ) { context, shard in
                let result = try await shard.federation.call(
                    operation,
                    of: context.parameters[0],
                    kind,
                    try await context.passedOn([operation], shard),
                    chosen: context.chosenStore
                )
                return Response(result)
            }
        }
    }

    private static func failures(of operation: String) -> [Int: String] {
        operation == "get" ? [501: "No store that knows it can do C-GET."] : [:]
    }

    private static func sending(_ kind: RemoteKind) -> [Route] {
        [
            Route(
                .post,
                "/\(kind.rawValue)/{name}/store",
                .multiOwner,
                "Each instance once, from a store that holds it and knows the name; of several "
                    + "stores under one job."
            ) { context, shard in
                let result = try await shard.federation.send(
                    try await context.question(shard),
                    to: context.parameters[0],
                    kind,
                    chosen: context.chosenStore
                ) { shard.isOurs($0) }
                return Response(result)
            },
            Route(
                .post,
                "/\(kind.rawValue)/{name}/store-straight",
                .delegate,
                "A file that no store keeps, by the first store that knows the name.",
                body: .dicom
            ) { context, shard in
                let body = context.exchange.body.map {
                    StoreRequest.Body.channel($0, length: context.exchange.bodyLength)
                }
                let request = StoreRequest(.post, [], body: body ?? .none)
                let result = try await shard.federation.sendStraight(
                    request,
                    to: context.parameters[0],
                    kind,
                    chosen: context.chosenStore
                )
                return Response(result)
            },
        ]
    }
}

extension RequestContext {
    /// The store that is to act, as the caller wants it.
    var chosenStore: StoreName? { head.query("store")?.value.flatMap { StoreName($0) } }

    /// The query without what is meant for the gateway.
    var keptQuery: [(name: String, value: String?)] {
        head.query.filter { $0.name != "store" }.map { (name: $0.name, value: $0.value) }
    }

    /// A body that is a question.
    func question(_ shard: Shard) async throws -> [UInt8] {
        try await exchange.collectBody(limitBytes: shard.settings.limits.questionBytes)
    }

    /// The request as a store gets it.
    func passedOn(_ path: [String], _ shard: Shard) async throws -> StoreRequest {
        StoreRequest(
            StoreRequest.Method(head.method),
            path,
            query: keptQuery,
            headers: head.headers.select(["Accept"]),
            body: .bytes(try await question(shard))
        )
    }
}

extension Response {
    init(_ result: DelegatedAnswer) {
        var headers = result.answer.headers
        let saysSomething = result.answer.status == 200 || !result.answer.body.isEmpty
        if saysSomething, !headers.contains(where: { $0.0 == "Content-Type" }) {
            headers.append(("Content-Type", "text/plain"))
        }
        self.init(
            status: result.answer.status,
            headers: headers + result.provenance.headers,
            body: .bytes(result.answer.body)
        )
    }
}

extension Shard {
    /// Whether `host:port` is where this gateway listens.
    func isOurs(_ place: String) -> Bool {
        let own = settings.listen.address
        return place == "\(own):\(port)"
            || ["localhost", "127.0.0.1", "[::1]"].contains { place == "\($0):\(port)" }
    }
}
