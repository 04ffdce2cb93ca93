import GlobalIndex
import JSONText
package import OrthancModel

extension Federation {
    /// `/tools/bulk-content`: some resources of any levels, or their relatives of one level.
    ///
    /// Without a level in the order asked, each as often as asked; with one, what belongs to any of
    /// them, once each, ascending. Unknown identifiers are passed over.
    ///
    /// - Throws: `.tooMuch` beyond ``mostOfBulk`` resources.
    package func bulkContent(
        _ ids: [OrthancID],
        at level: Level?,
        _ style: AnswerStyle,
        isStrict: Bool
    ) async throws(FederationError) -> Answer {
        let provenance = try indexProvenance(isStrict: isStrict)
        var found = try await levels(of: ids)
        if let level { found = try await relatives(at: level, of: found) }
        try Self.checkBulk(found.count)
        var writer = JSONWriter(.orthanc, capacity: 4096)
        var missing = Provenance()
        writer.beginArray()
        for run in found.runs(ofAtMost: Self.chunk) {
            let ids = run.map(\.id)
            let level = run[0].level
            let resources = try await indexed("read resources") {
                try await $0.resources(level, ids)
            }
            missing = missing.joined(
                try await write(resources.repeated(as: ids), style, to: &writer, isStrict: isStrict)
            )
        }
        writer.endArray()
        return Answer(writer.bytes, provenance.joined(missing))
    }

    /// The answer is made in memory, a kilobyte for each.
    private static let mostOfBulk = 50_000

    private static func checkBulk(_ count: Int) throws(FederationError) {
        guard count > mostOfBulk else { return }
        let text = "More than \(mostOfBulk) resources; ask for them in parts"
        throw FederationError(.tooMuch(text), doing: "bulk content")
    }

    /// An identifier with the level of its resource.
    private typealias Placed = (level: Level, id: OrthancID)

    /// Those that the index knows, in the order given.
    private func levels(of ids: [OrthancID]) async throws(FederationError) -> [Placed] {
        var known: [OrthancID: Level] = [:]
        for start in stride(from: 0, to: ids.count, by: IndexReader.mostIDs) {
            let chunk = Array(ids[start...].prefix(IndexReader.mostIDs))
            let found = try await indexed("look for resources") { try await $0.levels(of: chunk) }
            known.merge(found) { first, _ in first }
        }
        return ids.compactMap { id in known[id].map { ($0, id) } }
    }

    private func relatives(
        at level: Level,
        of found: [Placed]
    ) async throws(FederationError) -> [Placed] {
        var all: Set<OrthancID> = []
        for (from, id) in found {
            if from == level {
                all.insert(id)
            } else {
                all.formUnion(
                    try await indexed("find relatives") {
                        try await $0.relatives(level, of: from, id)
                    }
                )
            }
            try Self.checkBulk(all.count)
        }
        return all.sorted().map { (level, $0) }
    }
}

extension [(level: Level, id: OrthancID)] {
    /// Neighbours of one level together, in order.
    fileprivate func runs(ofAtMost most: Int) -> [[Element]] {
        var runs: [[Element]] = []
        for item in self {
            if let last = runs.indices.last, runs[last][0].level == item.level,
                runs[last].count < most
            {
                runs[last].append(item)
            } else {
                runs.append([item])
            }
        }
        return runs
    }
}

extension [IndexedResource] {
    /// In the order of `ids`, as often as they stand there.
    fileprivate func repeated(as ids: [OrthancID]) -> [IndexedResource] {
        let byID = Dictionary(map { ($0.id, $0) }) { first, _ in first }
        return ids.compactMap { byID[$0] }
    }
}
