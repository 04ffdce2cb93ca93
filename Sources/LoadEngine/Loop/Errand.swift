/// One request that is due: what to fill it with, and the moments known so far.
struct Errand {
    enum Origin {
        /// An arrival of a stream of single operations.
        case arrival(source: Int, index: UInt64)
        /// One request of a visit.
        case visit(VisitRun, ticket: Int)
    }

    var origin: Origin
    var kind: UInt16
    /// ``Monotonic`` nanoseconds.
    var due: Int64
    var noticed: Int64
    /// Due by the schedule, not by the end of another request: a late notice is the loop's fault.
    var isScheduled: Bool
    /// When libcurl got it.
    var added: Int64 = 0
}
