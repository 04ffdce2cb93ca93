package import LoadModel

/// One scheduled operation that has ended, with its moments in nanoseconds from the step's
/// beginning.
package struct Ending: Sendable {
    /// Position of its kind in the step's list of names.
    package var kind: UInt16
    package var outcome: Outcome
    /// HTTP's; 0 when there was no answer.
    package var status: UInt16
    /// Due by the schedule, not by the end of another request.
    package var isScheduled: Bool
    /// When the schedule wanted it.
    package var due: Int64
    /// When the loop saw that it was due.
    package var noticed: Int64
    /// When libcurl got it: a connection was free, or may be made.
    package var added: Int64
    /// When its request went out: the connection stands.
    package var started: Int64
    /// When the answer's first byte came.
    package var firstByte: Int64
    /// When its last byte came, or it was given up.
    package var last: Int64
    /// When the loop had done with it.
    package var ended: Int64
    package var received: Int
    package var sent: Int
}
