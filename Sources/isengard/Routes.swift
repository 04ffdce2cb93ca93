import ArgumentParser
import Gateway

/// `isengard routes`: what the API is, for people and for programs.
struct Routes: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case markdown, openapi, csv
    }

    static let configuration = CommandConfiguration(
        abstract: "Print the table of routes.",
        discussion: "docs/api.md is its output as markdown."
    )

    @Option(name: .shortAndLong, help: "markdown, openapi or csv.")
    var format = Format.markdown

    func run() {
        switch format {
        case .markdown: print(APIPage.markdown, terminator: "")
        case .openapi: print(String(decoding: OpenAPIDocument.text, as: UTF8.self))
        case .csv: print(RouteList.csv, terminator: "")
        }
    }
}
