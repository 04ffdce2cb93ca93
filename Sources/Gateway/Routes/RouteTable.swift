/// Every (method, path) that the gateway serves. Anything else is answered as Orthanc answers an
/// unknown URI.
enum RouteTable {
    static var all: [Route] {
        [
            ArchiveRoutes.all,
            BulkDeleteRoutes.all,
            BulkRoutes.all,
            CommitmentRoutes.all,
            CreationRoutes.all,
            DescriptionRoutes.all,
            ExportRoutes.all,
            HolderRoutes.all,
            InterfaceRoutes.all,
            JobRoutes.all,
            LabelRoutes.all,
            MetricsRoutes.all,
            ModifyRoutes.all,
            MovementRoutes.all,
            OwnedRoutes.all,
            QueryRoutes.all,
            RemoteRoutes.all,
            ResourceRoutes.all,
            SearchRoutes.all,
            StoreRoutes.all,
            SwitchRoutes.all,
            SystemRoutes.all,
            ToolRoutes.all,
            UnionRoutes.all,
            UploadRoutes.all,
        ].flatMap(\.self)
    }
}
