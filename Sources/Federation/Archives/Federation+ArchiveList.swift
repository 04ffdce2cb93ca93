import GlobalIndex
package import OrthancModel

extension Federation {
    /// Lists the union below some resources.
    ///
    /// - Throws: `.unknownResource`; `.tooMuch` beyond ``ArchiveList/mostInstances``.
    func archiveList(
        of resources: [(level: Level, id: OrthancID)]
    ) async throws(FederationError) -> ArchiveList {
        var whole: Set<SeriesPlace> = []
        for level in [Level.patient, .study, .series] {
            whole.formUnion(try await places(level, resources))
        }
        let chosen = Set(resources.lazy.filter { $0.level == .instance }.map(\.id))
        let partial = try await places(.instance, resources).subtracting(whole)
        let count = whole.reduce(chosen.count) { $0 + $1.instances }
        guard count <= ArchiveList.mostInstances else {
            throw FederationError(
                .tooMuch("An archive holds at most \(ArchiveList.mostInstances) instances"),
                doing: "list archive"
            )
        }
        var list = ArchiveList()
        for place in whole.union(partial).sorted(by: { $0.order < $1.order }) {
            let instances = try await instances(of: place)
            let isWhole = whole.contains(place)
            list.add(place, isWhole ? instances : instances.filter { chosen.contains($0.id) })
        }
        return list
    }

    /// All instances of a series, ascending.
    func instances(of place: SeriesPlace) async throws(FederationError) -> [InstanceCopies] {
        try await instances(ofSeries: place.series)
    }

    /// All instances of a series, ascending; none when the index does not know it.
    func instances(ofSeries series: OrthancID) async throws(FederationError) -> [InstanceCopies] {
        var all: [InstanceCopies] = []
        while true {
            let last = all.last?.id
            let page = try await indexed("list instances") {
                try await $0.instances(ofSeries: series, after: last, limit: Self.instancePage)
            }
            all += page
            guard page.count == Self.instancePage, all.count <= ArchiveList.mostInstances else {
                return all
            }
        }
    }

    /// The levels of resources that somebody named without them; one that the index does not know
    /// is looked for in the stores.
    ///
    /// - Throws: `.unknownResource` when one of them is nowhere.
    package func named(
        _ ids: [OrthancID]
    ) async throws(FederationError) -> [(level: Level, id: OrthancID)] {
        var found: [OrthancID: Level] = [:]
        for start in stride(from: 0, to: ids.count, by: IndexReader.mostIDs) {
            let chunk = Array(ids[start...].prefix(IndexReader.mostIDs))
            let levels = try await indexed("find levels") { try await $0.levels(of: chunk) }
            found.merge(levels) { first, _ in first }
        }
        for id in ids where found[id] == nil { found[id] = try await probedLevel(of: id) }
        return ids.compactMap { id in found[id].map { ($0, id) } }
    }

    private func probedLevel(of id: OrthancID) async throws(FederationError) -> Level {
        var provenance = Provenance()
        for level in [Level.study, .series, .instance, .patient] {
            do {
                _ = try await known(level, id, isStrict: false)
                return level
            } catch {
                guard error.isUnknownResource else { throw error }
                provenance = provenance.joined(error.provenance)
            }
        }
        throw FederationError(.unknownResource, doing: "find level", provenance: provenance)
    }

    private func places(
        _ level: Level,
        _ resources: [(level: Level, id: OrthancID)]
    ) async throws(FederationError) -> Set<SeriesPlace> {
        let ids = resources.filter { $0.level == level }.map(\.id)
        var found: Set<SeriesPlace> = []
        for start in stride(from: 0, to: ids.count, by: IndexReader.mostIDs) {
            let chunk = Array(ids[start...].prefix(IndexReader.mostIDs))
            found.formUnion(
                try await indexed("find series") { try await $0.seriesPlaces(level, chunk) }
            )
        }
        return found
    }

    /// Instances in one question to the index.
    private static let instancePage = 2000
}

extension SeriesPlace {
    /// Patients first; an identifier's bytes are in the order of its text.
    fileprivate var order: (OrthancID, OrthancID, OrthancID) { (patient, study, series) }
}
