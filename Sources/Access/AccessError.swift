/// A password hash could not be read or made.
package struct AccessError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// Not an Argon2id hash in its encoded form, or a cost beyond what is allowed.
        case malformedHash
        /// libargon2 refused, for want of memory as a rule.
        case hashingFailed
    }

    package let kind: Kind
    /// What was tried, as a bare verb phrase.
    package let action: String
    package let cause: String

    init(_ kind: Kind, _ action: String, _ cause: String) {
        self.kind = kind
        self.action = action
        self.cause = cause
    }

    package var description: String { "\(action): \(cause)" }
}
