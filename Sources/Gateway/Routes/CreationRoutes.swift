import Federation
import HTTPServer
import Placement

/// New data that is made of tags and contents rather than uploaded.
enum CreationRoutes {
    /// Orthanc takes images and PDFs in Base64.
    private static let limitBytes = 256 << 20

    static var all: [Route] {
        [
            Route(
                .post,
                "/tools/create-dicom",
                .placement,
                "Made by one store: a complete holder of the `Parent`, else by the rules of "
                    + "placement; in the index before the answer.",
                body: .json(.object),
                gives: .json(.object),
                failures: [500: "an unknown tag is Orthanc's 500 with code 27"]
            ) { context, shard in
                let limit = min(limitBytes, shard.settings.limits.uploadBytes)
                let body = try await context.exchange.collectBody(limitBytes: limit)
                return .json(
                    try await shard.federation.createDicom(body, PlacementFacts(context))
                )
            }
        ]
    }
}
