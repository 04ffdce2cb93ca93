/// What became of one scheduled operation.
package enum Outcome: UInt8, Sendable, CaseIterable {
    /// The answer came whole and said what was expected.
    case correct
    /// It was given up on purpose after some bytes, as a user who closes a window does.
    case abandoned
    /// The answer is not what the corpus says it must be.
    case wrong
    /// The answer says itself that something lacks in it.
    case partial
    /// Status 400 to 499.
    case refused
    /// Status 500 and above, or one that nobody expects.
    case serverError
    /// No connection, or it broke.
    case disconnected
    /// Not ended at the time limit: the latency is at least what is recorded.
    case timedOut
    /// Due, but never sent: the cap on waiting operations was reached, or the step ended before a
    /// connection was free.
    case unsent

    /// Whether its latency belongs into the distribution of good answers.
    package var isGood: Bool { self == .correct || self == .abandoned }

    /// What an operation of several requests has come to when one more of them ended. A wrong
    /// answer outweighs all, since others can be asked for again; else the first failure tells.
    package func then(_ next: Outcome) -> Outcome {
        if isFalse { return self }
        return next.isFalse || self == .correct ? next : self
    }

    private var isFalse: Bool { self == .wrong || self == .partial }

    /// As reports and metrics name it.
    package var name: String {
        switch self {
        case .correct: "correct"
        case .abandoned: "abandoned"
        case .wrong: "wrong"
        case .partial: "partial"
        case .refused: "refused"
        case .serverError: "server-error"
        case .disconnected: "disconnected"
        case .timedOut: "timed-out"
        case .unsent: "unsent"
        }
    }
}
