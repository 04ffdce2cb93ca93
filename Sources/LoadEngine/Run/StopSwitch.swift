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

    /// The run goes on after a cleaning up.
    func endCleanUp() { state.withLock { $0.isCleaning = false } }

    var isCleanUpStopped: Bool { state.withLock { $0.cleanUp } }

    func stopStep() { state.withLock { $0.step = true } }

    func beginStep() { state.withLock { $0.step = false } }

    package var isRunStopped: Bool { state.withLock { $0.run } }

    var isStopped: Bool { state.withLock { $0.run || $0.step } }
}

/// Ends whichever run is the latest, where several follow each other in one program.
package final class StopRelay: Sendable {
    private let current = Locked<StopSwitch?>(nil)

    package init() {}

    /// - Returns: Whether it is the first.
    package func forward(to stop: StopSwitch) -> Bool {
        current.withLock { current in
            defer { current = stop }
            return current == nil
        }
    }

    package func stop() { current.withLock { $0 }?.stop() }
}
