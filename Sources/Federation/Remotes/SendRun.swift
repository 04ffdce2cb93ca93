import GlobalIndex
import Journal
import JSONText
import OrthancClient
import OrthancModel

/// One ``SendKind`` job on its way.
struct SendRun {
    let work: SendWork
    let job: RunningJob

    /// How often a store may get the question without saying what came of it.
    private static let mostDoubts = 3
    private static let longestPause: Duration = .seconds(2)

    func run() async throws(JobStop) -> [UInt8] {
        var progress =
            job.checkpoint.flatMap { SendProgress($0) } ?? SendProgress(parts: work.parts.count)
        var pause: Duration = .milliseconds(100)
        while !progress.isDone {
            for number in work.parts.indices where progress.contents[number] == nil {
                if let failed = try await step(number, &progress) {
                    await act(.cancel, on: progress)
                    throw failure(failed, progress)
                }
            }
            try await job.save(
                checkpoint: progress.json,
                content: content(progress),
                progress: progress.share
            )
            try await obey(progress)
            guard !progress.isDone else { break }
            try await job.pause(pause)
            pause = min(pause * 5 / 4, Self.longestPause)
        }
        return content(progress)
    }

    /// Begins the job of one store, or looks what has become of it.
    ///
    /// - Returns: The store's job when it has failed.
    private func step(
        _ number: Int,
        _ progress: inout SendProgress
    ) async throws(JobStop) -> StoreJob? {
        let part = work.parts[number]
        guard let store = job.store(part.store) else { return nil }
        guard let local = progress.locals[number] else {
            try await begin(number, part.resources, at: store, &progress)
            return nil
        }
        let answer: StoreJob?
        do {
            answer = try await store.job(local, within: .seconds(5))
        } catch {
            // It is asked again.
            return nil
        }
        guard let answer else {
            // A job that its store has lost is begun again.
            progress.locals[number] = nil
            return nil
        }
        switch answer.state {
        case .success:
            progress.contents[number] = (try? JSONValue(answer.content))?.object ?? JSONObject()
        case .failure: return answer
        case .paused where job.wish == .none: _ = try? await store.act(.resume, on: local)
        default: break
        }
        return nil
    }

    /// Has a store begin its part, unless it can't be reached now.
    private func begin(
        _ number: Int,
        _ resources: [OrthancID],
        at store: Store,
        _ progress: inout SendProgress
    ) async throws(JobStop) {
        try job.assertFresh()
        let local: String
        do {
            local = try await store.submit(
                [work.kind.rawValue, work.remote, "store"],
                SendQuestion.body(resources, work.options, isAsynchronous: true),
                within: .seconds(30)
            )
        } catch {
            if case .status(let status) = error.kind, (400..<500).contains(status) {
                throw .failed(
                    .networkProtocol,
                    details: "Store \(store.name) refuses to send: status \(status)"
                )
            }
            guard error.bytesSent else { return }
            progress.doubts[number] += 1
            guard progress.doubts[number] >= Self.mostDoubts else { return }
            throw .failed(
                .networkProtocol,
                details: "Store \(store.name) was asked to send, and nobody knows whether it does"
            )
        }
        progress.locals[number] = local
        let key = work.parts[number].store
        guard BoundID.isUUID(local.utf8) else { return }
        try await job.write {
            try await $0.keepPart(number, at: key, local: local, of: self.job.claim)
        }
    }

    // MARK: Wishes and ends

    private func obey(_ progress: SendProgress) async throws(JobStop) {
        switch job.wish {
        case .none: return
        case .pause:
            await act(.pause, on: progress)
            throw .paused
        case .cancel:
            await act(.cancel, on: progress)
            throw .canceled
        }
    }

    private func act(_ action: JobAction, on progress: SendProgress) async {
        for (part, local) in zip(work.parts, progress.locals) {
            guard let local, let store = job.store(part.store) else { continue }
            _ = try? await store.act(action, on: local)
        }
    }

    /// What all parts have come to, as of one job that sends what was asked.
    private func content(_ progress: SendProgress) -> [UInt8] {
        JSONValue.object(progress.merged(sending: work.resources)).text(.compact)
    }

    private func failure(_ failed: StoreJob, _ progress: SendProgress) -> JobStop {
        .failed(
            OrthancStatus(rawValue: failed.errorCode) ?? .internalError,
            details: failed.errorDetails,
            content: content(progress)
        )
    }
}

extension SendProgress {
    var isDone: Bool { contents.allSatisfy { $0 != nil } }

    /// How much of it, 0…1.
    var share: Double {
        Double(contents.filter { $0 != nil }.count) / Double(max(1, contents.count))
    }
}
