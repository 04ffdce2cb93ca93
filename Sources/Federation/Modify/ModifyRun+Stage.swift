import Basics
import EventLoop
import GlobalIndex
import Journal
import OrthancClient
import OrthancModel

extension ModifyRun {
    /// Instances copied before the claim and people's wishes are looked at again.
    private static var slice: Int { 64 }
    private static var concurrency: Int { 8 }
    private static var mostAttempts: Int { 3 }

    /// Copies what the executing store lacks, each file compared by its digest.
    ///
    /// The copies stay, as replicas: the same bytes at another store, which the union shows once. A
    /// removal could only lose something.
    func stage(_ plan: ModifyPlan) async throws(JobStop) {
        let carrier = Carrier(index: job.index, loop: job.loop) { [job] in job.store($0) }
        for start in stride(from: 0, to: plan.missing.count, by: Self.slice) {
            guard job.wish != .cancel else { throw .canceled }
            let end = min(start + Self.slice, plan.missing.count)
            let slice = Array(plan.missing[start..<end])
            try await bring(slice, to: plan.store, carrier)
            try await compare(slice, at: plan.store)
            // A tenth of the whole, for people who watch.
            try await job.save(progress: 0.1 * Double(end) / Double(plan.missing.count))
        }
        if !plan.missing.isEmpty { kind.poke(plan.store) }
    }

    private func bring(
        _ instances: [HeldInstance],
        to key: StoreKey,
        _ carrier: Carrier
    ) async throws(JobStop) {
        for attempt in 1... {
            let outcomes: [OrthancID: CarriedInstance]
            do {
                outcomes = try await carrier.bring(instances.map(\.id), to: key)
            } catch {
                throw JobStop(error)
            }
            let rest = try Self.judge(instances.map { outcomes[$0.id] ?? .later })
            guard rest else { return }
            // It may be the instance that does the store harm.
            guard attempt < Self.mostAttempts else { throw Self.failure(.harmful) }
            try await job.pause(.seconds(1))
        }
    }

    /// - Returns: Whether a store broke off over one of them.
    private static func judge(_ outcomes: [CarriedInstance]) throws(JobStop) -> Bool {
        for outcome in outcomes {
            switch outcome {
            case .brought, .present, .brokeOff: break
            // Looked up anew, what is gone is no longer part of what is asked for.
            case .gone, .later: throw .wait(.seconds(1))
            case .failed(let reason): throw failure(reason)
            }
        }
        return outcomes.contains(.brokeOff)
    }

    private static func failure(_ reason: CarriedInstance.Reason) -> JobStop {
        .failed(
            .cannotStoreInstance,
            details: "An instance could not be copied to the store that was to execute it: "
                + reason.rawValue
        )
    }

    private func compare(
        _ instances: [HeldInstance],
        at key: StoreKey
    ) async throws(JobStop) {
        for start in stride(from: 0, to: instances.count, by: Self.concurrency) {
            let end = min(start + Self.concurrency, instances.count)
            let slice = instances[start..<end]
            let same = await withTaskGroup(of: Bool?.self) { group in
                for instance in slice {
                    group.addTask(executorPreference: job.loop) { [self] in
                        await isSame(instance, at: key)
                    }
                }
                var all: [Bool?] = []
                for await one in group { all.append(one) }
                return all
            }
            guard !same.contains(false) else {
                throw .failed(
                    .corruptedFile,
                    details: "A copy at the store that was to execute it differs from its original"
                )
            }
            guard !same.contains(nil) else { throw .wait(.seconds(1)) }
        }
    }

    /// - Returns: nil when the stores could not be asked.
    private func isSame(_ instance: HeldInstance, at key: StoreKey) async -> Bool? {
        guard let target = job.store(key),
            let source = instance.stores.lazy.compactMap({ self.job.store($0) }).first,
            let there = try? await target.fileDigest(of: instance.id),
            let here = try? await source.fileDigest(of: instance.id)
        else { return nil }
        return there == here
    }
}
