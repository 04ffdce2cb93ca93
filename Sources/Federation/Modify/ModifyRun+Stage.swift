import Basics
import EventLoop
import GlobalIndex
import Journal
import OrthancClient
import OrthancModel

extension ModifyRun {
    private static var concurrency: Int { 4 }

    /// Copies what the executing store lacks, each file compared by its digest.
    ///
    /// The copies stay, as replicas: the same bytes at another store, which the union shows once. A
    /// removal could only lose something.
    func stage(_ plan: ModifyPlan) async throws(JobStop) {
        for start in stride(from: 0, to: plan.missing.count, by: Self.concurrency) {
            guard job.wish != .cancel else { throw .canceled }
            let end = min(start + Self.concurrency, plan.missing.count)
            let slice = plan.missing[start..<end]
            let failures = await withTaskGroup(of: JobStop?.self) { group in
                for instance in slice {
                    group.addTask(executorPreference: job.loop) { [self] in
                        await copy(instance, to: plan.store)
                    }
                }
                var failures: [JobStop] = []
                for await failure in group {
                    if let failure { failures.append(failure) }
                }
                return failures
            }
            if let failure = failures.first { throw failure }
            // A tenth of the whole, for people who watch.
            try await job.save(progress: 0.1 * Double(end) / Double(plan.missing.count))
        }
        if !plan.missing.isEmpty { kind.poke(plan.store) }
    }

    /// - Returns: nil when the store has it, checked.
    private func copy(_ instance: HeldInstance, to key: StoreKey) async -> JobStop? {
        do throws(JobStop) {
            let target = try job.need(key)
            let place = try await job.read { reader throws(IndexError) in
                try await reader.uploadTarget(
                    instance: instance.id,
                    series: instance.id,
                    study: instance.study
                )
            }
            // It was deleted, and this store has not done so yet.
            guard !place.owing.contains(key) else { throw .wait(.seconds(1)) }
            do {
                try await job.index.doubt(instance.id, at: key)
            } catch {
                throw JobStop(error)
            }
            for source in instance.stores {
                guard let store = job.store(source) else { continue }
                if await copy(instance.id, from: store, to: target) { return nil }
            }
            throw .wait(.seconds(1))
        } catch {
            return error
        }
    }

    private func copy(
        _ id: OrthancID,
        from source: Store,
        to target: Store
    ) async -> Bool {
        do {
            let digest = try await source.fileDigest(of: id)
            let stream = try await source.open(
                StoreRequest(.get, ["instances", id.description, "file"])
            )
            guard stream.status == 200, let digest else {
                stream.body.abandon()
                kind.poke(keyOfStore(source))
                return false
            }
            let answer = try await target.upload(stream.body, length: stream.length)
            guard answer.id == id else { return false }
            return try await target.fileDigest(of: id) == digest
        } catch {
            return false
        }
    }

    private func keyOfStore(_ store: Store) -> StoreKey {
        kind.stores().first { $0.name == store.name }?.key ?? StoreKey(0)
    }
}
