internal import Basics
internal import Histogram

/// The figures of one run that can be compared with another run's: what is left of a report once
/// its distributions are gone.
package struct RunFigures: Sendable, Equatable {
    package enum Measure: String, Sendable, CaseIterable {
        case p50, p95, p99, errors, throughput, capacity

        /// Whether more of it is better.
        package var isGain: Bool { self == .throughput || self == .capacity }
    }

    package struct Subject: Hashable, Sendable {
        /// Name of a kind of operation; empty: the run as a whole.
        package let operation: String
        package let measure: Measure

        package init(_ operation: String, _ measure: Measure) {
            self.operation = operation
            self.measure = measure
        }
    }

    /// How the run is called in lines about it, such as its file.
    package let name: String
    package let identity: RunIdentity
    /// `quick` or `full` of a search; nil: a fixed load.
    package let search: String?
    /// Why it says nothing of its target; nil: it does.
    package let voidReason: String?
    /// In the order of the report.
    package let subjects: [Subject]
    private let values: [Subject: Double]

    /// Times are microseconds, errors a share, throughput right answers a second, capacity a factor
    /// of the stated load. A percentile that lies among failures is infinite.
    ///
    /// - Returns: Nil where too little was measured.
    package func value(_ subject: Subject) -> Double? { values[subject] }

    /// - Parameter name: How the run is called in lines about it.
    package init(_ report: RunReport, name: String) {
        self.name = name
        identity = report.identity
        search = report.capacity?.profile
        var found: [(Subject, Double?)] = []
        if let capacity = report.capacity {
            found.append((Subject("", .capacity), capacity.capacity))
        } else {
            found = Self.figures(report.steps.filter { $0.isMeasured && $0.label != "drain" })
        }
        voidReason = Self.voidReason(report, isEmpty: found.isEmpty)
        subjects = found.map(\.0)
        values = Dictionary(
            uniqueKeysWithValues: found.compactMap { pair in
                pair.1.map { (pair.0, $0) }
            }
        )
    }

    /// Whether both are reports of one and the same run.
    package func isSameRun(as other: RunFigures) -> Bool {
        identity == other.identity && values == other.values
    }

    private static func voidReason(_ report: RunReport, isEmpty: Bool) -> String? {
        if report.verdict.state == .unusable { return "its target could not be used" }
        let isVoid = report.capacity == nil ? isEmpty : report.verdict.state == .void
        return isVoid ? "void: \(report.verdict.reasons.first ?? "nothing was measured")" : nil
    }

    // MARK: Of steps

    private static func figures(_ steps: [StepReport]) -> [(Subject, Double?)] {
        var merged: [OperationResult] = []
        for operation in steps.flatMap(\.result.operations) {
            if let place = merged.firstIndex(where: { $0.name == operation.name }) {
                merged[place].outcomes += operation.outcomes
                merged[place].response.add(operation.response)
            } else {
                merged.append(operation)
            }
        }
        let seconds = steps.reduce(0) { $0 + $1.result.duration.seconds }
        return merged.flatMap { figures($0, seconds) }
    }

    private static func figures(
        _ operation: OperationResult,
        _ seconds: Double
    ) -> [(Subject, Double?)] {
        let (good, total) = (operation.outcomes.good, operation.outcomes.total)
        func subject(_ measure: Measure) -> Subject { Subject(operation.name, measure) }
        return [
            (subject(.p50), quantile(0.5, operation)),
            (subject(.p95), quantile(0.95, operation)),
            (subject(.p99), quantile(0.99, operation)),
            (subject(.errors), total > 0 ? Double(total - good) / Double(total) : nil),
            (subject(.throughput), seconds > 0 ? Double(good) / seconds : nil),
        ]
    }

    /// Of all that was scheduled: what failed is slower than anything. Nil where less than one
    /// answer lies beyond; our choice: the runs' own spread says how sure it is.
    private static func quantile(_ share: Double, _ operation: OperationResult) -> Double? {
        let total = UInt64(operation.outcomes.total)
        let good = operation.response.totalCount
        guard Double(total) * (1 - share) >= 1 - 1e-9 else { return nil }
        let rank = OrderStatistics.rank(share, of: total)
        guard rank <= good else { return .infinity }
        let percentile = (Double(rank) - 0.5) / Double(good) * 100
        return Double(operation.response.valueAtPercentile(percentile))
    }
}
