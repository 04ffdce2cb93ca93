package import GlobalIndex
package import OrthancModel

/// How far a movement has come: all that is kept over the death of a gateway.
///
/// Work goes unit by unit (a resource of the order, a study of a store that is left, a series that
/// lacks copies), and each unit through three phases in pages of ascending instances: copies are
/// made; what users have attached to the resources above is brought; the copies are compared and,
/// in a move, the sources' are removed. A phase done twice does no harm. Progress never goes back.
package struct MovementState: Sendable, Equatable {
    package enum Phase: Int, Sendable {
        case bring, belongings, settle
    }

    /// Most instances named in the job's Content.
    static let mostNamed = 100
    /// Instances of one page, and of one page in which some instance seems to harm a store.
    static let page = 32
    /// Turns of one page before its instances come one by one, and before one is given up.
    static let patience = 3
    static let despair = 6
    /// Times that a unit is brought once more for what its target lacks.
    static let mostRounds = 5

    /// Units that are done; the last of them, where units come from the index.
    package internal(set) var unit = 0
    package internal(set) var lastUnit: OrthancID?
    /// Where the unit in hand goes; chosen once, when it begins.
    package internal(set) var target: StoreKey?
    package internal(set) var phase = Phase.bring
    /// In the last phase: which of the sources' copies are looked at.
    package internal(set) var source = 0
    package internal(set) var after: OrthancID?
    /// Something above the instances could not be brought: the sources keep theirs.
    package internal(set) var keepsSources = false
    package internal(set) var turns = 0
    /// How often the unit was brought once more for what the target was seen to lack.
    package internal(set) var rounds = 0

    /// Instances that are to be looked at, as counted at the beginning.
    package internal(set) var total = 0
    /// Copies and removals before the pass through the units that is under way.
    package internal(set) var mark = 0
    /// Instances that went through the first and the last phase.
    package internal(set) var brought = 0
    package internal(set) var settled = 0
    package internal(set) var copied = 0
    package internal(set) var removed = 0
    package internal(set) var bytes: Int64 = 0
    package internal(set) var failures = 0
    package internal(set) var failed: [Failure] = []

    package struct Failure: Sendable, Equatable {
        package let id: OrthancID
        package let reason: CarriedInstance.Reason
    }

    package init(total: Int) { self.total = total }

    // MARK: Where it stands

    /// Instances of the next page.
    package var pageSize: Int { turns >= Self.patience ? 1 : Self.page }

    /// 0…1; 1 only for what has ended.
    package var progress: Double {
        guard total > 0 else { return 0 }
        return min(0.999, Double(brought + settled) / Double(2 * total))
    }

    // MARK: What happened

    /// Begins a unit, or goes on with the one that was begun.
    package mutating func begin(target: StoreKey) { self.target = target }

    /// A page was brought.
    ///
    /// - Returns: false when the same page has to come again: nothing is counted.
    package mutating func bringPage(
        _ page: [OrthancID],
        _ outcomes: [OrthancID: CarriedInstance]
    ) -> Bool {
        let values = page.map { outcomes[$0] ?? .later }
        if values.contains(.brokeOff) {
            turns += 1
            guard turns >= Self.despair, page.count == 1 else { return false }
        } else if values.contains(.later) {
            return false
        }
        for (id, outcome) in zip(page, values) {
            switch outcome {
            case .brought(let size):
                copied += 1
                bytes += size
            case .failed(let reason): fail(id, reason)
            case .brokeOff: fail(id, .harmful)
            case .present, .gone, .later: break
            }
        }
        brought += page.count
        after = page.last
        turns = 0
        return true
    }

    /// Every page was brought.
    package mutating func endBringing() {
        phase = .belongings
        after = nil
        turns = 0
    }

    /// Nothing is to be brought: copies that are there are compared.
    package mutating func skipBringing(_ instances: Int) {
        brought += instances
        endBringing()
        endBelongings([], isWhole: true)
    }

    /// - Parameter isWhole: All that users have attached above the instances is at the target.
    package mutating func endBelongings(_ ids: [OrthancID], isWhole: Bool) {
        phase = .settle
        source = 0
        after = nil
        if !isWhole { keepSources(ids) }
    }

    /// The target does not show all that users have attached to these resources.
    package mutating func keepSources(_ ids: [OrthancID]) {
        keepsSources = true
        for id in ids { fail(id, .belongings) }
    }

    /// The target lacks what its source shows by now: the unit begins anew.
    ///
    /// - Returns: false when that was done often enough.
    package mutating func bringAgain() -> Bool {
        guard rounds < Self.mostRounds else { return false }
        rounds += 1
        phase = .bring
        source = 0
        after = nil
        turns = 0
        return true
    }

    /// A page of one source's copies was compared.
    ///
    /// - Parameter removed: How many of them went.
    package mutating func settlePage(
        _ page: [OrthancID],
        _ outcomes: [OrthancID: RemovedCopy],
        removed: Int
    ) {
        self.removed += removed
        for id in page {
            switch outcomes[id] {
            case .failed(let reason): fail(id, reason)
            case .missing: fail(id, .unreadable)
            default: break
            }
        }
        if source == 0 { settled += page.count }
        after = page.last
    }

    /// Every copy of one source was settled.
    package mutating func endSource() {
        source += 1
        after = nil
    }

    /// - Parameter id: The unit's own identifier.
    package mutating func endUnit(_ id: OrthancID) {
        unit += 1
        settled = brought
        lastUnit = id
        target = nil
        phase = .bring
        source = 0
        after = nil
        keepsSources = false
        turns = 0
        rounds = 0
    }

    /// No unit follows: begins again with the first, should this pass have led anywhere.
    ///
    /// - Returns: false when there is nothing left to do.
    package mutating func beginPass() -> Bool {
        guard copied + removed > mark else { return false }
        mark = copied + removed
        lastUnit = nil
        return true
    }

    /// A unit that can't be brought anywhere.
    package mutating func skipUnit(_ id: OrthancID) {
        fail(id, .noPlace)
        endUnit(id)
    }

    private mutating func fail(_ id: OrthancID, _ reason: CarriedInstance.Reason) {
        guard !failed.contains(where: { $0.id == id }) else { return }
        failures += 1
        guard failed.count < Self.mostNamed else {
            // Not remembered one by one: nothing of this unit goes any more.
            keepsSources = true
            return
        }
        failed.append(Failure(id: id, reason: reason))
    }

    /// Whether a copy of this instance may go: nothing about it has failed.
    package func mayRemove(_ id: OrthancID) -> Bool {
        !keepsSources && !failed.contains { $0.id == id }
    }
}
