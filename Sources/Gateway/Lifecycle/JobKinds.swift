import Federation
import GlobalIndex
import Journal

/// Every kind of job that this gateway can run.
enum JobKinds {
    static func all(
        limits: GatewaySettings.Limits,
        copies: Int,
        archives: @escaping ArchiveKind.Maker,
        stores: @escaping @Sendable () -> [StoreView],
        poke: @escaping @Sendable (StoreKey) -> Void,
        place: @escaping @Sendable (PlaceQuestion) -> StoreKey?
    ) -> [any JobKind] {
        [
            ModifyKind(
                limitBytes: Int64(limits.stagedBytes),
                copies: copies,
                stores: stores,
                poke: poke
            ),
            GuardKind(), MovementJob(place: place), ArchiveKind(make: archives), SendKind(),
        ]
    }
}
