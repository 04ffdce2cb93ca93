internal import Histogram

/// What one step of a load measured.
package struct StepResult: Sendable {
    /// In the order of the scenario.
    package var operations: [OperationResult]
    /// How long operations were due.
    package var duration: Duration
    package var generator = GeneratorResult()

    package init(operations: [OperationResult], duration: Duration) {
        self.operations = operations
        self.duration = duration
    }

    /// Gives back memory once nothing more is added; changes no figure.
    package mutating func compact() {
        for place in operations.indices { operations[place].compact() }
        generator.compact()
    }
}

/// What the generator says of itself after one step.
package struct GeneratorResult: Sendable {
    /// From the moment an operation was due until a loop saw it.
    package var loopLate: Latencies {
        get { kept.loopLate.times }
        _modify { yield &kept.loopLate.times }
    }
    /// From each heartbeat, a hundred a second on every loop, until the loop came to it: how late
    /// whatever depends on another operation's end may have been begun.
    package var heartbeatLate: Latencies {
        get { kept.heartbeatLate.times }
        _modify { yield &kept.heartbeatLate.times }
    }
    /// Operations times seconds, from the handing to libcurl to the end.
    package var inFlightSeconds = 0.0
    /// The sum of the times, in seconds, that operations were in flight by their own records.
    package var recordedSeconds = 0.0
    package var mostInFlight = 0
    /// Requests, marks and wholes that must be on record, as the loops count them; nil where they
    /// weren't asked, as in a report that was read.
    package var begun: Int?
    /// While a step runs: requests that wait or are under way.
    package var open = 0
    /// Operations that were not sent because too many waited.
    package var capped = 0
    /// Of each loop's thread.
    package var loops: [LoopUsage] = []
    private var kept = Kept()

    private struct Kept {
        var loopLate = KeptTimes()
        var heartbeatLate = KeptTimes()
    }

    package init() {}

    fileprivate mutating func compact() {
        kept.loopLate.compact()
        kept.heartbeatLate.compact()
    }
}

/// How one loop's thread fared in a step.
package struct LoopUsage: Sendable {
    package var seconds: Double
    package var cpuSeconds: Double
    /// Time in which the thread could have run and had no core.
    package var queuedSeconds: Double

    package init(seconds: Double, cpuSeconds: Double, queuedSeconds: Double) {
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.queuedSeconds = queuedSeconds
    }
}
