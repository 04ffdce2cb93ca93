import Foundation
import Gateway
import Testing

@Suite struct DescriptionTests {
    @Test("docs/api.md says what the table of routes says: `make docs` writes it anew")
    func page() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/api.md"), encoding: .utf8)
        #expect(page == APIPage.markdown)
    }

    @Test("the OpenAPI document names every route, and few statuses from 500 on")
    func document() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text)) as? [String: Any]
        )
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let operations = paths.values.flatMap(\.values)
        let routes = RouteList.csv.split(separator: "\n").dropFirst()
        #expect(operations.count == routes.count)
        let names = operations.compactMap { $0["operationId"] as? String }
        #expect(Set(names).count == routes.count)
        let failing = operations.filter { operation in
            let responses = operation["responses"] as? [String: Any] ?? [:]
            return responses.keys.contains { $0.hasPrefix("5") }
        }
        // Orthanc's own: pixels that nobody decodes, unknown tags, places where nobody answers.
        #expect(!failing.isEmpty && failing.count <= 12)
    }
}
