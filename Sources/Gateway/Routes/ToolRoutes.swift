import Federation
import HTTPServer
import JSONText
import OrthancModel

/// `/tools` and `/plugins`: what the gateway says of itself, and what its stores accept.
enum ToolRoutes {
    static var all: [Route] {
        ownAnswers + accepted + StoreScopedRoutes.all
    }

    private static var ownAnswers: [Route] {
        [
            Route(
                .get,
                "/tools",
                .gateway,
                "Names of what lies below.",
                gives: .json(.names)
            ) { _, _ in .json { $0.array(children) } },
            Route(
                .get,
                "/tools/dicom-conformance",
                .gateway,
                "Says that the gateway itself speaks no DICOM; its stores do.",
                gives: .text
            ) { _, _ in .text(conformance) },
            Route(
                .get,
                "/tools/default-encoding",
                .gateway,
                "The default encoding of the stores, by name the first one's where they differ; as "
                    + "last heard while all are down.",
                gives: .text,
                answer: defaultEncoding
            ),
            Route(.get, "/plugins", .gateway, "The gateway's own.", gives: .json(.names)) { _, _ in
                .json { $0.array(["explorer.js"]) }
            },
            Route(
                .get,
                "/plugins/explorer.js",
                .gateway,
                "What the gateway adds to Orthanc Explorer: nothing.",
                gives: .bytes(["application/javascript"])
            ) { _, _ in
                Response(
                    headers: [("Content-Type", "application/javascript")],
                    body: .bytes(Array("// Nothing is added to Orthanc Explorer.\n".utf8))
                )
            },
            Route(
                .get,
                "/plugins/{name}",
                .gateway,
                "An empty 404: there are none.",
                unknownIsEmpty: true
            ) { _, _ in .empty(404) },
        ]
    }

    private static var accepted: [Route] {
        [
            Route(
                .get,
                "/tools/accepted-transfer-syntaxes",
                .fanOutMerge,
                "The union over stores that may receive new data, ascending.",
                gives: .json(.names)
            ) { try await union("accepted-transfer-syntaxes", $0, $1) },
            Route(
                .get,
                "/tools/accepted-sop-classes",
                .fanOutMerge,
                "The union over stores from 1.12.6 on that may receive new data, ascending.",
                gives: .json(.names)
            ) { try await union("accepted-sop-classes", $0, $1) },
            Route(
                .get,
                "/tools/unknown-sop-class-accepted",
                .fanOutMerge,
                "`1` when some store that may receive new data takes unknown classes.",
                gives: .text,
                answer: unknownAccepted
            ),
        ]
    }

    /// First segments below `/tools`, ascending, from the table itself.
    private static let children: [String] = {
        let names = RouteTable.all.compactMap { route -> String? in
            let parts = route.pattern.split(separator: "/")
            return parts.count > 1 && parts[0] == "tools" ? String(parts[1]) : nil
        }
        return Set(names).sorted()
    }()

    private static let conformance = """
        DICOM conformance

        This server is a gateway over several Orthanc servers. It offers Orthanc's REST API and no
        DICOM service of its own. What each server behind it conforms to is told by
        /stores/{name}/tools/dicom-conformance.

        """

    // MARK: Over the stores

    private static func union(
        _ name: String,
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let answers = try await shard.federation.askAll(
            ["tools", name],
            isStrict: context.isStrict
        )
        var values: Set<String> = []
        for body in answers.bodies {
            guard let list = try? JSONValue(body).array else { continue }
            values.formUnion(list.compactMap(\.string))
        }
        return .json(answers.provenance) { $0.array(values.sorted()) }
    }

    private static func unknownAccepted(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let answers = try await shard.federation.askAll(
            ["tools", "unknown-sop-class-accepted"],
            isStrict: context.isStrict
        )
        let isAccepted = answers.bodies.contains { $0 == [UInt8(ascii: "1")] }
        return .text(isAccepted ? "1" : "0", answers.provenance)
    }

    private static func defaultEncoding(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let switches = shard.control.switches
        do {
            let answers = try await shard.federation.askAll(
                ["tools", "default-encoding"],
                isStrict: context.isStrict
            )
            let text = String(decoding: (answers.bodies.first ?? []).prefix(64), as: UTF8.self)
            if !text.isEmpty { switches.encoding = text }
            return .text(text, answers.provenance)
        } catch {
            guard case .unavailable = error.kind, let text = switches.encoding else { throw error }
            return .text(text)
        }
    }
}
