internal import Histogram

/// A distribution of times that takes 188 kB while something is added to it and, once
/// ``compact()`` was called, a byte or two a distinct value: a search keeps all its steps.
///
/// Nothing is allocated for one that stays empty.
package struct KeptTimes: Sendable {
    private var open: Latencies?
    private var closed = SparseCounts()

    private static let none = Latencies.times

    package init() {}

    /// Built anew at each look once it is compact; what is added opens it again.
    package var times: Latencies {
        get { open ?? reopened }
        _modify {
            if open == nil {
                open = reopened
                closed = SparseCounts()
            }
            // In its place: a copy would be made at each change.
            yield &open!
        }
        set {
            open = newValue
            closed = SparseCounts()
        }
    }

    private var reopened: Latencies {
        var times = Self.none
        times.add(closed)
        return times
    }

    /// Gives back the memory of a distribution to which nothing more is added.
    ///
    /// Keeps its counts, not the place of times within their buckets.
    package mutating func compact() {
        guard let times = open, times.totalCount <= UInt64(UInt32.max) else { return }
        closed = SparseCounts(times)
        closed.pack()
        open = nil
    }
}
