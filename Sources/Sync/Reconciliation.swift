package import Basics
package import OrthancModel

/// How many resources of each level.
package struct LevelCounts: Sendable, Equatable {
    package var patients: Int
    package var studies: Int
    package var series: Int
    package var instances: Int

    package init(patients: Int = 0, studies: Int = 0, series: Int = 0, instances: Int = 0) {
        self.patients = patients
        self.studies = studies
        self.series = series
        self.instances = instances
    }
}

/// What a store and the index say about the same store, read right after its feed was drained.
package struct CountComparison: Sendable, Equatable {
    package var store: LevelCounts
    package var index: LevelCounts
    /// Instances that the index gave up but the store may still hold: deletes that it owes.
    package var owedInstances: Int

    package init(store: LevelCounts, index: LevelCounts, owedInstances: Int = 0) {
        self.store = store
        self.index = index
        self.owedInstances = owedInstances
    }
}

/// A store's whole id list against the index's.
package struct IDComparison: Sendable, Equatable {
    /// In the store, not in the index.
    package var extra: [OrthancID]
    /// In the index, not in the list. Not yet a reason to remove: each is asked for again.
    package var missing: [OrthancID]
    /// How many instances the index has for this store.
    package var copies: Int

    package init(extra: [OrthancID], missing: [OrthancID], copies: Int) {
        self.extra = extra
        self.missing = missing
        self.copies = copies
    }
}

/// When to look for what no feed tells, and how much may be removed at once.
///
/// Orthanc never logs a deletion. Counts are compared often, since that is cheap; the id list is
/// scanned when they disagree, and rarely even if they agree.
package struct Reconciliation: Sendable {
    package enum Due: Sendable, Equatable {
        case counts
        case scan
    }

    /// Instances that were found gone, too many to believe at once.
    package struct Hold: Sendable, Equatable {
        package var instances: Set<OrthancID>
        package var until: Instant
    }

    private let policy: SyncPolicy
    package private(set) var hold: Hold?
    private var wantsScan = false
    private var nextCounts: Instant
    private var nextScan: Instant
    private var nextFull: Instant
    private var lastScan: Instant
    private var fruitless = 0

    package init(policy: SyncPolicy, now: Instant) {
        self.policy = policy
        nextCounts = now
        nextScan = now
        lastScan = now
        nextFull = now + policy.fullComparison
    }

    /// What a drained feed leaves to do at `now`.
    package func due(at now: Instant) -> Due? {
        if let hold, now >= max(hold.until, lastScan + policy.reconcileFloor) { return .scan }
        if wantsScan, now >= nextScan { return .scan }
        if now >= nextFull { return .scan }
        return now >= nextCounts ? .counts : nil
    }

    /// Events may have been lost: compare the ids soon.
    package mutating func wantScan() { wantsScan = true }

    /// Judges counts, given what the feed brought since it was drained before they were read.
    ///
    /// - Parameters:
    ///   - arrivals: Feed rows since then; at most this many instances came in between.
    ///   - cost: How long both readings took.
    package mutating func judge(
        _ counts: CountComparison,
        arrivals: Int,
        cost: Duration,
        at now: Instant
    ) {
        nextCounts = now + max(policy.reconcileFloor, cost * policy.reconcileShare)
        if !agrees(counts, arrivals: arrivals) { wantsScan = true }
    }

    private func agrees(_ counts: CountComparison, arrivals: Int) -> Bool {
        let held = hold?.instances.count ?? 0
        if arrivals == 0, held == 0, counts.owedInstances == 0 {
            return counts.store == counts.index
        }
        let known = counts.index.instances - held
        let range = (known - arrivals)...(known + counts.owedInstances + arrivals)
        return range.contains(counts.store.instances)
    }

    /// Books a finished scan and says which of the missing to ask for again now.
    package mutating func scanned(
        _ ids: IDComparison,
        cost: Duration,
        at now: Instant
    ) -> [OrthancID] {
        wantsScan = false
        lastScan = now
        nextFull = now + policy.fullComparison
        if let hold, now < hold.until {
            book(ids.missing.count == hold.instances.count && ids.extra.isEmpty, cost, now)
            return ids.missing.filter { !hold.instances.contains($0) }
        }
        book(ids.missing.isEmpty && ids.extra.isEmpty, cost, now)
        if ids.missing.isEmpty { hold = nil }
        return ids.missing
    }

    /// A scan that found nothing although it was asked for is not repeated at the same pace.
    private mutating func book(
        _ isFruitless: Bool,
        _ cost: Duration,
        _ now: Instant
    ) {
        fruitless = isFruitless ? min(fruitless + 1, 6) : 0
        let pace = max(policy.reconcileFloor, min(policy.scanCeiling, cost * policy.reconcileShare))
        nextScan = now + min(policy.fullComparison, pace * (1 << max(0, fruitless - 1)))
    }

    /// Which of the instances that answered 404 may be removed now; holds back the rest.
    ///
    /// - Parameter copies: How many instances the index has for this store.
    package mutating func release(
        _ gone: [OrthancID],
        copies: Int,
        at now: Instant
    ) -> [OrthancID] {
        var free = gone
        var ripe: [OrthancID] = []
        if let hold {
            free = gone.filter { !hold.instances.contains($0) }
            if now >= hold.until {
                ripe = gone.filter { hold.instances.contains($0) }
                self.hold = nil
            }
        }
        guard isMass(free.count, of: copies) else { return ripe + free }
        let waiting = (hold?.instances ?? []).union(free)
        hold = Hold(instances: waiting, until: now + policy.grace)
        return ripe
    }

    private func isMass(_ amount: Int, of copies: Int) -> Bool {
        amount > max(policy.massMinimum, copies / policy.massShare)
    }

    /// The database is another one: what was held says nothing any more.
    package mutating func forget(at now: Instant) {
        self = Reconciliation(policy: policy, now: now)
    }
}
