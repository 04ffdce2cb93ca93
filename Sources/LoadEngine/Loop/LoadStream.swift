internal import LoadModel

/// One stream of arrivals: when they are due, where they go and what each does.
struct LoadStream: Sendable {
    enum Work: Sendable {
        /// One request, of a kind by its position in the step's list of names; filled by the
        /// arrival's index.
        case single(kind: UInt16, fill: @Sendable (UInt64, inout Request) -> Void)
        /// A visit, made by the arrival's index.
        case visit(@Sendable (UInt64) -> any Visit)
    }

    /// Position of the target in the engine's list.
    var target: Int
    var arrivals: ArrivalSequence
    var work: Work

    init(target: Int = 0, arrivals: ArrivalSequence, work: Work) {
        self.target = target
        self.arrivals = arrivals
        self.work = work
    }
}

/// What one loop does in one step.
struct StepPlan: Sendable {
    var streams: [LoadStream]
    /// How long arrivals are due.
    var duration: Duration
    /// How long the last ones may take after that.
    var drain: Duration
    /// Most errands that are due and wait for a connection to one target; what comes beyond is
    /// not sent, and the step says so.
    var mostWaiting: Int
    /// Workers in place of the streams' arrivals; nil: the loop is open.
    var closed: ClosedLoopPlan?

    init(
        streams: [LoadStream],
        duration: Duration,
        drain: Duration = .seconds(30),
        mostWaiting: Int = 100_000,
        closed: ClosedLoopPlan? = nil
    ) {
        self.streams = streams
        self.duration = duration
        self.drain = drain
        self.mostWaiting = mostWaiting
        self.closed = closed
    }
}
