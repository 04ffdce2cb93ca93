package import GlobalIndex
package import OrthancModel

/// Whether what a store has made is exactly what was asked for: each source once.
package struct ResultLedger: Sendable {
    package enum Verdict: Sendable, Equatable {
        case complete
        /// Sources without a result, results that are one too many.
        case wrong(missing: Int, surplus: Int)
    }

    /// By what tells a source from others; several that nothing tells apart count together.
    private let expected: [String: [OrthancID]]
    /// Sources of which the store says nothing: nobody knows what their results look like.
    private let unread: Int
    private var found: [String: [OrthancID]] = [:]

    /// - Parameters:
    ///   - sources: All of them.
    ///   - marks: What tells each from others, as far as the store says.
    package init(sources: [OrthancID], marks: [(id: OrthancID, mark: String)]) {
        expected = Dictionary(grouping: marks, by: \.mark).mapValues { $0.map(\.id).sorted() }
        unread = Set(sources).subtracting(marks.map(\.id)).count
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

    /// All results with their sources, ascending; without one where some of several that nothing
    /// tells apart have none.
    package var made: [JobResult] {
        found.flatMap { mark, results -> [JobResult] in
            let sources = expected[mark] ?? []
            guard sources.count == results.count else {
                return results.map { JobResult(id: $0, source: nil) }
            }
            return zip(results.sorted(), sources).map { JobResult(id: $0, source: $1) }
        }
        .sorted { $0.id < $1.id }
    }

    /// - Parameter failed: Sources that the store says it left out, as it was allowed to.
    package func verdict(allowing failed: Int) -> Verdict {
        var missing = 0
        var surplus = 0
        for (source, wanted) in expected {
            let results = found[source]?.count ?? 0
            missing += max(0, wanted.count - results)
            surplus += max(0, results - wanted.count)
        }
        guard missing == failed, surplus == 0, unread == 0 else {
            return .wrong(missing: missing + unread, surplus: surplus)
        }
        return .complete
    }
}
