internal import LoadModel

/// What one loop says of itself after a step.
struct LoopReport: Sendable {
    /// Operations times seconds, from the handing to libcurl to the end.
    var inFlightSeconds = 0.0
    var mostInFlight = 0
    /// Requests that came up, and marks and wholes that were told: so many endings must be on
    /// record.
    var begun = 0
    /// Operations that were not sent because too many waited.
    var capped = 0
    /// Of the loop's thread, in the step.
    var cpuSeconds = 0.0
    /// Time in which the thread could have run and had no core.
    var queuedSeconds = 0.0
    var seconds = 0.0
    /// How late the loop came to its heartbeats.
    var heartbeatLate = Latencies.times
}
