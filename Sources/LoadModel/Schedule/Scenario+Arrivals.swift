extension Scenario {
    /// When one entry of the traffic is due in one step.
    ///
    /// - Parameters:
    ///   - place: Of the entry.
    ///   - profile: Factors of the stated rate.
    ///   - step: Its number in the run: tells its random choices from those of others.
    package func arrivals(
        of place: Int,
        _ profile: RateProfile,
        step: Int,
        slice: WorkerSlice = .whole
    ) -> ArrivalSequence {
        if let recording { return ArrivalSequence(recording.streams[place], slice: slice) }
        return ArrivalSequence(
            arrival,
            at: profile.scaled(by: rate(of: traffic[place])),
            seed: seed,
            stream: Self.stream(of: place, step: step),
            slice: slice
        )
    }

    // MARK: Size

    /// Most arrivals of a plan, all entries and repeats together. Our choice: 11,000 a second for a
    /// day. Whoever merges the results of several generators walks them all.
    static let mostArrivals = 1e9
    /// Most changes between calm and burst, of all entries and repeats. Our choice: ten entries
    /// that change twice a second for five days. Each takes 32 bytes.
    static let mostBurstChanges = 1e7

    /// Arrivals of the profile, all entries and repeats together, if every burst lasted to its end:
    /// how long bursts last is the seed's choice.
    var arrivalsAtMost: Double {
        var factor = profile.arrivals * repeats
        if case .bursts(let bursts) = arrival { factor *= max(bursts.calm, bursts.burst) }
        return factor * traffic.reduce(0) { $0 + rate(of: $1) }
    }

    /// How often arrivals change between calm and burst, on average, in a whole plan.
    var burstChanges: Double {
        guard case .bursts(let bursts) = arrival else { return 0 }
        let both = (bursts.calmFor + bursts.burstFor) / .seconds(1)
        return 2 * seconds / both * Double(traffic.count)
    }

    private var repeats: Double {
        if case .fixed(let repeats) = plan { Double(repeats) } else { 1 }
    }

    /// Of a search, its whole budget.
    private var seconds: Double {
        switch plan {
        case .fixed: profile.duration / .seconds(1) * repeats
        case .capacity(let search): search.budget / .seconds(1)
        }
    }

    /// The number of an entry's random numbers in one step.
    package static func stream(of place: Int, step: Int) -> UInt64 {
        UInt64(step) << 16 | UInt64(place)
    }
}
