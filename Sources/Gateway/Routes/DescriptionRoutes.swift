import HTTPServer

/// What the gateway says about its own API.
enum DescriptionRoutes {
    static var all: [Route] {
        [
            Route(
                .get,
                "/openapi.json",
                .gateway,
                "This API as an OpenAPI document, of the table that the router uses.",
                gives: .json(.object)
            ) { _, _ in .json(OpenAPIDocument.text) }
        ]
    }
}
