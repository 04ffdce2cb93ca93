import Basics
import GlobalIndex
import JSONText
import OrthancClient
import OrthancModel

/// The questions that following a store needs, put to the store with few requests.
///
/// Confined to the store's loop.
struct StoreReader: Sendable {
    let store: Store
    /// Most questions on their way at a time.
    private static let breadth = 4
    /// Most resources asked for in one request.
    private static let mostInBulk = 200
    /// Beyond this many, absence is looked up in bulk instead of by one 404 each.
    private static let mostSingle = 2000

    // MARK: The feed

    /// The oldest row, the rows from a sequence on (inclusive; nil: the last few), the counter.
    func end(
        from: Int64?
    ) async throws(StoreError) -> (oldest: Change?, changes: [Change], last: Int64) {
        let oldest = try await store.changes(since: 0, limit: 1).changes.first
        var since = (from ?? 1) - 1
        if from == nil { since = max(0, try await store.lastChange() - Int64(RecentRows.capacity)) }
        let changes = try await store.changes(since: since, limit: 256).changes
        let last = try await store.lastChange()
        return (oldest, changes, last)
    }

    // MARK: Resources

    /// What the store says of those of `ids` that it has.
    func resources(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(StoreError) -> [OrthancID: FoundResource] {
        var found: [OrthancID: FoundResource] = [:]
        for chunk in ids.chunks(of: Self.mostInBulk) {
            var resources = try await bulk(level, chunk)
            if resources == nil { resources = try await single(level, chunk) }
            for resource in resources ?? [] { found[resource.record.id] = resource }
        }
        return found
    }

    /// Which of `instances` the store says it doesn't have.
    ///
    /// Each by a 404 of its own; more than ``mostSingle`` in bulk, where an unknown one is left
    /// out: a mass is only believed when it is gone twice.
    func absent(_ instances: [OrthancID]) async throws(StoreError) -> [OrthancID] {
        guard instances.count <= Self.mostSingle else {
            let present = try await resources(.instance, instances)
            return instances.filter { present[$0] == nil }
        }
        let store = store
        let flags = try await concurrently(instances) { id throws(StoreError) in
            try await store.exists(.instance, id)
        }
        return zip(instances, flags).filter { !$0.1 }.map(\.0)
    }

    /// Resources by `/tools/bulk-content`, which leaves unknown ones out; nil where the store
    /// doesn't know that route (Orthanc < 1.9.4).
    ///
    /// Source: Orthanc 1.10.1, tried.
    private func bulk(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(StoreError) -> [FoundResource]? {
        var question = JSONWriter(.compact)
        question.object { question in
            question.member("Resources", ids.map(\.description))
            question.member("Metadata", false)
        }
        let stream = try await store.open(
            StoreRequest(
                .post,
                ["tools", "bulk-content"],
                headers: [("Content-Type", "application/json")],
                body: .bytes(question.bytes)
            )
        )
        let answer = try await collect(stream)
        switch stream.status {
        case 200: return try FoundResource.list(answer, level)
        case 404, 405: return nil
        default:
            throw StoreError(
                .status(stream.status),
                doing: "POST \(store.name)/tools/bulk-content",
                cause: "status \(stream.status)",
                bytesSent: true
            )
        }
    }

    private func single(
        _ level: Level,
        _ ids: [OrthancID]
    ) async throws(StoreError) -> [FoundResource] {
        let store = store
        let answers = try await concurrently(ids) { id throws(StoreError) in
            try await store.resource(level, id)
        }
        var found: [FoundResource] = []
        for answer in answers {
            guard let answer else { continue }
            found.append(try FoundResource(answer))
        }
        return found
    }

    /// Asks one question for each, a few at a time; answers in the order of `ids`.
    private func concurrently<Answer: Sendable>(
        _ ids: [OrthancID],
        _ ask: @escaping @Sendable (OrthancID) async throws(StoreError) -> Answer
    ) async throws(StoreError) -> [Answer] {
        var answers: [Int: Answer] = [:]
        var failure: StoreError?
        await withTaskGroup(of: (Int, Result<Answer, StoreError>).self) { group in
            func launch(_ index: Int) {
                let id = ids[index]
                group.addTask {
                    // Swift 6.3 with -O loses `index` when the call that throws stands inside of
                    // the tuple.
                    let result: Result<Answer, StoreError>
                    do throws(StoreError) {
                        result = .success(try await ask(id))
                    } catch {
                        result = .failure(error)
                    }
                    return (index, result)
                }
            }
            var next = min(Self.breadth, ids.count)
            for index in 0..<next { launch(index) }
            while let (index, result) = await group.next() {
                switch result {
                case .success(let answer): answers[index] = answer
                case .failure(let error): failure = failure ?? error
                }
                if failure == nil, next < ids.count {
                    launch(next)
                    next += 1
                }
            }
        }
        if let failure { throw failure }
        return ids.indices.compactMap { answers[$0] }
    }

    private static let mostAnswerBytes = 64 << 20

    private func collect(_ stream: StoreStream) async throws(StoreError) -> [UInt8] {
        let body = stream.body
        var bytes: [UInt8] = []
        while !body.isExhausted {
            bytes += body.readAll()
            guard bytes.count <= Self.mostAnswerBytes else {
                body.abandon()
                throw cut(.malformed, "more than \(Self.mostAnswerBytes) bytes")
            }
            guard body.end == nil else { continue }
            await withCheckedContinuation { waiter in
                body.onReadable = {
                    body.onReadable = nil
                    waiter.resume()
                }
            }
        }
        guard body.end == .complete else { throw cut(.cut, "the answer was cut") }
        return bytes
    }

    private func cut(_ kind: StoreError.Kind, _ cause: String) -> StoreError {
        StoreError(
            kind,
            doing: "POST \(store.name)/tools/bulk-content",
            cause: cause,
            bytesSent: true
        )
    }
}

extension Array {
    /// Slices of at most `size` elements.
    func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
