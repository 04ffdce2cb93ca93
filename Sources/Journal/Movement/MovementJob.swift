internal import Basics
package import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// Copies and moves resources between stores, empties a store, makes missing copies.
///
/// Source: docs/operations.md, "Moving resources".
package struct MovementJob: JobKind {
    package static let kind = "movement"

    package let name = Self.kind
    let place: @Sendable (PlaceQuestion) -> StoreKey?

    /// - Parameter place: Called on the engine's loop; nil when no store may take it now.
    package init(place: @escaping @Sendable (PlaceQuestion) -> StoreKey?) { self.place = place }

    package func run(_ job: RunningJob) async throws(JobStop) -> [UInt8] {
        guard let order = MovementOrder(job.record.request) else {
            throw .failed(.internalError, details: "the request of the job can't be read")
        }
        return try await MovementRun(job, order, place).run()
    }
}

/// One movement in the hands of this gateway.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
final class MovementRun: @unchecked Sendable {
    private let job: RunningJob
    private let order: MovementOrder
    private let place: (PlaceQuestion) -> StoreKey?
    private let carrier: Carrier
    private var state = MovementState(total: 0)

    init(
        _ job: RunningJob,
        _ order: MovementOrder,
        _ place: @escaping (PlaceQuestion) -> StoreKey?
    ) {
        self.job = job
        self.order = order
        self.place = place
        carrier = Carrier(index: job.index, loop: job.loop) { job.store($0) }
    }

    func run() async throws(JobStop) -> [UInt8] {
        if let checkpoint = job.checkpoint {
            guard let former = MovementState(checkpoint) else {
                throw .failed(.internalError, details: "the checkpoint of the job can't be read")
            }
            state = former
        } else {
            state = MovementState(total: try await count())
            try await save()
        }
        while let unit = try await nextUnit() {
            try await move(unit)
            state.endUnit(unit.id)
            try await save()
        }
        guard state.failures == 0 else {
            let what = order.isMove ? "moved" : "copied"
            throw .failed(
                .networkProtocol,
                details: "\(state.failures) of \(state.total) instances were not \(what)",
                content: content
            )
        }
        return content
    }

    // MARK: Units

    /// What is brought to one store at a time.
    private struct Unit {
        let level: Level
        let id: OrthancID
        let target: StoreKey
        /// Only what this store holds; nil: all.
        let holder: StoreKey?
    }

    private func count() async throws(JobStop) -> Int {
        switch order.scope {
        case .resources(let resources, _, _):
            var total = 0
            for resource in resources {
                total += try await job.read { reader throws(IndexError) in
                    try await reader.countInstances(below: resource.level, resource.id)
                }
            }
            return total
        case .leaving(let store):
            return try await job.read { reader throws(IndexError) in
                try await reader.copyCounts(store).instances
            }
        case .missing(let copies):
            return try await job.read { reader throws(IndexError) in
                try await reader.countLacking(copies: copies)
            }
        case .comparing:
            return try await job.read { reader throws(IndexError) in
                try await reader.countHeldTwice()
            }
        }
    }

    private func nextUnit() async throws(JobStop) -> Unit? {
        switch order.scope {
        case .resources(let resources, let target, _):
            guard state.unit < resources.count else { return nil }
            let resource = resources[state.unit]
            return Unit(
                level: resource.level,
                id: resource.id,
                target: target,
                holder: nil
            )
        case .leaving(let store): return try await nextStudy(of: store)
        case .missing(let copies): return try await nextMissing(copies)
        case .comparing:
            let last = state.lastUnit
            let found = try await job.read { reader throws(IndexError) in
                try await reader.nextHeldTwice(after: last)
            }
            guard let series = found, let first = series.complete.first else { return nil }
            return Unit(level: .series, id: series.id, target: first, holder: nil)
        }
    }

    private func nextStudy(of store: StoreKey) async throws(JobStop) -> Unit? {
        repeat {
            let last = state.lastUnit
            let studies = try await job.read { reader throws(IndexError) in
                try await reader.copyIDs(store, .study, after: last, limit: 1)
            }
            guard let study = studies.first else { continue }
            guard let target = try await target(of: study, excluding: [store]) else {
                throw .wait(.seconds(2))
            }
            return Unit(level: .study, id: study, target: target, holder: store)
        } while state.beginPass()
        return nil
    }

