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

    /// The number of an entry's random numbers in one step.
    package static func stream(of place: Int, step: Int) -> UInt64 {
        UInt64(step) << 16 | UInt64(place)
    }
}
