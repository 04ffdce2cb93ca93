import HTTPServer
import OrthancModel

/// `/tools/log-level…` and `/tools/metrics`: switches of the gateway itself.
enum SwitchRoutes {
    static var all: [Route] {
        [
            Route(
                .get,
                "/tools/metrics",
                .gateway,
                "Whether the gateway gives metrics.",
                gives: .text
            ) { _, shard in .text(shard.control.switches.givesMetrics ? "1" : "0") },
            Route(
                .put,
                "/tools/metrics",
                .gateway,
                "Whether the gateway is to give metrics: `1` or `0`.",
                needsAdmin: true,
                gives: .text,
                answer: setMetrics
            ),
        ] + logLevels(of: nil, "/tools/log-level")
            + Switches.categories.flatMap { logLevels(of: $0, "/tools/log-level-\($0)") }
    }

    private static func logLevels(of category: String?, _ pattern: String) -> [Route] {
        [
            Route(
                .get,
                pattern,
                .gateway,
                category == nil ? "How much the gateway logs." : "As last set; no effect.",
                gives: .text
            ) { _, shard in .text(shard.control.switches.verbosity(of: category).rawValue) },
            Route(
                .put,
                pattern,
                .gateway,
                category == nil
                    ? "How much the gateway is to log: `default`, `verbose` or `trace`."
                    : "Remembered; the gateway's log has no categories.",
                needsAdmin: true,
                gives: .text
            ) {
                try await setLogLevel(category, $0, $1)
            },
        ]
    }

    private static func setLogLevel(
        _ category: String?,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let text = String(decoding: try await context.shortBody(), as: UTF8.self)
        guard let verbosity = Switches.Verbosity(rawValue: text) else {
            throw OrthancFault(
                .parameterOutOfRange,
                details: "Verbosity can be \"default\", \"verbose\" or \"trace\": \(text)"
            )
        }
        shard.control.switches.set(verbosity, of: category)
        return .text("")
    }

    private static func setMetrics(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        shard.control.switches.givesMetrics = try await context.booleanBody()
        return .text("")
    }
}

extension RequestContext {
    /// A body that is a word.
    func shortBody() async throws -> [UInt8] {
        try await exchange.collectBody(limitBytes: 64 * 1024)
    }

    /// A body that is `0`, `1`, `true` or `false`.
    ///
    /// Source: a live Orthanc 1.10.1.
    func booleanBody() async throws -> Bool {
        switch String(decoding: try await shortBody(), as: UTF8.self) {
        case "1", "true": return true
        case "0", "false": return false
        default: throw OrthancFault(.badFileFormat, details: "Boolean value expected")
        }
    }
}
