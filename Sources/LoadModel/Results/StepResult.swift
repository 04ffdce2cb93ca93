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
}

/// What the generator says of itself after one step.
package struct GeneratorResult: Sendable {
    /// From the moment an operation was due until a loop saw it.
    package var loopLate = Latencies.times
    /// Operations times seconds, from the handing to libcurl to the end.
    package var inFlightSeconds = 0.0
    /// The sum of the times, in seconds, that operations were in flight by their own records.
    package var recordedSeconds = 0.0
    package var mostInFlight = 0
    /// While a step runs: requests that wait or are under way.
    package var open = 0
    /// Operations that were not sent because too many waited.
    package var capped = 0
    /// Of each loop's thread.
    package var loops: [LoopUsage] = []

    package init() {}
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
