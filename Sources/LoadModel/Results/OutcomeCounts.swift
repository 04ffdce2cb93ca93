/// How many operations had each outcome.
package struct OutcomeCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: Outcome.allCases.count)

    package init() {}

    package subscript(_ outcome: Outcome) -> Int {
        get { counts[Int(outcome.rawValue)] }
        set { counts[Int(outcome.rawValue)] = newValue }
    }

    /// All that were scheduled and are accounted for.
    package var total: Int { counts.reduce(0, +) }

    package var good: Int { self[.correct] + self[.abandoned] }

    /// Scheduled, and not well: failed, wrong, late beyond the limit, or never sent.
    package var bad: Int { total - good }

    package static func += (left: inout Self, right: Self) {
        for index in left.counts.indices { left.counts[index] += right.counts[index] }
    }
}
