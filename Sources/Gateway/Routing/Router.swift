import Access
import Basics
import EventLoop
import Federation
import HTTPServer
import Logging
import OrthancModel

/// From an accepted head to an answer, for one shard.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class Router: RequestHandler, @unchecked Sendable {
    private let shard: Shard
    private let routes: RouteTree<Route>
    private(set) var counters = RouterCounters()

    init(shard: Shard, routes: RouteTree<Route>) {
        self.shard = shard
        self.routes = routes
    }

    func handle(_ exchange: ServerExchange) {
        let task = shard.loop.spawn { [self] in
            var response = await answer(exchange)
            if XMLAnswer.isWanted(exchange.head.headers.first("Accept")) {
                response = XMLAnswer.made(of: response, on: shard.loop)
            }
            counters.count(response.status)
            response.send(on: exchange)
        }
        guard !exchange.hasResponded else { return }
        exchange.onAbort = { task.cancel() }
    }

    private func answer(_ exchange: ServerExchange) async -> Response {
        let head = exchange.head
        let principal: Principal
        switch await shard.gatekeeper.identify(head, on: shard.loop) {
        case .admitted(let someone): principal = someone
        case .challenged: return Self.challenge
        case .busy(let pause): return .empty(429, [("Retry-After", String(pause))])
        }
        switch routes.match(head.method, head.path) {
        case .unknown:
            let fault = OrthancFault(.unknownResource)
            return ErrorTable.response(fault, method: head.method.rawValue, path: head.path)
        case .wrongMethod(let allowed):
            let names = [Method.get, .post, .put, .delete].filter(allowed.contains)
                .map(\.rawValue).joined(separator: ",")
            return .empty(405, [("Allow", names)])
        case .found(let route, let parameters):
            guard principal.isAdmin || !route.needsAdmin else { return .empty(403) }
            if route.mayTakeLong { exchange.patience = Self.patience }
            let context = RequestContext(
                exchange: exchange,
                parameters: parameters,
                principal: principal,
                deadline: .after(shard.settings.limits.answer, from: shard.loop.now)
            )
            return await run(route, context)
        }
    }

    private func run(_ route: Route, _ context: RequestContext) async -> Response {
        do {
            guard route.routeClass.gathers else { return try await route.answer(context, shard) }
            let known = try shard.federation.indexProvenance(isStrict: context.isStrict)
            var response = try await route.answer(context, shard)
            response.add(known)
            return response
        } catch let error as FederationError {
            if route.unknownIsEmpty, error.isUnknownResource {
                return .empty(404, error.provenance.headers)
            }
            return ErrorTable.response(
                to: error,
                method: context.head.method.rawValue,
                path: context.head.path
            )
        } catch let fault as OrthancFault {
            return ErrorTable.response(
                fault,
                method: context.head.method.rawValue,
                path: context.head.path
            )
        } catch let error as ServerError {
            return .empty(error.kind == .bodyTooLarge ? 413 : 400)
        } catch {
            shard.log.error("request failed", metadata: ["error": "\(type(of: error))"])
            return ErrorTable.response(
                OrthancFault(.internalError),
                method: context.head.method.rawValue,
                path: context.head.path
            )
        }
    }

    /// Beyond what any store, job or other server is given; to break off before would be to say
    /// that something isn't done which goes on.
    private static let patience: Duration = .seconds(2 * 3600)
    private static let challenge = Response.empty(
        401,
        [("WWW-Authenticate", "Basic realm=\"Orthanc Secure Area\"")]
    )
}

/// Answers by class of status, for the metrics.
struct RouterCounters: Sendable {
    private(set) var byClass = [Int](repeating: 0, count: 6)

    mutating func count(_ status: Int) { byClass[min(5, max(0, status / 100))] += 1 }
}
