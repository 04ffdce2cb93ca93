/// Why a program on this machine could not be started, reached or stopped.
///
/// Its text is one line, fit for a terminal: `start PostgreSQL: initdb is not installed (…)`.
package struct LocalServerError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// A program or user that the machine should have is missing.
        case notInstalled
        /// Another living process holds the folder.
        case inUse
        /// A system call said no; the cause is its errno text.
        case system
        /// The program started and ended before it was ready.
        case ended
        /// The program lives but was not ready in time.
        case timedOut
        /// What was asked for can't work as it stands, whatever is tried.
        case unusable
    }

    package let kind: Kind
    /// A bare verb phrase: `start PostgreSQL`.
    package let action: String
    package let cause: String

    package init(_ kind: Kind, doing action: String, _ cause: String) {
        self.kind = kind
        self.action = action
        self.cause = cause
    }

    package var description: String { "\(action): \(cause)" }
}
