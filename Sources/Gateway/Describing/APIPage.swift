import HTTPServer

/// docs/api.md, made of the route table.
package enum APIPage {
    package static var markdown: String {
        let catalogue = RouteCatalogue(RouteTable.all)
        return introduction + classes + rules
            + catalogue.chapters.map(text).joined(separator: "\n")
            + refusals(RouteTable.all)
    }

    private static let introduction = """
        # The API

        The gateway speaks Orthanc's REST API, as Orthanc \(SystemRoutes.version) does, over all \
        stores at once. This page is made of the table that the router itself uses \
        (`isengard routes --format markdown`); `GET /openapi.json` gives the same for programs. \
        Anything that is not here is answered as Orthanc answers an unknown URI.

        **Identity.** Orthanc makes a resource's identifier of its DICOM identifiers, so a \
        resource has the same identifier in every store: a copy is (store, identifier), the \
        resource is all its copies together. A *holder* is a store with a copy of at least one \
        instance; a *complete holder* has all. Jobs and queries live in one store, which their \
        identifiers name; those of the gateway begin with `gw-`.

        **Headers of answers.** The body is always Orthanc's own. What it lacks is in headers, \
        and only when there is something to say:

        | header | meaning |
        |---|---|
        | `X-Federation-Partial: store-b` | lacks what only these stores know |
        | `X-Federation-Stale: store-b;age=37` | the index has not seen this store's changes \
        for so many seconds |
        | `X-Federation-Store: store-a` | the store that gave the answer |
        | `X-Federation-Conflict: tags=PatientName` | holders disagree about these tags |

        **Strict mode.** `X-Federation-Strict: 1` in a request asks for all or nothing: what \
        would be partial or stale is 503 instead.

        **Refusals** have Orthanc's two shapes: an empty body (404, for POST 400) where its \
        handler returns without answering, and elsewhere a JSON object with `HttpStatus`, \
        `OrthancStatus`, `Message`, `Method`, `Uri` and often `Details`, as `text/plain`. A \
        store that is needed and can't be reached is 503 with code 36. Once a byte of a write \
        was sent to a store, a failure is 500 with code 9 and `Details`, never 502, 503 or 504: \
        clients repeat on those. A wrong method is 405 with `Allow`; a method that Orthanc does \
        not know is 400, HEAD and OPTIONS are 404.


        """

    // MARK: Classes and rules

    private static var classes: String {
        "## Classes\n\n| class | what the gateway does |\n|---|---|\n"
            + RouteClass.allCases.map { "| \($0.rawValue) | \($0.meaning) |\n" }.joined() + "\n"
    }

    private static var rules: String {
        "## While stores are down\n\n| rule | what is answered | headers |\n|---|---|---|\n"
            + FailureRule.allCases.map { "| \($0.name) | \($0.meaning) | \($0.headers) |\n" }
            .joined() + "\n"
    }

    // MARK: Routes

    private static func text(of chapter: RouteCatalogue.Chapter) -> String {
        "## \(chapter.title)\n\n| method | route | class | what | stores down |\n"
            + "|---|---|---|---|---|\n" + chapter.lines.map(text).joined()
    }

    private static func text(of line: RouteCatalogue.Line) -> String {
        let admin = line.route.needsAdmin ? " Administrators only." : ""
        let what = (line.route.summary + admin).replacing("|", with: "\\|")
        return "| \(line.method.rawValue) | `\(line.pattern)` | \(line.route.routeClass.rawValue) "
            + "| \(what) | \(line.route.failure.name) |\n"
    }

    /// The routes on which a request alone brings about a status from 500 on.
    private static func refusals(_ routes: [Route]) -> String {
        let lines = routes.flatMap { route in
            route.contract.failures.sorted { $0.key < $1.key }.map {
                "| \(route.method.rawValue) `\(route.pattern)` | \($0.key) | \($0.value) |\n"
            }
        }
        guard !lines.isEmpty else { return "" }
        return "\n## Statuses from 500 on with every server well\n\n"
            + "| route | status | why |\n|---|---|---|\n" + lines.joined()
    }
}
