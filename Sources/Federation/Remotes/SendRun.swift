import GlobalIndex
import Journal
import JSONText
import OrthancClient
import OrthancModel

/// One ``SendKind`` job on its way.
struct SendRun {
    let work: SendWork
    let job: RunningJob

    func run() async throws(JobStop) -> [UInt8] {
        var progress =
            job.checkpoint.flatMap { SendProgress($0) } ?? SendProgress(parts: work.parts.count)
        while !progress.isDone {
            for number in work.parts.indices where progress.contents[number] == nil {
                if let failed = try await step(number, &progress) {
                    await act(.cancel, on: progress)
                    throw failure(failed, progress)
                }
            }
            try await obey(progress)
            try await job.save(
                checkpoint: progress.json,
                content: content(progress),
                progress: progress.share
            )
            if !progress.isDone { try await job.pause(.milliseconds(100)) }
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
            progress.locals[number] = try await begin(part.resources, at: store)
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
        default: break
        }
        return nil
    }

    /// - Returns: nil when it could not be begun now.
    private func begin(
        _ resources: [OrthancID],
        at store: Store
    ) async throws(JobStop) -> String? {
        try job.assertFresh()
        do {
            return try await store.submit(
                [work.kind.rawValue, work.remote, "store"],
                SendQuestion.body(resources, work.options, isAsynchronous: true),
                within: .seconds(30)
            )
        } catch {
            guard case .status(let status) = error.kind, (400..<500).contains(status) else {
                return nil
            }
            throw .failed(
                .networkProtocol,
                details: "Store \(store.name) refuses to send: status \(status)"
            )
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
