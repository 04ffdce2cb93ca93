internal import Basics
package import EventLoop
package import GlobalIndex
package import OrthancClient
package import OrthancModel

/// Makes copies of instances at another store, and takes superfluous ones away, with the index.
///
/// A copy is written down before its first byte is sent, so that a deletion reaches it whatever
/// becomes of us, and never overtakes it (decision 0070). A copy is removed only when the index and
/// the keeper both have it and checksums say that it is the same.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class Carrier: @unchecked Sendable {
    /// Instances on their way at a time.
    static let width = 4
    /// Of one page, beside the first minute: so long a deletion may have to wait.
    private static let mostSeconds: Int64 = 3600
    /// Attempts on one instance before its turn comes later.
    private static let attempts = 3

    let index: EngineIndex
    let loop: EventLoop
    let reach: (StoreKey) -> Store?

    package init(index: EngineIndex, loop: EventLoop, reach: @escaping (StoreKey) -> Store?) {
        self.index = index
        self.loop = loop
        self.reach = reach
    }

    /// Brings instances to a store; what users have attached to them comes along.
    ///
    /// - Parameter sources: Holders asked first, in this order; any other holder after them.
    /// - Returns: One outcome for each instance.
    package func bring(
        _ ids: [OrthancID],
        to target: StoreKey,
        from sources: [StoreKey] = []
    ) async throws(IndexError) -> [OrthancID: CarriedInstance] {
        guard let epoch = try await index.reader.stores().first(where: { $0.key == target })?.epoch
        else { throw IndexError(.unknown, doing: "bring instances") }
        let copies = Dictionary(grouping: try await index.reader.copies(of: ids), by: \.id)
        let bytes = copies.values.reduce(Int64(0)) { $0 + ($1.first?.size ?? 0) }
        let time = Duration.seconds(60 + min(bytes >> 20, Self.mostSeconds))
        let until = Deadline.after(time, from: loop.now)
        let carriage = try await index.write {
            try await $0.beginCarry(ids, to: target, for: time)
        }
        let ways = ids.map { id in
            Way(
                id: id,
                holders: Self.order(copies[id]?.map(\.store) ?? [], target, sources),
                isThere: copies[id]?.contains { $0.store == target } ?? false,
                mayGo: carriage.instances.contains(id),
                bytes: copies[id]?.first?.size ?? 0
            )
        }
        let carried = await each(ways) { [self] in await carry($0, to: target, until) }
        let records = carried.compactMap(\.1.record)
        if !records.isEmpty {
            try await enter(records, target, epoch, startedAt: carriage.startedAt)
        }
        var outcomes: [OrthancID: CarriedInstance] = [:]
        for (way, arrival) in carried { outcomes[way.id] = arrival.outcome }
        let there = carried.filter(\.1.isThere).map(\.0)
        for (way, outcome) in try await attach(there, to: target) where outcome != .present {
            outcomes[way.id] = outcome
        }
        let ended = carried.filter { !$1.mayArrive }.map(\.0.id)
        try await index.write { try await $0.endCarry(ended, to: target, carriage) }
        return outcomes
    }

    /// One instance and who may give it.
    private struct Way: Sendable {
        let id: OrthancID
        let holders: [StoreKey]
        let isThere: Bool
        let mayGo: Bool
        let bytes: Int64
    }

    private struct Arrival: Sendable {
        let outcome: CarriedInstance
        var record: ResourceRecord?
        /// The target had bytes of an attempt of which nobody knows whether it has ended.
        var mayArrive = false

        var isThere: Bool {
            switch outcome {
            case .brought, .present: true
            default: false
            }
        }
    }

    private static func order(
        _ holders: [StoreKey],
        _ target: StoreKey,
        _ sources: [StoreKey]
    ) -> [StoreKey] {
        let others = holders.filter { $0 != target }
        return sources.filter(others.contains) + others.filter { !sources.contains($0) }
    }

    // MARK: One after the other

    /// Works on at most ``width`` of them at a time; answers come as they end.
    func each<Item: Sendable, Answer: Sendable>(
        _ items: [Item],
        _ work: @escaping @Sendable (Item) async -> Answer
    ) async -> [(Item, Answer)] {
        await withTaskGroup(of: (Item, Answer).self) { group in
            var rest = items[...]
            func begin() {
                guard let item = rest.popFirst() else { return }
                group.addTask(executorPreference: loop) {
                    let answer = await work(item)
                    return (item, answer)
                }
            }
            for _ in 0..<Self.width { begin() }
            var result: [(Item, Answer)] = []
            for await pair in group {
                result.append(pair)
                begin()
            }
            return result
        }
    }

    private func carry(_ way: Way, to target: StoreKey, _ until: Deadline) async -> Arrival {
        guard way.isThere || way.mayGo else {
            return Arrival(outcome: way.holders.isEmpty ? .gone : .later)
        }
        return await tried(at: target) { [self] store throws(StoreError) in
            try await once(way, store, until)
        }
    }

    private func tried(
        at target: StoreKey,
        _ work: (Store) async throws(StoreError) -> Arrival
    ) async -> Arrival {
        var last = CarriedInstance.later
        var mayArrive = false
        for attempt in 0..<Self.attempts {
            guard let store = reach(target), !Task.isCancelled else {
                return Arrival(outcome: .later, mayArrive: mayArrive)
            }
            do throws(StoreError) {
                var arrival = try await work(store)
                arrival.mayArrive = mayArrive
                return arrival
            } catch {
                last = error.brokeOff || error.bytesSent ? .brokeOff : .later
                mayArrive = mayArrive || error.bytesSent
            }
            do {
                try await loop.sleep(for: .milliseconds(100 << attempt))
            } catch {
                return Arrival(outcome: .later, mayArrive: mayArrive)
            }
        }
        return Arrival(outcome: reach(target) == nil ? .later : last, mayArrive: mayArrive)
    }

    private func once(
        _ way: Way,
        _ target: Store,
        _ until: Deadline
    ) async throws(StoreError) -> Arrival {
        // A store with OverwriteInstances would lose what users have attached to its copy.
        var resource = try await target.resource(.instance, way.id)
        var outcome = CarriedInstance.present
        if resource == nil {
            guard way.mayGo else { return Arrival(outcome: .later) }
            outcome = try await send(way, target, until)
            guard case .brought = outcome else { return Arrival(outcome: outcome) }
            resource = try await target.resource(.instance, way.id)
        }
        guard let resource else { return Arrival(outcome: .later) }
        return Arrival(outcome: outcome, record: try? ResourceRecord(carried: resource))
    }

    /// Brings what users have attached to instances that the index knows at the target: calls that
    /// begin from now on reach it, too, so that none is missed.
    private func attach(
        _ ways: [Way],
        to target: StoreKey
    ) async throws(IndexError) -> [(Way, CarriedInstance)] {
        let owing = try await index.reader.owingCalls(ways.map(\.id))
        return await each(ways) { [self] way in
            await tried(at: target) { [self] store throws(StoreError) in
                try await attach(way, to: store, except: owing[way.id] ?? [])
            }.outcome
        }
    }

    /// - Parameter owing: Holders that don't show yet what they should.
    private func attach(
        _ way: Way,
        to target: Store,
        except owing: Set<StoreKey>
    ) async throws(StoreError) -> Arrival {
        let sources = way.holders.filter { !owing.contains($0) }.compactMap(reach)
        guard way.holders.isEmpty || !sources.isEmpty else { return Arrival(outcome: .later) }
        for source in sources {
            do {
                guard try await Belongings(from: source, to: target).bring(.instance, way.id) else {
                    return Arrival(outcome: .failed(.belongings))
                }
            } catch  where error.isNotFound {
                // It is no longer there.
            }
        }
        return Arrival(outcome: .present)
    }

    /// The file, from the first holder that gives it.
    private func send(
        _ way: Way,
        _ target: Store,
        _ until: Deadline
    ) async throws(StoreError) -> CarriedInstance {
        var isDown = false
        var hasFailed = false
        for key in way.holders {
            guard let source = reach(key) else {
                isDown = true
                continue
            }
            let stream: StoreStream
            do {
                stream = try await source.open(
                    StoreRequest(.get, ["instances", way.id.description, "file"])
                )
            } catch {
                isDown = true
                continue
            }
            defer { stream.body.abandon() }
            guard stream.status == 200 else {
                hasFailed = true
                continue
            }
            guard until.remaining(at: loop.now) > .seconds(1) else { return .later }
            do {
                let within = until.remaining(at: loop.now)
                let answer = try await target.upload(
                    stream.body,
                    length: stream.length,
                    within: within
                )
                return Self.judge(answer, way)
            } catch {
                switch error.kind {
                case .bodyFailed: isDown = true
                case .status(507): return .failed(.full)
                case .status where error.isRefusal: return .failed(.refused)
                default: throw error
                }
            }
        }
        return isDown ? .later : hasFailed ? .failed(.unreadable) : .gone
    }

    private static func judge(_ answer: UploadAnswer, _ way: Way) -> CarriedInstance {
        guard answer.id == way.id else { return .failed(.renamed) }
        guard answer.status == "Success" || answer.status == "AlreadyStored" else {
            return .failed(.refused)
        }
        return .brought(bytes: way.bytes)
    }

    // MARK: The index

    /// Writes copies that the target has taken into the index, with what stands above them there.
    private func enter(
        _ records: [ResourceRecord],
        _ target: StoreKey,
        _ epoch: Int,
        startedAt: Int64
    ) async throws(IndexError) {
        var batch = Batch(store: target, epoch: epoch, origin: .upload(startedAt: startedAt))
        batch.records = records
        let above = try await index.reader.ancestry(of: records.map(\.id))
        if let store = reach(target) {
            for (level, id) in above.all {
                let found = try? await store.resource(level, id)
                if let found, let record = try? ResourceRecord(carried: found) {
                    batch.records.append(record)
                }
            }
        }
        let whole = batch
        _ = try await index.write { try await $0.applyAndCommit(whole) }
    }
}

extension ResourceRecord {
    /// What a store says about a resource, as the index takes it.
    init(carried resource: StoreResource) throws {
        try self.init(
            level: resource.level,
            id: resource.id,
            parent: resource.parent,
            tags: resource.tags,
            patientTags: resource.patientTags,
            lastUpdate: resource.lastUpdate,
            isStable: resource.isStable,
            expectedInstances: resource.expectedInstances,
            indexInSeries: resource.indexInSeries,
            fileSize: resource.fileSize,
            fileUuid: resource.fileUuid,
            derivation: resource.derivation
        )
    }
}
