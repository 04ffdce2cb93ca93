internal import Basics

/// Hands what has ended from a loop's thread to whoever keeps count, in batches.
///
/// Arrays go round: the loop gets back those that were read.
package final class EndingBox: Sendable {
    private struct State {
        var full: [[Ending]] = []
        var spare: [[Ending]] = []
        var open = 0
    }

    private let state = Locked(State())

    package init() {}

    /// Takes a batch and gives an empty array to go on with.
    func hand(over batch: [Ending]) -> [Ending] {
        state.withLock { state in
            state.full.append(batch)
            return state.spare.popLast() ?? []
        }
    }

    /// Tells how many requests wait or are under way.
    func note(open: Int) { state.withLock { $0.open = open } }

    /// Requests that wait or are under way, not older than a tenth of a second.
    package var open: Int { state.withLock { $0.open } }

    /// What came since the last call.
    package func take() -> [[Ending]] {
        state.withLock { state in
            defer { state.full = [] }
            return state.full
        }
    }

    /// Most arrays kept for the next batches.
    private static let mostSpare = 8

    /// Gives an array back.
    package func giveBack(_ batch: [Ending]) {
        var batch = batch
        batch.removeAll(keepingCapacity: true)
        let empty = batch
        state.withLock { state in
            if state.spare.count < Self.mostSpare { state.spare.append(empty) }
        }
    }
}
