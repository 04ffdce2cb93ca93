import Basics
import OrthancModel
import Sync

/// A store, an index and a machine in virtual time, with an operator who does what operators do.
///
/// Reads and writes aren't atomic here either: the world may change between any two of their parts.
struct Simulation {
    struct Faults {
        /// Chance, in percent, that something happens to the store at each opportunity.
        var changes = 10.0
        /// Chance, in percent, that the operator swaps databases at each opportunity.
        var swaps = 0.0
        /// Chance, in percent, that an action fails; half of them after it took effect.
        var failures = 0.0
    }

    let seed: UInt64
    var random: SeededGenerator
    var faults: Faults
    var now = Instant.now
    var policy: SyncPolicy

    var database: ModelDatabase
    var generations = 1
    var patients: Int { database.patients }
    var backups: [ModelDatabase] = []
    var downUntil: Instant
    /// What the indexed database held when it was taken away.
    var heldByEpoch: Set<OrthancID> = []

    var standing = Standing()
    var copies: Set<OrthancID> = []
    /// The database that the present epoch was begun with.
    var epochGeneration = 0
    private var seededGeneration = 0

    var machine: SyncMachine
    var clock = 0
    /// When an instance last came, was last found gone.
    var uploadedAt: [OrthancID: Int] = [:]
    var confirmedAt: [OrthancID: Int] = [:]
    var suspects: [OrthancID] = []
    var violations: [String] = []
    var trace: [Happening] = []
    var removals = 0
    var breaks: [EpochBreak] = []

    init(
        seed: UInt64,
        faults: Faults = Faults(),
        policy: SyncPolicy = .quick,
        contents: ClosedRange<Int> = 0...40
    ) {
        self.seed = seed
        self.faults = faults
        self.policy = policy
        random = SeededGenerator(seed: seed)
        database = ModelDatabase(generation: 1)
        downUntil = now
        machine = SyncMachine(policy: policy, now: now)
        for _ in 0..<Int.random(in: contents, using: &random) { database.upload(anyPlace()) }
    }

    /// Every database has its own patients; a restored one has the same.
    mutating func anyPlace(in database: Int? = nil) -> Place {
        Place(
            patient: 4 * (database ?? patients) + .random(in: 0..<4, using: &random),
            study: .random(in: 0..<2, using: &random),
            series: .random(in: 0..<2, using: &random),
            instance: .random(in: 0..<6, using: &random)
        )
    }

    enum Happening {
        case action(SyncMachine.Action)
        case swap(to: Int, counter: Int64)

        var isEveryday: Bool {
            guard case .action(let action) = self else { return false }
            return switch action {
            case .readPage, .apply, .settle, .noteDrained, .count, .sleep: true
            default: false
            }
        }
    }

    /// The end of the trace, without the everyday.
    var story: String {
        let telling = trace.filter { !$0.isEveryday }.suffix(25)
        return telling.map { "\("\($0)".prefix(120))" }.joined(separator: "\n")
    }

    // MARK: The machine's side

    /// Runs for `duration` of virtual time, a new machine first if `restarted`.
    mutating func run(for duration: Duration, restarted: Bool = false) {
        let end = now + duration
        if restarted { machine = SyncMachine(policy: policy, now: now) }
        var action = machine.start(at: now)
        var restless = 0
        while now < end {
            if case .sleep = action { restless = 0 } else { restless += 1 }
            if restless > 3000 {
                violations.append("never rests")
                return
            }
            let event = perform(action)
            if violations.count > 3 { return }
            action = machine.next(event, at: now)
            if case .record(let next) = action, case .quarantined(let kind) = next.phase {
                breaks.append(kind)
            }
        }
    }

    private mutating func perform(_ action: SyncMachine.Action) -> SyncMachine.Event {
        trace.append(.action(action))
        if case .sleep(let duration) = action {
            let parts = Int.random(in: 1...4, using: &random)
            for _ in 0..<parts {
                now += duration / parts
                opportunity()
            }
            defer { suspects = [] }
            return .woke(suspects: suspects)
        }
        now += .microseconds(Int.random(in: 200...5000, using: &random))
        opportunity()
        let isLucky = !random.chance(faults.failures)
        let isBefore = random.chance(50)
        guard isLucky || !isBefore, isReachable(for: action) else { return .failed }
        let event = carryOut(action)
        opportunity()
        return isLucky ? event : .failed
    }

