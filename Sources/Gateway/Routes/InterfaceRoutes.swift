import Federation
import HTTPServer
import OrthancClient
import OrthancModel

/// Orthanc Explorer: pages, scripts and images of a store, under the gateway's own paths.
enum InterfaceRoutes {
    static var all: [Route] {
        [
            Route(
                .get,
                "/",
                .userInterface,
                "Leads to Orthanc Explorer.",
                failure: FailureRule.none,
                status: 307
            ) { _, _ in redirect("app/explorer.html") },
            Route(
                .get,
                "/favicon.ico",
                .userInterface,
                "Leads to Orthanc's.",
                failure: FailureRule.none,
                status: 307
            ) { _, _ in redirect("app/images/favicon.ico") },
            Route(
                .get,
                "/app/{path*}",
                .userInterface,
                "Files of Orthanc Explorer, from the store that the configuration names for it. "
                    + "What was seen once is there while that store is down.",
                unknownIsEmpty: true,
                answer: file
            ),
        ]
    }

    /// Types that the pages consist of. Source: a live Orthanc 1.10.1 and 1.12.7.
    private static let types: Set<String> = [
        "application/javascript", "application/json", "image/gif", "image/jpeg", "image/png",
        "image/svg+xml", "image/x-icon", "text/css", "text/html", "text/javascript", "text/plain",
        "application/x-font-woff", "font/woff", "font/woff2", "application/vnd.microsoft.icon",
    ]

    /// Scripts of files only, but for the one handler that stands in Explorer's page: names of
    /// patients that hold a script must not run.
    private static let policy =
        "default-src 'none'; script-src 'self' 'unsafe-hashes' "
        + "'sha256-Sii8hGRfSHoJ5vCqzknXRD7Kn5fF/c8F8MpnZ8aUqFc='; style-src 'self' "
        + "'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src "
        + "'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self'"

    private static func redirect(_ location: String) -> Response {
        .empty(307, [("Location", location)])
    }

    private static func file(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        guard let answer = try await shard.interface.file(context.parameters) else {
            return .empty(404)
        }
        let type = answer.headers.first { $0.0 == "Content-Type" }?.1 ?? ""
        let name = type.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard types.contains(name) else { return .empty(404) }
        var response = Response(headers: [("Content-Type", type)], body: .bytes(answer.body))
        response.policy = policy
        return response
    }
}