    private func nextMissing(_ copies: Int) async throws(JobStop) -> Unit? {
        repeat {
            while let series = try await lacking(copies) {
                if let target = try await target(of: series.study, excluding: series.complete) {
                    return Unit(level: .series, id: series.id, target: target, holder: nil)
                }
                state.skipUnit(series.id)
            }
        } while state.beginPass()
        return nil
    }

    private func lacking(_ copies: Int) async throws(JobStop) -> LackingSeries? {
        let last = state.lastUnit
        return try await job.read { reader throws(IndexError) in
            try await reader.nextLacking(copies: copies, after: last)
        }
    }

    /// The store to which the unit in hand was begun to go, or a new choice.
    private func target(
        of study: OrthancID,
        excluding excluded: [StoreKey]
    ) async throws(JobStop) -> StoreKey? {
        if let target = state.target { return target }
        let question = try await job.read { reader throws(IndexError) in
            try await PlaceQuestion.about(study, excluding: excluded, reader)
        }
        return place(question)
    }

    // MARK: One unit

    private func move(_ unit: Unit) async throws(JobStop) {
        if state.target == nil {
            state.begin(target: unit.target)
            try await save()
        }
        if order.scope == .comparing, state.phase == .bring {
            state.skipBringing(
                try await job.read { reader throws(IndexError) in
                    try await reader.countInstances(below: unit.level, unit.id)
                }
            )
        }
        if state.phase == .bring { try await bring(unit) }
        if state.phase == .belongings { try await bringBelongings(unit) }
        let sources = try await sources(of: unit)
        while state.source < sources.count {
            try await settle(unit, sources[state.source])
            state.endSource()
        }
    }

    private func page(_ unit: Unit, at store: StoreKey?) async throws(JobStop) -> [OrthancID] {
        let (after, size) = (state.after, state.pageSize)
        return try await job.read { reader throws(IndexError) in
            try await reader.instances(
                below: unit.level,
                unit.id,
                at: store,
                after: after,
                limit: size
            )
        }
    }

    private func bring(_ unit: Unit) async throws(JobStop) {
        while true {
            try obey()
            let page = try await page(unit, at: unit.holder)
            if page.isEmpty { break }
            _ = try job.need(unit.target)
            let preferred = try await sources(of: unit)
            let outcomes = try await asked {
                () throws(IndexError) in
                try await carrier.bring(page, to: unit.target, from: preferred)
            }
            let isDone = state.bringPage(page, outcomes)
            try await save()
            guard isDone else { throw .wait(.milliseconds(500)) }
        }
        state.endBringing()
        try await save()
    }

    /// What users have attached to the resources above the instances.
    private func bringBelongings(_ unit: Unit) async throws(JobStop) {
        var above: Set<MovementOrder.Resource> = []
        var after: OrthancID?
        repeat {
            let from = after
            let ids = try await job.read { reader throws(IndexError) in
                try await reader.instances(
                    below: unit.level,
                    unit.id,
                    at: unit.target,
                    after: from,
                    limit: IndexReader.mostIDs
                )
            }
            after = ids.last
            let found = try await job.read { reader throws(IndexError) in
                try await reader.ancestry(of: ids)
            }
            above.formUnion(found.all.map { MovementOrder.Resource(level: $0.level, id: $0.id) })
        } while after != nil
        var differing: [OrthancID] = []
        for resource in above {
            try obey()
            if try await !bringBelongings(resource, unit) { differing.append(resource.id) }
        }
        state.endBelongings(differing.sorted(), isWhole: differing.isEmpty)
        try await save()
    }

