import HTTPServer

/// What a route does across stores.
///
/// Source: the class column of Tests/Routes/rest-routes.csv.
enum RouteClass: String, Sendable, CaseIterable {
    case index = "INDEX"
    case owner = "OWNER"
    case multiOwner = "MULTI-OWNER"
    case fanOutMerge = "FANOUT-MERGE"
    case broadcast = "BROADCAST"
    case execOne = "EXEC-ONE"
    case placement = "PLACEMENT"
    case job = "JOB"
    case session = "SESSION"
    case delegate = "DELEGATE"
    case gateway = "GATEWAY"
    case storeScoped = "STORE-SCOPED"
    case userInterface = "UI"
}

/// What a route answers while stores are down.
enum FailureRule: String, Sendable, CaseIterable {
    /// 200 from the index; `X-Federation-Stale` and `-Partial` say what it lacks.
    case index
    /// The next holder; 503 with code 36 when none can be reached.
    case nextHolder
    /// Every needed store is checked before the first byte; later the connection is cut.
    case all
    /// 200 with `X-Federation-Partial`, or 503 for a strict caller.
    case partial
    /// 503 with code 36 when nothing was sent, 500 with code 9 when the outcome is unknown.
    case one
    /// Written down first; what a store that is down owes is done when it returns.
    case journal
    /// No store is asked.
    case none
}

/// One (method, path) of the API: what the router matches and what docs/api.md tells.
struct Route: Sendable {
    let method: Method
    let pattern: String
    let routeClass: RouteClass
    /// What it gives or does, and how answers of several stores become one; a sentence or two.
    let summary: String
    let failure: FailureRule
    let needsAdmin: Bool
    /// An unknown resource is an empty 404, as where Orthanc's handler returns without answering;
    /// elsewhere it is a 404 with code 17.
    let unknownIsEmpty: Bool
    let contract: RouteContract
    let answer: @Sendable (RequestContext, Shard) async throws -> Response

    /// - Parameters:
    ///   - failure: nil: as usual for the class.
    ///   - body: nil: as usual for the method.
    ///   - gives: nil: as usual for the class.
    ///   - failures: See ``RouteContract/failures``.
    init(
        _ method: Method,
        _ pattern: String,
        _ routeClass: RouteClass,
        _ summary: String,
        failure: FailureRule? = nil,
        needsAdmin: Bool = false,
        unknownIsEmpty: Bool = false,
        query: [RouteContract.Argument] = [],
        body: RouteContract.RequestBody? = nil,
        status: Int = 200,
        gives: RouteContract.AnswerBody? = nil,
        failures: [Int: String] = [:],
        answer: @escaping @Sendable (RequestContext, Shard) async throws -> Response
    ) {
        self.method = method
        self.pattern = pattern
        self.routeClass = routeClass
        self.summary = summary
        self.failure = failure ?? routeClass.usualFailure
        self.needsAdmin = needsAdmin
        self.unknownIsEmpty = unknownIsEmpty
        contract = RouteContract(
            query: query,
            body: body ?? .usual(method),
            status: status,
            answer: gives ?? .usual(routeClass),
            failures: failures
        )
        self.answer = answer
    }
}

extension Route {
    /// Changes or sends something, and answers when that is done.
    var mayTakeLong: Bool {
        method != .get
            && [.execOne, .delegate, .session, .multiOwner, .broadcast].contains(routeClass)
    }
}

extension RouteClass {
    /// Takes all instances below a resource that the index knows: what it doesn't know yet is
    /// lacking, whatever the answer says itself.
    var gathers: Bool { self == .multiOwner || self == .execOne }

    fileprivate var usualFailure: FailureRule {
        switch self {
        case .index: .index
        case .owner, .userInterface: .nextHolder
        case .multiOwner: .all
        case .fanOutMerge: .partial
        case .broadcast: .journal
        case .execOne, .placement, .job, .session, .delegate: .one
        case .gateway, .storeScoped: .none
        }
    }
}

extension RouteTree where Leaf == Route {
    init(_ routes: [Route]) {
        self.init()
        for route in routes { add(route.method, route.pattern, route) }
    }
}
