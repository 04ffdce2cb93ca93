import Basics
import EventLoop
import JSONText
import OrthancModel

/// Asks the same about each of many instances, in order, some of them ahead.
///
/// Holds no more of an answer than its channel, 128 KiB.
///
/// `@unchecked Sendable`: confined to its loop's thread.
final class OrderedReads: @unchecked Sendable {
    private let federation: Federation
    private let ids: [OrthancID]
    private let width: Int
    private let question: @Sendable (OrthancID) -> OwnedQuestion
    private var begun = 0
    private var ahead: [Task<Result<OwnedAnswer, FederationError>, Never>] = []

    /// - Parameter width: Questions at a time.
    init(
        _ federation: Federation,
        about ids: [OrthancID],
        width: Int,
        question: @escaping @Sendable (OrthancID) -> OwnedQuestion
    ) {
        self.federation = federation
        self.ids = ids
        self.width = width
        self.question = question
    }

    /// The next answer, a 200; nil behind the last one.
    ///
    /// - Throws: What a store said against it, as a fault; whatever ``Federation/readOwned(_:isStrict:)``
    ///   throws.
    func next() async throws(FederationError) -> OwnedAnswer? {
        while ahead.count < width, begun < ids.count { begin() }
        guard !ahead.isEmpty else { return nil }
        let answer = try await ahead.removeFirst().value.get()
        guard answer.status != 200 else { return answer }
        let body = await answer.collected(limitBytes: 1 << 16) ?? []
        throw FederationError(
            .fault(Self.fault(body, answer.status)),
            doing: "ask about instance"
        )
    }

    /// In the store's words, but not of its path.
    private static func fault(_ body: [UInt8], _ httpStatus: Int) -> OrthancFault {
        let root = try? JSONDocument(body).root
        let code = root?["OrthancStatus"]?.integer ?? -1
        return OrthancFault(
            OrthancStatus(rawValue: Int(clamping: code)) ?? .internalError,
            details: root?["Details"]?.string,
            httpStatus: httpStatus
        )
    }

    /// The text of the next answer, with its instance; nil behind the last one.
    ///
    /// - Throws: Also `.unavailable` when it was cut or is longer than `limitBytes`.
    func nextText(
        limitBytes: Int
    ) async throws(FederationError) -> (id: OrthancID, text: [UInt8])? {
        let position = begun - ahead.count
        guard let answer = try await next() else { return nil }
        guard let text = await answer.collected(limitBytes: limitBytes) else {
            let store = answer.provenance.servedBy
            throw FederationError(.unavailable(store.map { [$0] } ?? []), doing: "read answer")
        }
        return (ids[position], text)
    }

    /// Nobody wants any more.
    func close() {
        begun = ids.count
        for task in ahead {
            task.cancel()
            federation.loop.spawn {
                if case .success(let answer) = await task.value { answer.body.abandon() }
            }
        }
        ahead = []
    }

    private func begin() {
        let asked = question(ids[begun])
        begun += 1
        ahead.append(
            Task.immediate(executorPreference: federation.loop) { [federation] in
                do throws(FederationError) {
                    return .success(try await federation.readOwned(asked, isStrict: false))
                } catch {
                    return .failure(error)
                }
            }
        )
    }
}

extension OwnedAnswer {
    /// The whole body; nil when it was cut or is longer.
    func collected(limitBytes: Int) async -> [UInt8]? {
        var text: [UInt8] = []
        while let piece = await body.nextPiece() {
            text += piece
            guard text.count <= limitBytes else {
                body.abandon()
                return nil
            }
        }
        return body.end == .complete ? text : nil
    }
}
