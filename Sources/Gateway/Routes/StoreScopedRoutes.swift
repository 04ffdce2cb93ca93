import HTTPServer

/// What would act on one server's own life or disk: refused here, passed on below
/// `/stores/{name}/` for administrators.
enum StoreScopedRoutes {
    private static let patterns: [(Method, String)] = [
        (.post, "/tools/execute-script"), (.post, "/tools/reset"), (.post, "/tools/shutdown"),
        (.post, "/tools/invalidate-tags"), (.post, "/tools/reconstruct"),
        (.put, "/tools/default-encoding"), (.put, "/tools/accepted-transfer-syntaxes"),
        (.put, "/tools/unknown-sop-class-accepted"), (.post, "/instances/{id}/export"),
    ]

    static var all: [Route] {
        patterns.map { method, pattern in
            Route(
                method,
                pattern,
                .storeScoped,
                "403: concerns one server; administrators ask `/stores/{name}\(pattern)`."
            ) { _, _ in .empty(403) }
        }
    }
}
