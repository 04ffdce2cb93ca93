/// Every (method, path) that the gateway serves. Anything else is answered as Orthanc answers an
/// unknown URI.
enum RouteTable {
    static var all: [Route] {
        SystemRoutes.all + ResourceRoutes.all + OwnedRoutes.all + SearchRoutes.all
            + UploadRoutes.all + JobRoutes.all + StoreRoutes.all + MetricsRoutes.all
    }
}
