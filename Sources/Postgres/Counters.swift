/// What one connection or pool did since it was made.
package struct Counters: Sendable, Equatable {
    /// Statements that were answered, well or not.
    package var queries = 0
    /// Statements that ended in an error.
    package var failures = 0
    /// Times a connection was opened again.
    package var reconnects = 0
    /// Writes that were waited for; several statements may share one.
    package var roundTrips = 0
    /// Statements that wait for their answer, sent or not.
    package var inFlight = 0
}
