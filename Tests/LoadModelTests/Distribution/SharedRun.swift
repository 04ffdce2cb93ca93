import Basics
import Histogram
import LoadModel

/// A run of which every operation is known, as one generator or several would report it.
struct SharedRun {
    static let text = """
        version: 1
        name: shared
        corpus: {seed: 5}
        targets: [{timeout: 2s}]
        traffic:
          - {op: system, rate: 40/s}
          - {op: statistics, rate: 7/s}
        profile: [{ramp: 2s, to: 1x}, {hold: 8s}]
        slo: [{op: system, p50: 300ms, errors: 50%}]
        plan: {kind: fixed, repeats: 2}
        """

    let workers: Int
    let loops: Int
    let scenario: Scenario

    init(workers: Int, loops: Int = 1) throws {
        self.workers = workers
        self.loops = loops
        scenario = try ScenarioReader.read(text: Self.text, name: "shared.yaml")
    }

    /// What one worker reports.
    func report(_ worker: Int) -> RunReport {
        let slice = WorkerSlice(index: worker, of: workers)
        let slices = (0..<loops).map { slice.part($0, of: loops) }
        return report(slices, RunSlice(slice, loops: loops, run: 77, start: 1_795_787_100))
    }

    /// What a single generator reports.
    var whole: RunReport { report([.whole], nil) }

    private func report(_ slices: [WorkerSlice], _ slice: RunSlice?) -> RunReport {
        let steps = (0..<2).map { step in
            StepJudge(scenario).report(
                result(slices, step: step),
                label: "run-\(step + 1)",
                factor: 1
            )
        }
        let identity = RunIdentity(
            name: "shared",
            scenario: Self.text,
            seed: 5,
            begun: "2026-11-27T13:45:00Z",
            facts: [.init("cores", "\(2 + (slice?.worker.index ?? 0) / 2)")],
            slice: slice
        )
        return RunReport(identity: identity, verdict: .of(steps, wasStopped: false), steps: steps)
    }

    private func result(_ slices: [WorkerSlice], step: Int) -> StepResult {
        var result = StepResult(
            operations: scenario.traffic.map { OperationResult(name: $0.name) },
            duration: scenario.profile.duration
        )
        for place in scenario.traffic.indices {
            let times = CounterRandom(seed: 9, stream: Scenario.stream(of: place, step: step))
            for slice in slices {
                for arrival in scenario.arrivals(
                    of: place,
                    scenario.profile,
                    step: step,
                    slice: slice
                ) {
                    let took = 1 + Int64(times.exponential(arrival.index) * 40_000)
                    let isGood = !arrival.index.isMultiple(of: 11)
                    result.operations[place].record(arrival.due, took, isGood)
                    result.generator.loopLate.record(UInt64(took % 700))
                    result.generator.recordedSeconds += Double(took) / 1e6
                    result.generator.inFlightSeconds += Double(took) / 1e6
                }
            }
        }
        result.generator.loops = slices.map { _ in
            LoopUsage(seconds: 10, cpuSeconds: 0.5, queuedSeconds: 0)
        }
        return result
    }
}

extension OperationResult {
    /// - Parameter took: Microseconds.
    fileprivate mutating func record(_ due: Duration, _ took: Int64, _ isGood: Bool) {
        let end = Int(due.milliseconds) + Int(took / 1000)
        outcomes[isGood ? .correct : .serverError] += 1
        receivedBytes += Int(took)
        blocks.at(millisecond: Int(due.milliseconds)) { $0.due += 1 }
        slotWait.record(UInt64(took / 10))
        guard isGood else { return blocks.at(millisecond: end) { $0.bad += 1 } }
        response.record(UInt64(took))
        service.record(UInt64(took))
        firstByte.record(UInt64(took / 2))
        blocks.at(millisecond: end) { block in
            block.good += 1
            block.serviceSum += UInt64(took)
            block.response.record(UInt32(took))
        }
    }
}
