import HTTPServer
import OrthancModel

/// The route table as people read it: by chapter, with routes that are the same at several levels
/// on one line.
struct RouteCatalogue {
    /// Routes that say the same at several levels, or one route.
    struct Line {
        let method: Method
        /// `/studies/{id}/archive`, or `/{patients,studies}/{id}/archive`.
        let pattern: String
        let route: Route
    }

    struct Chapter {
        let title: String
        var lines: [Line] = []
    }

    let chapters: [Chapter]

    init(_ routes: [Route]) {
        var chapters = Self.titles.map { Chapter(title: $0.title) }
        for line in Self.lines(routes) {
            let first = line.route.pattern.split(separator: "/").first.map(String.init) ?? ""
            let index = Self.titles.firstIndex { $0.heads.contains(first) }
            chapters[index ?? 0].lines.append(line)
        }
        self.chapters = chapters.filter { !$0.lines.isEmpty }
    }

    private static let levels = Level.allCases.map(\.pathName)

    /// A chapter has all patterns that begin with one of its heads; the first has the rest.
    private static let titles: [(title: String, heads: Set<String>)] = [
        ("System and tools", []),
        ("Patients, studies, series, instances", Set(levels)),
        ("Jobs", ["jobs"]),
        ("Other servers", ["modalities", "peers", "queries", "storage-commitment"]),
        ("Stores", ["stores"]),
        ("Pages", ["", "app", "favicon.ico"]),
    ]

    // MARK: Joining levels

    private static func lines(_ routes: [Route]) -> [Line] {
        var groups: [(key: String, routes: [Route])] = []
        for route in routes {
            let key = key(of: route)
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].routes.append(route)
            } else {
                groups.append((key, [route]))
            }
        }
        return groups.map { Line(method: $0.routes[0].method, joining: $0.routes) }
    }

    /// Equal for routes that differ by their level alone.
    private static func key(of route: Route) -> String {
        var segments = route.pattern.split(separator: "/", omittingEmptySubsequences: false)
        if segments.count > 1, levels.contains(String(segments[1])) { segments[1] = "*" }
        return "\(route.method) \(segments.joined(separator: "/")) \(route.routeClass) "
            + "\(route.failure) \(route.summary)"
    }
}

extension RouteCatalogue.Line {
    fileprivate init(method: Method, joining routes: [Route]) {
        self.method = method
        route = routes[0]
        guard routes.count > 1 else {
            pattern = routes[0].pattern
            return
        }
        let heads = routes.map { String($0.pattern.split(separator: "/")[0]) }
        let tail = routes[0].pattern.dropFirst(heads[0].count + 1)
        let names = heads.count == Level.allCases.count ? "level" : heads.joined(separator: ",")
        pattern = "/{\(names)}\(tail)"
    }
}
