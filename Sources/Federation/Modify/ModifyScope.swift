package import GlobalIndex
package import OrthancModel

/// What a modification is about, as the index knows it now.
package struct ModifyScope: Sendable {
    /// Most instances in one modification.
    package static let mostInstances = 200_000

    /// What one store does of it.
    package struct Group: Sendable {
        package let plan: ModifyPlan
        /// Instances of which each gets one result, ascending.
        package let sources: [OrthancID]
        /// Of a bulk operation: the resources asked for that are done here.
        package let resources: [OrthancID]?

        /// A store that holds something of it, by preference the one that is to do it, and what.
        func witness(
            _ isReachable: (StoreKey) -> Bool
        ) -> (store: StoreKey, instance: OrthancID?)? {
            let missing = Set(plan.missing.map(\.id))
            let held = sources.first { !missing.contains($0) }
            if held != nil || sources.isEmpty { return (plan.store, held) }
            for instance in plan.missing {
                if let store = instance.stores.first(where: isReachable) {
                    return (store, instance.id)
                }
            }
            return nil
        }
    }

    /// Resources that belong together: their new UIDs must agree, so one store does them all.
    struct Cluster {
        var resources: [OrthancID] = []
        var sources: Set<OrthancID> = []
        var needed: [OrthancID: HeldInstance] = [:]
    }

    private var clusters: [Cluster] = []
    private let isBulk: Bool

    /// Studies that nobody else may modify meanwhile, ascending.
    package var studies: [OrthancID] {
        Set(clusters.flatMap { $0.needed.values.map(\.study) }).sorted()
    }

    private var holders: Set<StoreKey> {
        Set(clusters.flatMap { $0.needed.values.flatMap(\.stores) })
    }

    package var count: Int { clusters.reduce(0) { $0 + $1.sources.count } }

    /// Looks up what a request names.
    ///
    /// - Throws: What Orthanc answers to names that it doesn't know; code 46 for too many
    ///   instances.
    package static func resolve(
        _ request: ModifyRequest,
        _ index: IndexReader
    ) async throws -> ModifyScope {
        var scope = ModifyScope(isBulk: request.operation.isBulk)
        switch request.operation {
        case .modify, .anonymize: try await scope.whole(request, index)
        case .merge: try await scope.merge(request, index)
        case .split: try await scope.split(request, index)
        case .bulkModify, .bulkAnonymize: try await scope.bulk(request, index)
        }
        guard scope.count <= mostInstances else {
            throw OrthancFault(
                .duplicateResource,
                details: "More than \(mostInstances) instances can't be modified at once"
            )
        }
        if request.isInPlace, scope.holders.count > 1 {
            throw OrthancFault(
                .duplicateResource,
                details: "Several stores hold what is to be changed in place: the copies would "
                    + "differ. Remove all copies but one, or let it get new identifiers"
            )
        }
        return scope
    }

    private init(isBulk: Bool) { self.isBulk = isBulk }

    /// What each store does, by the store's key.
    package func groups(
        among candidates: [ModifyPlan.Candidate],
        limitBytes: Int64
    ) throws(ModifyPlan.Refusal) -> [Group] {
        var byStore: [StoreKey: (missing: [HeldInstance], cluster: Cluster)] = [:]
        for cluster in clusters {
            let plan = try ModifyPlan.choose(
                cluster.needed.values.sorted { $0.id < $1.id },
                among: candidates,
                limitBytes: limitBytes
            )
            var entry = byStore[plan.store] ?? ([], Cluster())
            entry.missing += plan.missing
            entry.cluster.resources += cluster.resources
            entry.cluster.sources.formUnion(cluster.sources)
            byStore[plan.store] = entry
        }
        return byStore.sorted { $0.key < $1.key }.map { key, entry in
            Group(
                plan: ModifyPlan(store: key, missing: entry.missing),
                sources: entry.cluster.sources.sorted(),
                resources: isBulk ? entry.cluster.resources : nil
            )
        }
    }

    // MARK: By operation

    private mutating func whole(
        _ request: ModifyRequest,
        _ index: IndexReader
    ) async throws {
        var cluster = Cluster()
        let held = try await Self.held(request.level, request.id, index)
        guard !held.isEmpty else { throw request.unknown }
        cluster.add(held)
        clusters = [cluster]
    }

    private mutating func merge(
        _ request: ModifyRequest,
        _ index: IndexReader
    ) async throws {
        let name = request.id?.description ?? ""
        var cluster = Cluster()
        let target = try await Self.held(.study, request.id, index)
        guard !target.isEmpty else { throw request.unknown }
        for text in request.resources ?? [] {
            let held = try await Self.held(named: text, index)
            guard !held.isEmpty else {
                throw Self.unknown("Cannot find this resource: \(text)")
            }
            guard held.allSatisfy({ $0.study != request.id }) else {
                throw Self.unknown("Cannot merge a study into the same study: \(name)")
            }
            cluster.add(held)
        }
        for instance in target { cluster.needed[instance.id] = instance }
        clusters = [cluster]
    }

    private mutating func split(
        _ request: ModifyRequest,
        _ index: IndexReader
    ) async throws {
        var cluster = Cluster()
        guard !(try await Self.held(.study, request.id, index)).isEmpty else {
            throw request.unknown
        }
        for (list, level, word) in [
            ("Series", Level.series, "series"), ("Instances", .instance, "instance"),
        ] {
            for text in request.strings(list) ?? [] {
                let held = try await Self.held(level, OrthancID(text), index)
                guard !held.isEmpty, held.allSatisfy({ $0.study == request.id }) else {
                    throw Self.unknown(
                        "This \(word) does not belong to the study to be split: \(text)"
                    )
                }
                cluster.add(held)
            }
        }
        clusters = [cluster]
    }

    private mutating func bulk(
        _ request: ModifyRequest,
        _ index: IndexReader
    ) async throws {
        var byPatient: [OrthancID: Cluster] = [:]
        for text in request.resources ?? [] {
            let held = try await Self.held(named: text, index)
            guard let patient = held.first?.patient, let id = OrthancID(text) else {
                throw OrthancFault(.unknownResource)
            }
            byPatient[patient, default: Cluster()].add(held)
            byPatient[patient]?.resources.append(id)
        }
        clusters = byPatient.sorted { $0.key < $1.key }.map(\.value)
        if clusters.isEmpty { clusters = [Cluster()] }
    }

    // MARK: Pieces

    private static func held(
        named text: String,
        _ index: IndexReader
    ) async throws -> [HeldInstance] {
        guard let id = OrthancID(text), let level = try await index.level(of: id) else { return [] }
        return try await held(level, id, index)
    }

    private static func held(
        _ level: Level,
        _ id: OrthancID?,
        _ index: IndexReader
    ) async throws -> [HeldInstance] {
        guard let id else { return [] }
        return try await index.held(below: level, id, limit: mostInstances + 1)
    }

    private static func unknown(_ details: String) -> OrthancFault {
        OrthancFault(.unknownResource, details: details)
    }
}

extension ModifyScope.Cluster {
    mutating func add(_ held: [HeldInstance]) {
        for instance in held {
            sources.insert(instance.id)
            needed[instance.id] = instance
        }
    }
}
