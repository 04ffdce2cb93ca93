internal import Basics
package import EventLoop
package import GlobalIndex
package import Logging
package import OrthancClient
import OrthancModel

/// Makes the further copies of what was uploaded, where more than one is configured.
///
/// Any number of gateways run one; who makes a series' copies holds a claim on its row. Looks once
/// a second. What can't be done comes again, after an hour at most.
///
/// `@unchecked Sendable`: confined to the engine loop's thread.
package final class Replicator: @unchecked Sendable {
    private static let claimTime: Duration = .seconds(120)
    /// Time for one series, well inside the claim; the rest comes with the next turn.
    private static let patience: Duration = .seconds(60)
    private static let page = 32

    private let index: EngineIndex
    private let loop: EventLoop
    private let log: Logger
    private let copies: Int
    private let carrier: Carrier
    private let place: (PlaceQuestion) -> StoreKey?

    package init(
        index: EngineIndex,
        loop: EventLoop,
        log: Logger,
        copies: Int,
        reach: @escaping (StoreKey) -> Store?,
        place: @escaping (PlaceQuestion) -> StoreKey?
    ) {
        self.index = index
        self.loop = loop
        self.log = log
        self.copies = copies
        self.place = place
        carrier = Carrier(index: index, loop: loop, reach: reach)
    }

    /// Runs until its task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                // One at a time: its claim stands for the time of one.
                let wanted = try await index.write {
                    try await $0.claimWanted(limit: 1, for: Self.claimTime)
                }
                for one in wanted { try await serve(one) }
                if !wanted.isEmpty { continue }
            } catch {
                log.warning("copies wait", metadata: ["error": "\(error)"])
            }
            do { try await loop.sleep(for: .seconds(1)) } catch { return }
        }
    }

    private enum Outcome {
        case done
        case postponed(String)
    }

    private func serve(_ wanted: WantedCopy) async throws(IndexError) {
        switch try await copy(wanted) {
        case .done: try await index.write { try await $0.closeWanted(wanted) }
        case .postponed(let problem):
            let pause = Duration.seconds(min(3600, 1 << min(wanted.attempts, 12)))
            try await index.write { try await $0.postponeWanted(wanted, by: pause, problem) }
        }
    }

    private func copy(_ wanted: WantedCopy) async throws(IndexError) -> Outcome {
        let until = Deadline.after(Self.patience, from: loop.now)
        var tried: Set<StoreKey> = []
        while let series = try await index.reader.completeHolders(ofSeries: wanted.series) {
            guard series.complete.count < copies else { return .done }
            let question = try await PlaceQuestion.about(
                series.study,
                excluding: series.complete + tried,
                index.reader
            )
            guard let target = place(question) else { return .postponed("no eligible store") }
            tried.insert(target)
            if let problem = try await bring(series, to: target, until) {
                return .postponed(problem)
            }
        }
        // Nobody has it: the upload failed, comes yet, or was deleted.
        return wanted.attempts > 10 ? .done : .postponed("unknown series")
    }

    /// - Returns: What keeps the series from being whole there.
    private func bring(
        _ series: LackingSeries,
        to target: StoreKey,
        _ until: Deadline
    ) async throws(IndexError) -> String? {
        var after: OrthancID?
        repeat {
            guard until.remaining(at: loop.now) > .zero else { return "takes longer" }
            let page = try await index.reader.instances(
                below: .series,
                series.id,
                after: after,
                limit: Self.page
            )
            let outcomes = try await carrier.bring(page, to: target, from: series.complete)
            for case .failed(let reason) in outcomes.values { return reason.rawValue }
            if outcomes.values.contains(where: { $0 == .later || $0 == .brokeOff }) {
                return "unreachable"
            }
            after = page.last
        } while after != nil
        return nil
    }
}
