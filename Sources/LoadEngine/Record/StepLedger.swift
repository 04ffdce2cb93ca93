internal import Basics
internal import Histogram
internal import LoadModel

/// Keeps the books of one step: turns what has ended into its result.
///
/// Runs beside the loops, on the thread that waits for them: counting costs no operation time.
struct StepLedger {
    private(set) var result: StepResult
    /// Nanoseconds from the step's beginning.
    private let unjudged: Int64

    /// - Parameters:
    ///   - names: Of the kinds of operations, in the order of ``Ending/kind``.
    ///   - unjudged: What was due before it is booked in the blocks before it, however late it
    ///     ended.
    init(names: [String], duration: Duration, unjudged: Duration = .zero) {
        self.unjudged = unjudged.nanoseconds
        result = StepResult(
            operations: names.map { OperationResult(name: $0) },
            duration: duration
        )
    }

    mutating func record(_ endings: [Ending]) {
        for ending in endings { record(ending) }
    }

    private mutating func record(_ ending: Ending) {
        if ending.isScheduled {
            result.generator.loopLate.record(nanoseconds: ending.noticed - ending.due)
        }
        let wasSent = ending.outcome != .unsent
        if wasSent {
            result.generator.recordedSeconds += Double(ending.ended - ending.added) / 1e9
        }
        result.operations[Int(ending.kind)].record(ending, unjudged)
    }

    /// How many requests wait or are under way now.
    mutating func note(open: Int) { result.generator.open = open }

    /// Adds what the loops say of themselves.
    mutating func close(_ reports: [LoopReport]) {
        result.generator.begun = reports.reduce(0) { $0 + $1.begun }
        for report in reports {
            result.generator.inFlightSeconds += report.inFlightSeconds
            result.generator.mostInFlight += report.mostInFlight
            result.generator.capped += report.capped
            result.generator.heartbeatLate.add(report.heartbeatLate)
            result.generator.loops.append(
                LoopUsage(
                    seconds: report.seconds,
                    cpuSeconds: report.cpuSeconds,
                    queuedSeconds: report.queuedSeconds
                )
            )
        }
    }
}

extension OperationResult {
    fileprivate mutating func record(_ ending: Ending, _ unjudged: Int64) {
        let end = Self.millisecond(ending.due < unjudged ? ending.due : ending.last)
        outcomes[ending.outcome] += 1
        receivedBytes += ending.received
        sentBytes += ending.sent
        blocks.at(millisecond: Self.millisecond(ending.due)) { $0.due += 1 }
        if ending.outcome != .unsent {
            slotWait.record(nanoseconds: ending.started - ending.noticed)
        }
        guard ending.outcome.isGood else {
            blocks.at(millisecond: end) { $0.bad += 1 }
            return
        }
        response.record(nanoseconds: ending.last - ending.due)
        service.record(nanoseconds: ending.last - ending.started)
        firstByte.record(nanoseconds: ending.firstByte - ending.started)
        blocks.at(millisecond: end) { block in
            block.good += 1
            block.serviceSum += UInt64(max(0, ending.last - ending.started)) / 1000
            block.response.record(UInt32(clamping: max(0, ending.last - ending.due) / 1000))
        }
    }

    private static func millisecond(_ nanoseconds: Int64) -> Int { Int(nanoseconds / 1_000_000) }
}
