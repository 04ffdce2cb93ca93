internal import Basics

/// Hands what has ended from a loop's thread to whoever keeps count, in batches.
///
/// Arrays go round: the loop gets back those that were read.
final class EndingBox: Sendable {
    private struct State {
        var full: [[Ending]] = []
        var spare: [[Ending]] = []
        var open = 0
    }

    private let state = Locked(State())

    init() {}

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
    var open: Int { state.withLock { $0.open } }

    /// Most arrays kept for the next batches.
    private static let mostSpare = 8

    /// Has `look` read what came since the last call.
    func read(_ look: ([Ending]) -> Void) {
        var full: [[Ending]] = []
        state.withLock { swap(&full, &$0.full) }
        for index in full.indices {
            look(full[index])
            full[index].removeAll(keepingCapacity: true)
        }
        state.withLock { state in
            state.spare += full.prefix(Self.mostSpare - state.spare.count)
        }
    }
}
