internal import Basics
internal import Glibc

/// One arrival of a stream: which, and when it is due.
package struct Arrival: Sendable, Equatable {
    /// 0, 1, …: all that belongs to the arrival is drawn by this index.
    package let index: UInt64
    /// From the beginning of the step.
    package let due: Duration

    package init(index: UInt64, due: Duration) {
        self.index = index
        self.due = due
    }
}

/// The moments at which one stream's arrivals are due, ascending: an absolute schedule, on which
/// nothing that happens has an influence.
///
/// Every worker walks the whole stream and keeps its own arrivals, so the slices of all workers
/// together are the single schedule, arrival by arrival.
package struct ArrivalSequence: Sequence, IteratorProtocol, Sendable {
    private var clock: RateProfile.Clock
    private var pace: Pace
    private let slice: WorkerSlice
    private var index: UInt64 = 0
    private var count = 0.0
    private var recorded: RecordedArrivals?

    /// - Parameter stream: Tells this stream's random numbers from others'; below 2^32.
    package init(
        _ pattern: ArrivalPattern,
        at profile: RateProfile,
        seed: UInt64,
        stream: UInt64,
        slice: WorkerSlice = .whole
    ) {
        self.slice = slice
        let random = CounterRandom(seed: seed, stream: stream)
        switch pattern {
        case .deterministic:
            pace = .even
            clock = RateProfile.Clock(profile)
        case .poisson:
            pace = .random(random)
            clock = RateProfile.Clock(profile)
        case .bursts(let bursts):
            pace = .random(random)
            let states = CounterRandom(seed: seed, stream: stream | 1 << 32)
            clock = RateProfile.Clock(profile.modulated(by: bursts, states))
        }
    }

    /// The recorded arrivals of one stream, each at its moment.
    package init(_ recorded: RecordedArrivals, slice: WorkerSlice = .whole) {
        self.slice = slice
        self.recorded = recorded
        pace = .even
        clock = RateProfile.Clock(RateProfile([]))
        index = UInt64(slice.index)
    }

    package mutating func next() -> Arrival? {
        if let recorded {
            defer { index += UInt64(slice.count) }
            return recorded.arrival(index)
        }
        while true {
            let own = index
            index += 1
            count = pace.count(after: count, of: own)
            guard let moment = clock.moment(of: count) else { return nil }
            if slice.takes(own) {
                return Arrival(index: own, due: .nanoseconds(Int64((moment * 1e9).rounded())))
            }
        }
    }
}

/// How the expected count of arrivals grows from one arrival to the next.
private enum Pace: Sendable {
    case even
    case random(CounterRandom)

    func count(after last: Double, of index: UInt64) -> Double {
        switch self {
        case .even: Double(index) + 0.5
        case .random(let random): last + random.exponential(index)
        }
    }
}

extension RateProfile {
    /// This profile with its rate changing between two factors.
    ///
    /// Holds a piece for each state: an hour of states of ten seconds makes some hundred, and
    /// ``Scenario/mostBurstChanges`` limits them.
    func modulated(by bursts: ArrivalPattern.Bursts, _ random: CounterRandom) -> RateProfile {
        var changed: [Piece] = []
        var state: UInt64 = 0
        var left = 0.0
        func begin() {
            let mean = state.isMultiple(of: 2) ? bursts.calmFor : bursts.burstFor
            left = random.exponential(state) * mean.seconds
        }
        begin()
        for piece in pieces {
            var from = 0.0
            while from < piece.seconds {
                let isOver = from + left <= piece.seconds
                let to = isOver ? from + left : piece.seconds
                let factor = state.isMultiple(of: 2) ? bursts.calm : bursts.burst
                changed.append(piece.part(from, to, times: factor))
                left -= to - from
                from = to
                if isOver {
                    state += 1
                    begin()
                }
            }
        }
        return RateProfile(changed)
    }
}

extension RateProfile.Piece {
    /// From second `start` to second `end` of this piece, its rate times `factor`.
    fileprivate func part(_ start: Double, _ end: Double, times factor: Double) -> Self {
        func rate(_ second: Double) -> Double { from + (to - from) * second / seconds }
        return Self(
            duration: .nanoseconds(Int64(((end - start) * 1e9).rounded())),
            from: max(0, rate(start) * factor),
            to: max(0, rate(end) * factor)
        )
    }
}
