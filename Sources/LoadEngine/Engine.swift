internal import Basics
internal import CLinux
internal import Glibc
internal import LoadModel

/// Drives loops through one step after the other and keeps the books.
///
/// Blocks its caller's thread: a load tester has nothing else to do there.
final class Engine {
    private let boxes: [EndingBox]
    private let threads: [LoopThread]
    private let names: [String]

    /// - Parameters:
    ///   - names: Of the kinds of operations; ``Ending/kind`` is a position in it.
    ///   - cores: One loop for each, bound to it; nil lets the kernel choose.
    init(
        targets: [TargetSettings],
        names: [String],
        cores: [Int?] = [nil],
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws(LoadError) {
        self.names = names
        var boxes: [EndingBox] = []
        var threads: [LoopThread] = []
        for core in cores {
            let box = EndingBox()
            boxes.append(box)
            threads.append(
                try LoopThread(targets: targets, box: box, core: core, isStopped: isStopped)
            )
        }
        self.boxes = boxes
        self.threads = threads
    }

    var loops: Int { threads.count }

    private static let lead: Int64 = 20_000_000
    private static let pollMicroseconds: UInt32 = 20_000
    /// Between two times at which free memory goes back to the system: what a burst took and gave
    /// back lies scattered, and the C library keeps it. Takes half a millisecond after a burst.
    private static let trimPause: Int64 = 10_000_000_000

    /// Does one step.
    ///
    /// - Parameters:
    ///   - plans: One for each loop: its slice of the whole.
    ///   - unjudged: At the step's beginning; what is due meanwhile is kept apart in the blocks.
    ///   - each: Called with everything that has ended.
    ///   - progress: Called about fifty times a second with what is known so far.
    func run(
        _ plans: [StepPlan],
        unjudged: Duration = .zero,
        each: (Ending) -> Void = { _ in },
        progress: (StepResult) -> Void = { _ in }
    ) throws(LoadError) -> StepResult {
        precondition(plans.count == threads.count)
        var ledger = StepLedger(
            names: names,
            duration: plans[0].duration,
            unjudged: unjudged
        )
        let start = Monotonic.now + Self.lead
        for (thread, plan) in zip(threads, plans) { try thread.begin(plan, at: start) }
        var isRunning = true
        var trimAt = start + Self.trimPause
        while isRunning {
            usleep(Self.pollMicroseconds)
            isRunning = !threads.allSatisfy(\.hasEnded)
            for box in boxes {
                box.read { batch in
                    batch.forEach(each)
                    ledger.record(batch)
                }
            }
            ledger.note(open: boxes.reduce(0) { $0 + $1.open })
            progress(ledger.result)
            if Monotonic.now >= trimAt {
                malloc_trim(0)
                trimAt += Self.trimPause
            }
        }
        var reports: [LoopReport] = []
        for thread in threads { reports.append(try thread.join()) }
        ledger.close(reports)
        return ledger.result
    }
}
