/// What one server has done since its start. Read on its loop.
package struct ServerCounters: Sendable {
    /// Answers by hundreds of their status: `answers[2]` counts 200…299.
    package private(set) var answers = [Int](repeating: 0, count: 6)
    private var refusals = [Int](repeating: 0, count: Refusal.Reason.allCases.count)

    package var openConnections = 0
    package var acceptedConnections = 0
    /// Closed at once: too many from one address.
    package var rejectedConnections = 0
    /// Times that accepting stopped for want of descriptors or memory.
    package var acceptPauses = 0
    /// Requests between their head and the end of their answer.
    package var inFlight = 0
    /// Requests whose answer the client didn't get whole.
    package var aborted = 0
    /// Of those, clients that hung up while their request waited.
    package var hangUps = 0
    /// Connections closed for a slow head or for being idle.
    package var idleClosed = 0
    package var slowHeads = 0
    package var slowBodies = 0
    package var stalledAnswers = 0
    package var handlerDeadlines = 0
    /// Answer headers that could not be sent: a bad name or a control character.
    package var droppedHeaders = 0
    package var bodyBytesIn: Int64 = 0
    package var bodyBytesOut: Int64 = 0

    package func refused(_ reason: Refusal.Reason) -> Int { refusals[reason.rawValue] }

    mutating func noteAnswer(status: Int) { answers[status / 100] += 1 }

    mutating func noteRefusal(_ reason: Refusal.Reason) { refusals[reason.rawValue] += 1 }
}
