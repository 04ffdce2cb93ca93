/// Every (method, path) that the gateway serves. Anything else is answered as Orthanc answers an
/// unknown URI.
enum RouteTable {
    static var all: [Route] {
        [
            DescriptionRoutes.all,
            JobRoutes.all,
            MetricsRoutes.all,
            ModifyRoutes.all,
            OwnedRoutes.all,
            ResourceRoutes.all,
            SearchRoutes.all,
            StoreRoutes.all,
            SystemRoutes.all,
            UploadRoutes.all,
        ].flatMap(\.self)
    }
}
