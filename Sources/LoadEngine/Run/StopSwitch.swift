internal import Basics

/// Ends a step, or the whole run, before its time; asked by loops, set from anywhere.
package final class StopSwitch: Sendable {
    private struct State {
        var step = false
        var run = false
    }

    private let state = Locked(State())

    package init() {}

    /// Nothing new begins; what is under way is waited for.
    package func stopRun() { state.withLock { $0.run = true } }

    func stopStep() { state.withLock { $0.step = true } }

    func beginStep() { state.withLock { $0.step = false } }

    package var isRunStopped: Bool { state.withLock { $0.run } }

    var isStopped: Bool { state.withLock { $0.run || $0.step } }
}
