/// Arrivals at moments that somebody recorded, instead of at a stated rate. 8 bytes each.
package struct RecordedArrivals: Sendable, Equatable {
    /// Nanoseconds from the beginning of the step, ascending.
    private let moments: [Int64]

    /// - Parameter moments: Nanoseconds from the beginning, in any order; none is negative.
    package init(_ moments: [Int64]) {
        var moments = moments
        moments.sort()
        precondition(moments.first ?? 0 >= 0, "an arrival before the beginning")
        self.moments = moments
    }

    package var count: Int { moments.count }

    /// The arrival of `index`; nil behind the last.
    func arrival(_ index: UInt64) -> Arrival? {
        guard index < UInt64(moments.count) else { return nil }
        return Arrival(index: index, due: .nanoseconds(moments[Int(index)]))
    }
}

/// What is replayed in place of a scenario's rates: one recorded stream for each traffic entry.
package struct Recording: Sendable, Equatable {
    /// In the order of the traffic.
    package let streams: [RecordedArrivals]

    package init(streams: [RecordedArrivals]) { self.streams = streams }
}
