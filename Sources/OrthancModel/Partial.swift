/// An answer, and what it does not rest on.
package struct Partial<Result> {
    package var result: Result
    /// Stores whose part is not in the result.
    package var missing: [StoreName: Reason]
    /// Stores whose part is older than it should be, with the age in seconds.
    package var stale: [StoreName: Int]

    package init(
        _ result: Result,
        missing: [StoreName: Reason] = [:],
        stale: [StoreName: Int] = [:]
    ) {
        self.result = result
        self.missing = missing
        self.stale = stale
    }

    package var isComplete: Bool { missing.isEmpty && stale.isEmpty }

    /// The same gaps around another result.
    package func map<Other, Failure: Error>(
        _ transform: (Result) throws(Failure) -> Other
    ) throws(Failure) -> Partial<Other> {
        Partial<Other>(try transform(result), missing: missing, stale: stale)
    }
}

extension Partial: Sendable where Result: Sendable {}
extension Partial: Equatable where Result: Equatable {}

/// Why a store's part is missing. A closed set, fit for a metric's label.
package enum Reason: String, Hashable, Sendable, CaseIterable {
    /// No connection, or it broke.
    case unreachable
    /// It did not answer in time.
    case timeout
    /// The breaker is open: it failed of late and is not asked.
    case suspended
    /// It answered something that can't be understood.
    case malformed
    /// It answered with an error.
    case refused
    /// Its first import is not complete.
    case notImported = "not-imported"
    /// It is too old for the question.
    case unsupported
}
