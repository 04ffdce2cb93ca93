internal import Histogram
internal import LoadModel

/// How fast each kind of operation is without load, and whether it is so again.
struct UnloadedTimes {
    /// Microseconds, by kind of operation; nil where nothing was answered yet.
    private var medians: [UInt64?] = []

    /// How much slower than without load the target may still be.
    private static let slower = 1.2
    /// Microseconds of noise that are no load.
    private static let noise = 1000.0
    /// Of all that was asked, so many must be as fast as without load. Half of them are faster than
    /// their medians by definition.
    private static let restedShare = 0.5

    /// Takes the times of kinds that are not known yet; the rarest come with somewhat more load.
    ///
    /// - Parameter result: Of a step with little load; the least first.
    mutating func note(_ result: StepResult) {
        if medians.isEmpty { medians = result.operations.map { _ in nil } }
        for (kind, operation) in result.operations.enumerated()
        where medians[kind] == nil && operation.response.totalCount > 0 {
            medians[kind] = operation.response.valueAtPercentile(50)
        }
    }

    /// Whether what `result` saw is as fast as without load. What was not seen without load doesn't
    /// count, and nothing seen at all is no load.
    func areBack(in result: StepResult) -> Bool {
        var (asked, fast) = (0.0, 0.0)
        for (operation, median) in zip(result.operations, medians) {
            guard let median else { continue }
            let limit = UInt64(Self.slower * Double(median) + Self.noise)
            asked += Double(operation.outcomes.total)
            fast += Double(operation.response.count(within: 0...limit))
        }
        return fast >= Self.restedShare * asked
    }
}
