import HTTPServer

/// What a route does across stores; the classes of the route table.
enum RouteClass: String, Sendable {
    case index = "INDEX"
    case owner = "OWNER"
    case gateway = "GATEWAY"
    case placement = "PLACEMENT"
    case broadcast = "BROADCAST"
    case storeScoped = "STORE-SCOPED"
}

/// One (method, path) of the API.
struct Route: Sendable {
    let method: Method
    let pattern: String
    let routeClass: RouteClass
    var needsAdmin = false
    /// An unknown resource is an empty 404, as where Orthanc's handler returns without answering;
    /// elsewhere it is a 404 with code 17.
    var unknownIsEmpty = false
    let answer: @Sendable (RequestContext, Shard) async throws -> Response
}

extension RouteTree where Leaf == Route {
    init(_ routes: [Route]) {
        self.init()
        for route in routes { add(route.method, route.pattern, route) }
    }
}
