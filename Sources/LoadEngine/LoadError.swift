/// Why a load could not be made at all; what single operations meet is an ``Outcome``.
package struct LoadError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// The machine refused something: descriptors, memory, threads, a core.
        case resources
        /// The target can't be used: unreachable, or it refuses the credentials.
        case target
        /// A result file could not be written.
        case results
    }

    package let kind: Kind
    /// A bare verb phrase, and what it was done to.
    package let action: String
    package let cause: String

    package init(_ kind: Kind, doing action: String, _ cause: String) {
        self.kind = kind
        self.action = action
        self.cause = cause
    }

    package var description: String { "\(action): \(cause)" }
}