    private func isReachable(for action: SyncMachine.Action) -> Bool {
        switch action {
        case .load, .record, .remove, .noteDrained: true
        default: now >= downUntil
        }
    }

    private mutating func carryOut(_ action: SyncMachine.Action) -> SyncMachine.Event {
        switch action {
        case .load: return .loaded(standing)
        case .readSystem: return .system(identifier: nil)
        case .readPage(let request): return .page(database.page(request))
        case .readEnd(let from): return .end(end(from: from))
        case .probe(let wanted, let oldest): return .probed(probe(wanted, oldest))
        case .apply(let batch): return apply(batch)
        case .record(let next): return record(next)
        case .listContents: return listContents()
        case .count: return .counted(count())
        case .scan: return .scanned(scan())
        case .add(let identifiers):
            for identifier in identifiers where database.holds(identifier) {
                copies.insert(identifier)
                opportunity()
            }
            return .done
        case .confirm(let identifiers): return .confirmed(confirm(identifiers))
        case .remove(let identifiers): return remove(identifiers)
        case .settle, .noteDrained: return .done
        case .sleep: preconditionFailure("slept above")
        }
    }

    private mutating func end(from: Int64?) -> FeedEnd {
        if from == nil { seededGeneration = database.generation }
        let oldest = database.rows.first
        let since = from.map { $0 - 1 } ?? max(0, database.counter - 32)
        let page = database.page(PageRequest(since: since, limit: 256))
        opportunity()
        return FeedEnd(oldest: oldest, marks: page.marks, last: database.counter)
    }

    private mutating func probe(_ wanted: Int, _ oldest: FeedMark?) -> SyncMachine.Probe {
        let asked = copies.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
            .shuffled(using: &random).prefix(wanted)
        let present = asked.count { database.holds($0) }
        return .init(
            asked: asked.count,
            present: present,
            instances: database.counts.instances,
            isOldestKnown: oldest.map { knows($0.resource) } ?? false
        )
    }

    private func knows(_ resource: OrthancID) -> Bool {
        // A model identifier of a parent is a prefix of its children's, but for the level.
        let level = Int(resource.bytes[1])
        return copies.contains { $0.bytes[2..<4 + 2 * level] == resource.bytes[2..<4 + 2 * level] }
    }

    private mutating func apply(_ batch: SyncMachine.FeedBatch) -> SyncMachine.Event {
        let news = batch.marks.filter { $0.type == .newInstance }
        var found: [OrthancID] = []
        var vanished: [OrthancID] = []
        for mark in news {
            if database.holds(mark.resource) {
                found.append(mark.resource)
            } else if copies.contains(mark.resource) {
                confirmedAt[mark.resource] = clock
                vanished.append(mark.resource)
            }
            opportunity()
        }
        copies.formUnion(found)
        standing.cursor = batch.cursor
        standing.recent = batch.recent
        checkNothingPassed()
        return .applied(vanished: vanished)
    }

    private mutating func record(_ next: Standing) -> SyncMachine.Event {
        if next.epoch != standing.epoch || standing.phase == .new {
            epochGeneration = seededGeneration
        }
        standing = next
        return .done
    }

    private mutating func listContents() -> SyncMachine.Event {
        var offset = 0
        while now >= downUntil {
            let page = database.places.dropFirst(offset).prefix(7)
            guard !page.isEmpty else { return .done }
            copies.formUnion(page.map(\.identifier))
            offset += page.count
            now += .milliseconds(3)
            opportunity()
        }
        return .failed
    }

    private mutating func count() -> CountComparison {
        var indexed = LevelCounts(instances: copies.count)
        opportunity()
        let counts = database.counts
        // The model index keeps instances only; its other levels follow from them.
        if copies == database.instances { indexed = counts }
        return CountComparison(store: counts, index: indexed)
    }

    private mutating func scan() -> IDComparison {
        let indexed = copies
        opportunity()
        let held = database.instances
        return IDComparison(
            extra: sorted(held.subtracting(indexed)),
            missing: sorted(indexed.subtracting(held)),
            copies: indexed.count
        )
    }

