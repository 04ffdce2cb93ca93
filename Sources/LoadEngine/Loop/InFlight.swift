/// How many operations are in flight, over time.
struct InFlight {
    private(set) var count = 0
    private(set) var most = 0
    /// Operations times nanoseconds.
    private(set) var area: Int64 = 0
    private var changedAt: Int64 = 0

    mutating func change(by difference: Int, at now: Int64) {
        // Nothing is in flight before the first change.
        area += count == 0 ? 0 : Int64(count) * (now - changedAt)
        changedAt = now
        count += difference
        most = max(most, count)
    }
}
