internal import Basics

/// Ends a step, the whole run, or the cleaning up behind it, before its time; asked by loops, set from anywhere.
package final class StopSwitch: Sendable {
    private struct State {
        var step = false
        var run = false
        var cleanUp = false
        var isCleaning = false
    }

    private let state = Locked(State())

    package init() {}

    /// Nothing new begins; what is under way is waited for.
    package func stop() {
        state.withLock { state in
            if state.isCleaning { state.cleanUp = true } else { state.run = true }
        }
    }

    /// From now on a stop ends the cleaning up, not the run before it.
    func beginCleanUp() { state.withLock { $0.isCleaning = true } }

    var isCleanUpStopped: Bool { state.withLock { $0.cleanUp } }

    func stopStep() { state.withLock { $0.step = true } }

    func beginStep() { state.withLock { $0.step = false } }

    package var isRunStopped: Bool { state.withLock { $0.run } }

    var isStopped: Bool { state.withLock { $0.run || $0.step } }
}