    private func sorted(_ identifiers: Set<OrthancID>) -> [OrthancID] {
        identifiers.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    private mutating func confirm(_ identifiers: [OrthancID]) -> [OrthancID] {
        var gone: [OrthancID] = []
        for identifier in identifiers {
            if !database.holds(identifier) {
                confirmedAt[identifier] = clock
                gone.append(identifier)
            }
            opportunity()
        }
        return gone
    }

    private mutating func remove(_ identifiers: [OrthancID]) -> SyncMachine.Event {
        removals += identifiers.count
        for identifier in identifiers {
            let asked = confirmedAt[identifier] ?? -1
            if database.holds(identifier), uploadedAt[identifier] ?? 0 <= asked {
                violations.append("removed \(identifier.bytes.prefix(8)) which is there")
            }
            if epochGeneration != database.generation, heldByEpoch.contains(identifier) {
                violations.append("removed what only another database lacks")
            }
        }
        copies.subtract(identifiers)
        return .done
    }

    /// The cursor never passes a row whose effect isn't in.
    private mutating func checkNothingPassed() {
        guard standing.phase == .following, epochGeneration == database.generation else { return }
        for row in database.rows where row.sequence <= standing.cursor {
            guard row.type == .newInstance else { continue }
            if !copies.contains(row.resource) {
                violations.append("cursor \(standing.cursor) passed row \(row.sequence)")
            }
        }
    }
}

extension Simulation {
    // MARK: The operator's side

    mutating func opportunity() {
        clock += 1
        if random.chance(faults.swaps) { swap() }
        guard random.chance(faults.changes), now >= downUntil else { return }
        change()
    }

    private var isMostlyKnown: Bool {
        copies.intersection(database.instances).count * 10 >= copies.count * 9
    }

    private mutating func change() {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<60:
            let place = anyPlace()
            uploadedAt[place.identifier] = clock
            database.upload(place)
            // Half of the uploads come through the gateway, which writes its own row.
            if random.chance(50), standing.isImported, epochGeneration == database.generation {
                copies.insert(place.identifier)
            }
        case 60..<75:
            if let place = database.places.randomElement(using: &random) { database.settle(place) }
        case 75..<98: deleteSome()
        // A feed cleared while much is gone that the index still has looks like another database.
        case 98 where random.chance(10) && isMostlyKnown: database.deleteChanges()
        default:
            if let known = copies.min(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
                suspects.append(known)
            }
        }
    }

    private mutating func deleteSome() {
        guard let place = database.places.randomElement(using: &random) else { return }
        let level = [0, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3].randomElement(using: &random) ?? 3
        database.delete(database.places.filter { $0.path[level] == place.path[level] })
    }

    /// Stops the store and starts it over another database.
    mutating func swap() {
        backups.append(database)
        if backups.count > 4 { backups.removeFirst() }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: restart(with: fresh())
        case 1: restart(with: fuller())
        case 2:
            var other = fresh()
            if random.chance(50) {
                other.skip(to: Int64.random(in: 5_000...50_000, using: &random))
            }
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                other.upload(anyPlace(in: other.patients))
            }
            restart(with: other)
        default:
            var old = backups.randomElement(using: &random)!
            // Nobody can tell that a state was restored which goes on from the cursor.
            let goesOn = old.generation == epochGeneration && old.counter >= standing.cursor
            if !goesOn { old.generation = newGeneration() }
            restart(with: old)
        }
    }

    mutating func restart(with other: ModelDatabase) {
        // The one blind spot: another feed that begins just where the known one ended.
        if let first = other.rows.first, first.sequence > standing.cursor,
            first.sequence <= standing.cursor + policy.closeRows
        {
            return
        }
        if database.generation == epochGeneration { heldByEpoch = database.instances }
        for identifier in other.instances { uploadedAt[identifier] = clock }
        trace.append(.swap(to: other.generation, counter: other.counter))
        database = other
        downUntil = now + .milliseconds(Int.random(in: 1000...4000, using: &random))
    }

    /// Another database whose feed is longer than the known one.
    mutating func fuller() -> ModelDatabase {
        var other = fresh()
        let end = standing.cursor + Int64.random(in: 1...60, using: &random)
        while other.counter < end { other.upload(anyPlace(in: other.patients)) }
        return other
    }

    mutating func fresh() -> ModelDatabase { ModelDatabase(generation: newGeneration()) }

    private mutating func newGeneration() -> Int {
        generations += 1
        return generations
    }
}

extension SyncPolicy {
    /// Small stores and short grace, so that a run sees every rule.
    static var quick: SyncPolicy {
        var policy = SyncPolicy()
        policy.pageRows = 5
        policy.massMinimum = 8
        policy.closeRows = 50
        policy.fullComparison = .seconds(100)
        return policy
    }
}
