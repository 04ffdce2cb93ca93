/// How arrivals lie around the rate that a ``RateProfile`` asks for.
package enum ArrivalPattern: Sendable, Equatable {
    /// Evenly spaced; the first comes half a gap after the beginning.
    case deterministic
    /// Independent of each other, as patients and clinicians come.
    case poisson
    /// A Poisson process whose rate changes between two factors of the stated rate, each for an
    /// exponentially distributed while (Markov-modulated).
    case bursts(Bursts)

    package struct Bursts: Sendable, Equatable {
        /// Factors of the stated rate.
        package let calm: Double
        package let burst: Double
        /// Mean durations.
        package let calmFor: Duration
        package let burstFor: Duration

        /// - Precondition: Factors are not negative, durations are longer than a millisecond.
        package init(calm: Double, burst: Double, calmFor: Duration, burstFor: Duration) {
            precondition(calm >= 0 && burst >= 0)
            precondition(calmFor >= .milliseconds(1) && burstFor >= .milliseconds(1))
            self.calm = calm
            self.burst = burst
            self.calmFor = calmFor
            self.burstFor = burstFor
        }

        /// Mean factor over a long time.
        package var mean: Double {
            let (calmed, bursting) = (calmFor / .seconds(1), burstFor / .seconds(1))
            return (calm * calmed + burst * bursting) / (calmed + bursting)
        }
    }
}

/// One worker's share of a schedule: the arrivals whose index leaves `index` when divided by
/// `count`.
package struct WorkerSlice: Sendable, Equatable {
    package let index: Int
    package let count: Int

    /// - Precondition: `0 <= index < count`.
    package init(index: Int, of count: Int) {
        precondition(0 <= index && index < count)
        self.index = index
        self.count = count
    }

    /// The only worker there is.
    package static let whole = WorkerSlice(index: 0, of: 1)

    package func takes(_ arrival: UInt64) -> Bool {
        arrival % UInt64(count) == UInt64(index)
    }
}
