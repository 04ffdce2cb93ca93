internal import Basics

/// Ends a step, the whole run, or the cleaning up behind it, before its time; asked by loops, set
/// from anywhere.
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

/// Ends whichever run is the latest, where several follow each other in one program.
package final class StopRelay: Sendable {
    private struct State {
        var latest: StopSwitch?
        var isStopped = false
        var pinning: CorePinning?
    }

    private let state = Locked(State())

    package init() {}

    /// What follows a run that somebody stopped, or the cleaning up behind it, is stopped too.
    ///
    /// - Returns: Whether it is the first.
    package func forward(to stop: StopSwitch) -> Bool {
        let (isFirst, isStopped) = state.withLock { state in
            defer { state.latest = stop }
            return (state.latest == nil, state.isStopped)
        }
        if isStopped { stop.stop() }
        return isFirst
    }

    /// Whether somebody has stopped anything.
    package var isStopped: Bool { state.withLock { $0.isStopped } }

    package func stop() {
        let latest = state.withLock { state in
            state.isStopped = true
            return state.latest
        }
        latest?.stop()
    }

    /// Remembers whose cores ``giveBack()`` is about.
    package func hold(_ pinning: CorePinning?) { state.withLock { $0.pinning = pinning } }

    /// For a program that ends at once: targets must not stay where the load has moved them.
    package func giveBack() { state.withLock { $0.pinning }?.undo() }
}
