package import Basics
internal import OrthancModel

/// Follows one store: decides what to read, what to write and when, from what came back.
///
/// A value without a clock or a socket: its shell performs each action and reports what happened.
/// One action is out at a time. It promises that
/// - the cursor is written only together with the effects of the rows that it passes;
/// - no row is applied unless the answer that brought it also showed the database to be the known
///   one, or no known row is left and known instances are there;
/// - no copy is removed unless the store answered 404 for it and the database was found to be the
///   known one after that, and never a mass of them before it was gone twice, a grace time apart;
/// - a store that shows another database is left alone for the grace time. If the old one comes
///   back meanwhile, nothing has happened.
package struct SyncMachine: Sendable {
    /// Why the store's identity is looked at, and what waits for the verdict.
    private enum Doubt: Sendable {
        case page
        case identifier(String?)
        case removal([OrthancID], copies: Int)
        case quarantine
    }

    private enum Step: Sendable {
        case loading
        case greeting
        case seeding
        case recording(Standing)
        case listing
        case polling
        case applying(FeedBatch)
        case assessing(Doubt)
        case probing(Doubt, FeedEnd, isContradicted: Bool)
        case counting
        case scanning
        case adding(IDComparison)
        case confirming(copies: Int)
        case removing
        case settling
        case noting
        case sleeping
        case recovering
    }

    package private(set) var standing = Standing()
    /// When the feed was last seen drained.
    package private(set) var drainedAt: Instant?

    private let policy: SyncPolicy
    private var step = Step.loading
    private var reconciliation: Reconciliation
    private var retry: Duration
    private var since: Instant
    private var notedAt: Instant?
    private var graceEnds: Instant?
    private var identifier: String?
    private var isListed = false
    private var isScanned = false
    /// When to look at what is unstable; nil once the store was out of sight. A store that starts
    /// again calls everything stable, and says so in no feed.
    private var nextSettling: Instant?
    /// No remembered row is left, but known instances were just found there.
    private var isVouched = false
    /// The same doubt is looked into for the second time.
    private var hasLookedAgain = false
    /// A whole page after the youngest remembered row had only changes of types unknown to us:
    /// the next one is asked for after the cursor, without showing that row again.
    private var isBlind = false
    private var counted: (counts: CountComparison, cost: Duration)?
    private var suspects: [OrthancID] = []
    private var copies = 0

    package init(policy: SyncPolicy = SyncPolicy(), now: Instant) {
        self.policy = policy
        reconciliation = Reconciliation(policy: policy, now: now)
        retry = policy.retryFloor
        since = now
    }

    /// What an operator should look at.
    package var alarm: Alarm? {
        if case .quarantined(let kind) = standing.phase { return .databaseChanged(kind) }
        return reconciliation.hold.map { .massMissing($0.instances.count) }
    }

    /// The first action.
    package mutating func start(at now: Instant) -> Action {
        since = now
        nextSettling = nil
        step = .loading
        return .load
    }

    /// The next action, after the last one ended with `event`.
    package mutating func next(_ event: Event, at now: Instant) -> Action {
        let cost = since.duration(to: now)
        since = now
        if case .failed = event { return recover() }
        switch (step, event) {
        case (.loading, .loaded(let standing)): return greet(standing)
        case (.greeting, .system(let identifier)): return begin(identifier, now)
        case (.seeding, .end(let end)): return startEpoch(at: end)
        case (.recording(let standing), .done): return recorded(standing, now)
        case (.listing, .done):
            isListed = true
            isScanned = false
            return poll()
        case (.polling, .page(let page)): return read(page, now)
        case (.applying(let batch), .applied(let vanished)): return applied(batch, vanished, now)
        case (.assessing(let doubt), .end(let end)): return assess(doubt, end, now)
        case (.probing(let doubt, let end, let isContradicted), .probed(let probe)):
            if isContradicted { return classify(doubt, probe, now) }
            if isKnown(probe, end) { return vouch(doubt, now) }
            return lookAgain(doubt, end, probe) ?? distrust(doubt, .replaced, now)
        case (.counting, .counted(let counts)):
            counted = (counts, cost)
            copies = counts.index.instances
            return poll()
        case (.scanning, .scanned(let ids)): return compare(ids, cost, now)
        case (.adding(let ids), .done): return confirm(ids)
        case (.confirming(let copies), .confirmed(let gone)):
            return gone.isEmpty ? resolved() : doubt(.removal(gone, copies: copies))
        case (.removing, .done): return resolved()
        case (.settling, .done):
            nextSettling = now + max(policy.settleFloor, cost * policy.reconcileShare)
            return poll()
        case (.noting, .done): return rest(policy.poll)
        case (.sleeping, .woke(let suspects)): return wake(suspects)
        case (.recovering, .woke(let suspects)):
            remember(suspects)
            return start(at: now)
        default: preconditionFailure("\(event) after \(step)")
        }
    }

    // MARK: Beginning

    private mutating func greet(_ standing: Standing) -> Action {
        self.standing = standing
        step = .greeting
        return .readSystem
    }

    private mutating func begin(
        _ identifier: String?,
        _ now: Instant
    ) -> Action {
        self.identifier = identifier
        switch standing.phase {
        case .new: return seed()
        case .quarantined:
            if graceEnds == nil { graceEnds = now + policy.grace }
            return doubt(.quarantine)
        case .importing, .following:
            guard let identifier, identifier != standing.identifier else { return poll() }
            return doubt(.identifier(identifier))
        }
    }

    private mutating func seed() -> Action {
        step = .seeding
        return .readEnd(from: nil)
    }

    /// Fixes the cursor before the contents are listed, so that nothing falls between.
    private mutating func startEpoch(at end: FeedEnd) -> Action {
        isListed = false
        return record(
            Standing(
                phase: .importing,
                cursor: end.last,
                recent: RecentRows(end.marks.filter { $0.sequence <= end.last }),
                epoch: standing.phase == .new ? standing.epoch : standing.epoch + 1,
                identifier: identifier,
                isImported: false
            )
        )
    }

    private mutating func record(_ standing: Standing) -> Action {
        step = .recording(standing)
        return .record(standing)
    }

    private mutating func recorded(
        _ standing: Standing,
        _ now: Instant
    ) -> Action {
        if standing.epoch != self.standing.epoch { reconciliation.forget(at: now) }
        self.standing = standing
        if case .quarantined = standing.phase { return rest(policy.doubtPoll) }
        graceEnds = nil
        return poll()
    }

    // MARK: The feed

    private mutating func poll() -> Action {
        step = .polling
        let known = isBlind ? RecentRows() : standing.recent
        return .readPage(known.request(after: standing.cursor, limit: policy.pageRows))
    }

    private mutating func read(_ page: FeedPage, _ now: Instant) -> Action {
        let counted = self.counted
        self.counted = nil
        let known = isBlind ? RecentRows() : standing.recent
        isBlind = false
        guard case .same(let rows) = known.judge(page, cursor: standing.cursor) else {
            return doubt(.page)
        }
        if standing.recent.isEmpty, !rows.isEmpty, !isVouched { return doubt(.page) }
        isVouched = false
        retry = policy.retryFloor
        if standing.phase == .importing, !isListed {
            step = .listing
            return .listContents
        }
        if let counted, page.isDone {
            reconciliation.judge(
                counted.counts,
                arrivals: rows.count,
                cost: counted.cost,
                at: now
            )
        }
        if rows.isEmpty, page.isDone { return drained(now) }
        isBlind = rows.isEmpty
        let end = page.isDone ? rows.last?.sequence : page.last
        let batch = FeedBatch(
            marks: rows,
            cursor: max(standing.cursor, end ?? 0),
            recent: standing.recent.adding(rows),
            isDrained: page.isDone
        )
        step = .applying(batch)
        return .apply(batch)
    }

    private mutating func applied(
        _ batch: FeedBatch,
        _ vanished: [OrthancID],
        _ now: Instant
    ) -> Action {
        standing.cursor = batch.cursor
        standing.recent = batch.recent
        if !vanished.isEmpty { return doubt(.removal(vanished, copies: copies)) }
        guard batch.isDrained else { return poll() }
        notedAt = now
        return drained(now)
    }

    private mutating func drained(_ now: Instant) -> Action {
        drainedAt = now
        if standing.phase == .importing { return scan() }
        if !suspects.isEmpty {
            let asked = suspects
            suspects = []
            step = .confirming(copies: copies)
            return .confirm(asked)
        }
        switch reconciliation.due(at: now) {
        case .counts:
            step = .counting
            return .count
        case .scan: return scan()
        case nil: break
        }
        guard let nextSettling, now < nextSettling else {
            step = .settling
            return .settle
        }
        if let notedAt, now < notedAt + policy.drainedNote { return rest(policy.poll) }
        notedAt = now
        step = .noting
        return .noteDrained
    }

    private mutating func rest(_ duration: Duration) -> Action {
        step = .sleeping
        return .sleep(duration)
    }

    private mutating func wake(_ suspects: [OrthancID]) -> Action {
        remember(suspects)
        if case .quarantined = standing.phase { return doubt(.quarantine) }
        return poll()
    }

    /// Most suspects kept; beyond them the scan finds what is gone.
    private static let mostSuspects = 1000

    private mutating func remember(_ more: [OrthancID]) {
        suspects.append(contentsOf: more.prefix(Self.mostSuspects - suspects.count))
        if suspects.count == Self.mostSuspects { reconciliation.wantScan() }
    }

    private mutating func recover() -> Action {
        counted = nil
        isVouched = false
        isBlind = false
        step = .recovering
        defer { retry = min(retry * 2, policy.retryCeiling) }
        return .sleep(retry)
    }

    // MARK: What no feed tells

    private mutating func scan() -> Action {
        step = .scanning
        return .scan
    }

    private mutating func compare(
        _ ids: IDComparison,
        _ cost: Duration,
        _ now: Instant
    ) -> Action {
        copies = ids.copies
        isScanned = true
        var ids = ids
        ids.missing = reconciliation.scanned(ids, cost: cost, at: now)
        guard !ids.extra.isEmpty else { return confirm(ids) }
        step = .adding(ids)
        return .add(ids.extra)
    }

    private mutating func confirm(_ ids: IDComparison) -> Action {
        guard !ids.missing.isEmpty else { return resolved() }
        step = .confirming(copies: ids.copies)
        return .confirm(ids.missing)
    }

    private mutating func remove(
        _ gone: [OrthancID],
        copies: Int,
        _ now: Instant
    ) -> Action {
        // The grace time of a new database was waited for before it was listed.
        let isBelieved = standing.phase == .importing && standing.epoch > 1
        let free = isBelieved ? gone : reconciliation.release(gone, copies: copies, at: now)
        guard !free.isEmpty else { return resolved() }
        step = .removing
        return .remove(free)
    }

    private mutating func resolved() -> Action {
        guard standing.phase == .importing, isListed, isScanned else { return poll() }
        var verified = standing
        verified.phase = .following
        verified.isImported = true
        return record(verified)
    }

    // MARK: Is this still the same database?

    private mutating func doubt(_ doubt: Doubt) -> Action {
        step = .assessing(doubt)
        return .readEnd(from: standing.recent.marks.first?.sequence ?? standing.cursor + 1)
    }

    private mutating func assess(
        _ doubt: Doubt,
        _ end: FeedEnd,
        _ now: Instant
    ) -> Action {
        switch standing.recent.compare(with: end, cursor: standing.cursor) {
        case .kept(let recent):
            standing.recent = recent
            return trust(doubt, now)
        case .contradicted: step = .probing(doubt, end, isContradicted: true)
        case .gone: step = .probing(doubt, end, isContradicted: false)
        }
        return .probe(policy.probes, oldest: end.oldest)
    }

    private mutating func classify(
        _ doubt: Doubt,
        _ probe: Probe,
        _ now: Instant
    ) -> Action {
        // An index without a copy has nothing to lose.
        if probe.asked == 0 { return seed() }
        if probe.present > 0 { return distrust(doubt, .restored, now) }
        return distrust(doubt, probe.instances == 0 ? .wiped : .replaced, now)
    }

    /// Whether a feed that lost every remembered row, but whose counter went on, is the known one:
    /// its resources were deleted or overwritten, or its changes were.
    private func isKnown(_ probe: Probe, _ end: FeedEnd) -> Bool {
        if probe.present * 2 >= probe.asked { return true }
        // Once in doubt, a store has to show what it held.
        if case .quarantined = standing.phase { return false }
        if probe.instances == 0 || probe.isOldestKnown { return true }
        // Everything of old was deleted, and with it every row up to the cursor: what is left
        // follows closely on it.
        guard let oldest = end.oldest else { return false }
        return (1...policy.closeRows).contains(oldest.sequence - standing.cursor)
    }

    /// Asks once more when the feed was empty, but the count taken after it found instances: they
    /// may have come in between, and their rows will tell.
    private mutating func lookAgain(_ doubt: Doubt, _ end: FeedEnd, _ probe: Probe) -> Action? {
        guard end.oldest == nil, probe.instances > 0, !hasLookedAgain else {
            hasLookedAgain = false
            return nil
        }
        hasLookedAgain = true
        return self.doubt(doubt)
    }

    private mutating func vouch(_ doubt: Doubt, _ now: Instant) -> Action {
        standing.recent = RecentRows()
        isVouched = true
        hasLookedAgain = false
        reconciliation.wantScan()
        return trust(doubt, now)
    }

    /// It is the known database.
    private mutating func trust(_ doubt: Doubt, _ now: Instant) -> Action {
        switch doubt {
        case .page: return poll()
        case .identifier(let identifier):
            var renamed = standing
            renamed.identifier = identifier
            return record(renamed)
        case .removal(let gone, let copies): return remove(gone, copies: copies, now)
        case .quarantine:
            var resumed = standing
            resumed.phase = standing.isImported ? .following : .importing
            return record(resumed)
        }
    }

    /// It is another database.
    private mutating func distrust(
        _ doubt: Doubt,
        _ kind: EpochBreak,
        _ now: Instant
    ) -> Action {
        if case .quarantine = doubt {
            guard let graceEnds, now >= graceEnds else { return rest(policy.doubtPoll) }
            return seed()
        }
        graceEnds = now + policy.grace
        var doubted = standing
        doubted.phase = .quarantined(kind)
        return record(doubted)
    }
}
