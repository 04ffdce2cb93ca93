package import OrthancModel

/// Whether what a store has made is exactly what was asked for: each source once.
package struct ResultLedger: Sendable {
    package enum Verdict: Sendable, Equatable {
        case complete
        /// Sources without a result, results that are one too many.
        case wrong(missing: Int, surplus: Int)
    }

    /// By what tells a source from others; several that nothing tells apart count together.
    private let expected: [String: Int]
    private var found: [String: [OrthancID]] = [:]

    package init(sources: [String]) {
        expected = sources.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// Takes down an instance that may be a result.
    ///
    /// - Parameter source: What tells its source.
    /// - Returns: false when it is none.
    @discardableResult
    package mutating func add(_ result: OrthancID, of source: String) -> Bool {
        guard expected[source] != nil else { return false }
        found[source, default: []].append(result)
        return true
    }

    /// All results, ascending.
    package var results: [OrthancID] { found.values.joined().sorted() }

    /// - Parameter failed: Sources that the store says it left out, as it was allowed to.
    package func verdict(allowing failed: Int) -> Verdict {
        var missing = 0
        var surplus = 0
        for (source, count) in expected {
            let results = found[source]?.count ?? 0
            missing += max(0, count - results)
            surplus += max(0, results - count)
        }
        guard missing == failed, surplus == 0 else {
            return .wrong(missing: missing, surplus: surplus)
        }
        return .complete
    }
}
