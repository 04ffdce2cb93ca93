internal import LoadModel

/// A histogram log that grows while a load runs, so that a crash leaves what was measured until
/// then: every so often, what has ended since the last time.
package struct IntervalLog: Sendable {
    private let log: HistogramLog
    /// Of each operation of the step, all that was written so far.
    private var written: [BucketCounts] = []
    /// Until when, since the run began.
    private var until = Duration.zero

    /// - Parameter begun: As in ``HistogramLog/init(begun:)``.
    package init(begun: String) { log = HistogramLog(begun: begun) }

    package var header: String { log.header }

    /// A step begins, and counts from nothing.
    package mutating func begin(at moment: Duration) {
        written = []
        until = moment
    }

    /// The lines of what has ended since the last call; none for operations of which nothing has.
    ///
    /// - Parameters:
    ///   - operations: All of the step, in the same order each time.
    ///   - moment: Since the run began.
    package mutating func lines(
        _ operations: [RunningFigures.Operation],
        at moment: Duration
    ) -> String {
        var text = ""
        for (place, operation) in operations.enumerated() {
            let all = BucketCounts(operation.response)
            if place == written.count { written.append(BucketCounts()) }
            let new = all.since(written[place])
            written[place] = all
            guard new.total > 0 else { continue }
            let length = (moment - until).inSeconds
            text += log.line(operation.name, until.inSeconds, length, new)
        }
        until = moment
        return text
    }
}
