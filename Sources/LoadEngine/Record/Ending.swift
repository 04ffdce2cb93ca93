internal import LoadModel

/// One scheduled operation that has ended, with its moments in nanoseconds from the step's
/// beginning.
struct Ending: Sendable {
    /// Position of its kind in the step's list of names.
    var kind: UInt16
    var outcome: Outcome
    /// HTTP's; 0 when there was no answer.
    var status: UInt16
    /// Due by the schedule, not by the end of another request.
    var isScheduled: Bool
    /// When the schedule wanted it.
    var due: Int64
    /// When the loop saw that it was due.
    var noticed: Int64
    /// When libcurl got it: a connection was free, or may be made.
    var added: Int64
    /// When its request went out: the connection stands.
    var started: Int64
    /// When the answer's first byte came.
    var firstByte: Int64
    /// When its last byte came, or it was given up.
    var last: Int64
    /// When the loop had done with it.
    var ended: Int64
    var received: Int
    var sent: Int
}