    private func bringBelongings(
        _ resource: MovementOrder.Resource,
        _ unit: Unit
    ) async throws(JobStop) -> Bool {
        let target = try job.need(unit.target)
        let owing = try await job.read { reader throws(IndexError) in
            try await reader.owingCalls([resource.id])
        }
        var isWhole = true
        for key in try await sources(of: unit) {
            let known = try await job.read { reader throws(IndexError) in
                try await reader.known(key, resource.level, [resource.id])
            }
            guard !known.isEmpty else { continue }
            guard owing[resource.id]?.contains(key) != true else { throw .wait(.seconds(1)) }
            let source = try job.need(key)
            do throws(StoreError) {
                let belongings = Belongings(from: source, to: target)
                if try await !belongings.bring(resource.level, resource.id) { isWhole = false }
            } catch {
                // Gone there, or nothing that can be told from that: it comes again.
                guard error.isNotFound else { throw .wait(.seconds(1)) }
            }
        }
        return isWhole
    }

    // MARK: Comparing, removing

    /// Whose copies are compared with the target's, and go in a move.
    private func sources(of unit: Unit) async throws(JobStop) -> [StoreKey] {
        switch order.scope {
        case .resources(_, _, let sources) where !sources.isEmpty:
            return sources.filter { $0 != unit.target }
        case .leaving(let store): return [store]
        case .resources, .missing, .comparing:
            return try await job.read { reader throws(IndexError) in
                try await reader.stores().map(\.key).filter { $0 != unit.target }
            }
        }
    }

    private func settle(_ unit: Unit, _ source: StoreKey) async throws(JobStop) {
        while true {
            try obey()
            let page = try await page(unit, at: source)
            if page.isEmpty { return }
            _ = try job.need(unit.target)
            _ = try job.need(source)
            let outcomes = await carrier.compare(
                page,
                at: source,
                with: unit.target,
                belongings: order.isMove
            )
            guard !outcomes.values.contains(.later) else { throw .wait(.milliseconds(500)) }
            if outcomes.values.contains(.missing), order.scope != .comparing, state.bringAgain() {
                try await save()
                throw .wait(.milliseconds(500))
            }
            let same = page.filter { outcomes[$0] == .same && state.mayRemove($0) }
            var removed = 0
            if order.isMove, !same.isEmpty, try await isKept(above: same, source, unit.target) {
                try job.assertFresh()
                removed = try await asked { () throws(IndexError) in
                    try await carrier.remove(same, of: source, keptBy: unit.target)
                }
                guard removed > 0 else { throw .wait(.milliseconds(500)) }
            }
            state.settlePage(page, outcomes, removed: removed)
            try await save()
        }
    }

    /// Whether the keeper shows what users have attached to the resources above these instances.
    private func isKept(
        above instances: [OrthancID],
        _ source: StoreKey,
        _ keeper: StoreKey
    ) async throws(JobStop) -> Bool {
        let found = try await job.read { reader throws(IndexError) in
            try await reader.ancestry(of: instances)
        }
        for (level, id) in found.all {
            let outcome = await carrier.compareBelongings(level, id, at: source, with: keeper)
            switch outcome {
            case .same: continue
            case .gone, .missing, .later: throw .wait(.milliseconds(500))
            case .failed: state.keepSources([id])
            }
        }
        return !state.keepsSources
    }

    // MARK: Pieces

    private func asked<Answer>(
        _ body: () async throws(IndexError) -> Answer
    ) async throws(JobStop) -> Answer {
        do {
            return try await body()
        } catch {
            throw JobStop(error)
        }
    }

    private func obey() throws(JobStop) {
        guard !Task.isCancelled else { throw .lost }
        switch job.wish {
        case .none: break
        case .pause: throw .paused
        case .cancel: throw .canceled
        }
    }

    private func save() async throws(JobStop) {
        try await job.save(
            checkpoint: state.json,
            content: content,
            progress: state.progress
        )
    }

    private var content: [UInt8] {
        var writer = JSONWriter(.compact, capacity: 1024)
        writer.object { writer in
            state.write(to: &writer)
            writer.member("Move", order.isMove)
            if case .resources(let resources, _, _) = order.scope {
                writer.key("ParentResources")
                writer.array(resources.prefix(100).map(\.id.description))
            }
        }
        return writer.bytes
    }
}
