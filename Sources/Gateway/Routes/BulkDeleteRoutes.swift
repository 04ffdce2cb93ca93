import Federation
import HTTPServer
import JSONText
import OrthancModel

/// `POST /tools/bulk-delete`.
enum BulkDeleteRoutes {
    static var all: [Route] {
        [
            Route(
                .post,
                "/tools/bulk-delete",
                .broadcast,
                "Deletes each of `Resources` at every holder: identifiers, or {Level, ID} as "
                    + "Orthanc 1.13 takes them; unknown ones are passed over.",
                body: .json(.object),
                gives: .text,
                answer: delete
            )
        ]
    }

    private static func delete(_ context: RequestContext, _ shard: Shard) async throws -> Response {
        let body = try await context.exchange.collectBody(
            limitBytes: shard.settings.limits.questionBytes
        )
        guard let value = try? JSONValue(body), value.object != nil else {
            throw OrthancFault(.badRequest, details: "The body must contain a JSON object")
        }
        let provenance = try await shard.federation.bulkDelete(
            try identifiers(value["Resources"]),
            isStrict: context.isStrict,
            isConfirmed: context.isConfirmed
        )
        var response = Response.text("")
        response.headers += provenance.headers
        return response
    }

    /// Texts that are no identifiers name nothing.
    private static func identifiers(_ list: JSONValue?) throws -> [OrthancID] {
        let fault = OrthancFault(
            .badFileFormat,
            details: "List of strings expected in field: Resources"
        )
        guard let list = list?.array else { throw fault }
        return try list.compactMap { item in
            guard let text = item.string ?? item["ID"]?.string else { throw fault }
            return OrthancID(text)
        }
    }
}
