import HTTPServer

/// The route table for programs: one line a route.
package enum RouteList {
    package static var csv: String {
        "method,route,class,stores_down,administrators\n"
            + RouteTable.all.map { route in
                let cells = [
                    route.method.rawValue, route.pattern, route.routeClass.rawValue,
                    route.failure.name, route.needsAdmin ? "yes" : "no",
                ]
                return cells.joined(separator: ",") + "\n"
            }.joined()
    }
}
