import DICOM
import Federation
import HTTPServer
import JSONText
import OrthancModel

/// Reads of many resources at once.
enum BulkRoutes {
    static var all: [Route] {
        [
            Route(
                .post,
                "/tools/bulk-content",
                .index,
                "Some resources as `GET` of each gives them, with metadata of one holder each; or "
                    + "with `Level` what belongs to them, ascending. Unknown ones are passed over.",
                gives: .json(.resources),
                answer: content
            )
        ]
    }

    private static func content(
        _ context: RequestContext,
        _ shard: Shard
    ) async throws -> Response {
        let body = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        let question = try BulkQuestion(body)
        let answer = try await shard.federation.bulkContent(
            question.ids,
            at: question.level,
            question.style,
            isStrict: context.isStrict
        )
        return .json(answer)
    }
}

/// The body of `POST /tools/bulk-content`.
///
/// Source: live Orthancs 1.10.1 and 1.12.7.
private struct BulkQuestion {
    private(set) var ids: [OrthancID] = []
    private(set) var level: Level?
    private(set) var style = AnswerStyle()

    init(_ body: [UInt8]) throws {
        guard let root = try? JSONValue(body), let request = root.object else {
            throw OrthancFault(.badRequest, details: "The body must contain a JSON object")
        }
        guard let list = request["Resources"]?.array, list.allSatisfy({ $0.string != nil }) else {
            throw Self.wrong("List of strings", "Resources")
        }
        // What is no identifier is no resource either.
        ids = list.compactMap { $0.string.flatMap(OrthancID.init) }
        if let value = request["Level"] {
            guard let text = value.string else { throw Self.wrong("String value", "Level") }
            guard let level = Level(requested: text) else {
                throw OrthancFault(.parameterOutOfRange, details: "Invalid resource type")
            }
            self.level = level
        }
        style.showsMetadata = try Self.flag("Metadata", in: request) ?? true
        style.format = TagFormat(
            simplify: try Self.flag("Simplify", in: request) ?? false,
            short: try Self.flag("Short", in: request) ?? false,
            full: try Self.flag("Full", in: request) ?? false
        )
    }

    private static func flag(_ name: String, in request: JSONObject) throws -> Bool? {
        guard let value = request[name] else { return nil }
        guard let flag = value.boolean else { throw wrong("Boolean value", name) }
        return flag
    }

    private static func wrong(_ expected: String, _ field: String) -> OrthancFault {
        OrthancFault(.badFileFormat, details: "\(expected) expected in field: \(field)")
    }
}
