package import LoadModel

/// What one loop says of itself after a step.
package struct LoopReport: Sendable {
    /// Operations times seconds, from the handing to libcurl to the end.
    package var inFlightSeconds = 0.0
    package var mostInFlight = 0
    /// Operations that were not sent because too many waited.
    package var capped = 0
    /// Of the loop's thread, in the step.
    package var cpuSeconds = 0.0
    /// Time in which the thread could have run and had no core.
    package var queuedSeconds = 0.0
    package var seconds = 0.0
    /// How late the loop came to its heartbeats.
    package var heartbeatLate = Latencies.times
}
