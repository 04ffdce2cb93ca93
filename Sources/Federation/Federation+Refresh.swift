import EventLoop
import GlobalIndex
import OrthancClient
import OrthancModel

extension Federation {
    /// Most relatives of a level that are read again.
    private static var mostRefreshed: Int { 1000 }

    /// Reads again what reachable holders say of a resource, of what is above it and of the series
    /// and studies below it, after they have reconstructed it: no feed tells of that.
    ///
    /// What can't be read stays as it is known.
    func refresh(_ level: Level, _ id: OrthancID, at holders: [StoreView]) async {
        var wanted = [(level, id)]
        for other in Level.allCases where other != level && other < .instance {
            let relatives = try? await index.reader.relatives(other, of: level, id)
            wanted += (relatives ?? []).prefix(Self.mostRefreshed).map { (other, $0) }
        }
        for view in holders {
            guard isReachable(view), let store = store(view.name) else { continue }
            var batch = Batch(store: view.key, epoch: view.epoch, origin: .feed)
            for (level, id) in wanted {
                guard let found = try? await store.resource(level, id),
                    let record = try? ResourceRecord(found)
                else { continue }
                batch.records.append(record)
            }
            let read = batch
            guard !read.isEmpty else { continue }
            _ = try? await index.write { try await $0.apply(read) }
        }
    }
}
