internal import Basics
internal import Histogram

/// What came, went and was under way in one step, of all its requests together.
///
/// What happens after the last arrival was due is left out: then nothing more is offered.
struct StepFlow {
    /// Requests a second that were due.
    let offered: Double
    /// Requests a second that ended well.
    let throughput: Double
    /// On average, from being sent to their end.
    let inFlight: Double
    /// Microseconds, 95th percentile of the response time; NaN where nothing ended well.
    let latency: Double
    let seconds: Double
    /// Requests that were due and had not ended when the last one was.
    let left: Double
    /// Whether requests wait for earlier ones of a session, so that a slow target is asked less.
    let isDependent: Bool

    init(_ result: StepResult) {
        seconds = max(0.001, result.duration.seconds)
        let requests = Self.requests(result.operations)
        isDependent = requests.count != result.operations.count
        var (due, good, bad, service) = (0, 0, 0, 0.0)
        var times = Latencies.times
        for operation in requests {
            times.add(operation.response)
            let width = operation.blocks.millisecondsPerBlock
            for (place, block) in operation.blocks.blocks.enumerated()
            where Double(place * width) < seconds * 1000 {
                due += block.due
                good += block.good
                bad += block.bad
                service += Double(block.serviceSum) / 1e6
            }
        }
        offered = Double(due) / seconds
        throughput = Double(good) / seconds
        left = Double(max(0, due - good - bad))
        inFlight = service / seconds
        latency = times.totalCount > 0 ? Double(times.valueAtPercentile(95)) : .nan
    }

    /// Single requests: of a session or a study those that it is made of, not itself or its marks.
    private static func requests(_ operations: [OperationResult]) -> [OperationResult] {
        let wholes = operations.map(\.name).filter { whole in
            operations.contains { $0.name.hasPrefix(whole + "/") }
        }
        return operations.filter { operation in
            !wholes.contains { operation.name == $0 || operation.name.hasPrefix($0 + ".") }
        }
    }
}
