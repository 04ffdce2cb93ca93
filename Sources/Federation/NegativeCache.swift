internal import Basics
import OrthancModel

/// Ids that no store knew a moment ago, so that repeated questions don't ask all stores again.
///
/// Bounded: at most 4,096 ids, each for two seconds. Confined to one loop's thread.
final class NegativeCache {
    private static let capacity = 4096
    private static let life: Duration = .seconds(2)

    private var until: [OrthancID: Instant] = [:]

    func contains(_ id: OrthancID, at now: Instant) -> Bool {
        guard let end = until[id] else { return false }
        if end > now { return true }
        until[id] = nil
        return false
    }

    func insert(_ id: OrthancID, at now: Instant) {
        if until.count >= Self.capacity { until = until.filter { $0.value > now } }
        if until.count >= Self.capacity { until.removeAll() }
        until[id] = now.advanced(by: Self.life)
    }

    func remove(_ id: OrthancID) { until[id] = nil }
}
