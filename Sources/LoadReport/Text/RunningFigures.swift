package import LoadModel

/// What is known while a step runs: for one line of progress and for Prometheus.
package struct RunningFigures: Sendable {
    /// One kind of operation.
    package struct Operation: Sendable {
        package var name: String
        package var outcomes: OutcomeCounts
        /// Of good answers, from the moment they were due.
        package var response: Latencies

        package init(name: String, outcomes: OutcomeCounts, response: Latencies) {
            self.name = name
            self.outcomes = outcomes
            self.response = response
        }
    }

    /// From 1.
    package var step: Int
    /// nil when nobody knows how many there will be, as in a search.
    package var steps: Int?
    package var label: String
    package var factor: Double
    /// Operations a second: due, and answered well of late.
    package var offeredRate: Double
    package var achievedRate: Double
    package var inFlight: Int
    package var operations: [Operation]
    /// How late the loops see what is due, the 99 % of the last moments.
    package var late: Duration
    package var lateLimit: Duration
    /// Of a search: the highest factor that held and the lowest that didn't, as far as known.
    package var held: Double?
    package var broke: Double?
    /// Until the step ends, or the run where that is known.
    package var left: Duration?

    package init(
        step: Int,
        steps: Int? = nil,
        label: String,
        factor: Double,
        offeredRate: Double,
        achievedRate: Double,
        inFlight: Int,
        operations: [Operation],
        late: Duration,
        lateLimit: Duration,
        held: Double? = nil,
        broke: Double? = nil,
        left: Duration? = nil
    ) {
        self.step = step
        self.steps = steps
        self.label = label
        self.factor = factor
        self.offeredRate = offeredRate
        self.achievedRate = achievedRate
        self.inFlight = inFlight
        self.operations = operations
        self.late = late
        self.lateLimit = lateLimit
        self.held = held
        self.broke = broke
        self.left = left
    }
}
