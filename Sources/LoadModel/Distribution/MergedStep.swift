internal import Histogram

/// One step of a run that several workers share, as far as it was seen.
struct MergedStep {
    /// What one worker says of its part.
    struct Part {
        /// Without its distributions.
        var inFlightSeconds: Double
        var recordedSeconds: Double
        var mostInFlight: Int
        var capped: Int
        var loops: [LoopUsage]
        /// Those that are not met.
        var checks: [ValidityCheck]
        /// By operation: all that were accounted for, and the service times.
        var totals: [Int]
        var service: [SparseCounts]
        var resources: [ResourceReading]
    }

    let label: String
    let factor: Double
    private(set) var duration: Duration
    private(set) var operations: [OperationResult]
    private var loopLate = Latencies.times
    private var heartbeatLate = Latencies.times
    private(set) var parts: [Int: Part] = [:]

    /// An empty one for steps as this one.
    init(_ step: StepReport) {
        label = step.label
        factor = step.factor
        duration = step.result.duration
        operations = step.result.operations.map { OperationResult(name: $0.name) }
    }

    mutating func add(
        _ step: StepReport,
        of worker: Int,
        from name: String
    ) throws(MergeError) {
        guard step.label == label, step.factor == factor,
            step.result.operations.map(\.name) == operations.map(\.name)
        else { throw MergeError("\(name): step \(step.label) is another than in the others") }
        duration = max(duration, step.result.duration)
        for (place, operation) in step.result.operations.enumerated() {
            operations[place].merge(operation)
        }
        loopLate.add(step.result.generator.loopLate)
        heartbeatLate.add(step.result.generator.heartbeatLate)
        parts[worker] = Part(step)
    }

    // MARK: Judgement

    /// The step of the whole, judged again.
    ///
    /// - Parameter step: Its number in the run.
    func report(
        of scenario: Scenario,
        step: Int,
        _ slice: RunSlice
    ) throws(MergeError) -> StepReport {
        guard duration <= scenario.profile.duration else {
            throw MergeError("step \(label) is longer than the scenario's profile")
        }
        var result = StepResult(operations: operations, duration: duration)
        result.generator = generator
        let ledger = SliceLedger(scenario, step: step, slice, operations.map(\.name))
        let (unsent, books) = try ledger.settle(parts.mapValues(\.totals), in: &result)
        let report = StepJudge(scenario).report(
            result,
            label: label,
            factor: factor,
            others: workerChecks + unsent + [books]
        )
        return with(resources, report)
    }

    private func with(_ resources: [ResourceReading], _ report: StepReport) -> StepReport {
        var report = report
        report.resources = resources
        return report
    }

    private var generator: GeneratorResult {
        var generator = GeneratorResult()
        generator.loopLate = loopLate
        generator.heartbeatLate = heartbeatLate
        for worker in parts.keys.sorted() {
            guard let part = parts[worker] else { continue }
            generator.inFlightSeconds += part.inFlightSeconds
            generator.recordedSeconds += part.recordedSeconds
            generator.mostInFlight += part.mostInFlight
            generator.capped += part.capped
            generator.loops += part.loops
        }
        return generator
    }

    /// What one worker did badly is not to be lost among the others.
    private var workerChecks: [ValidityCheck] {
        parts.keys.sorted().flatMap { worker in
            (parts[worker]?.checks ?? []).map { check in
                var named = check
                named.name = "worker \(worker): \(check.name)"
                return named
            }
        }
    }

    /// The highest reading of each part.
    private var resources: [ResourceReading] {
        var found: [ResourceReading] = []
        for worker in parts.keys.sorted() {
            for reading in parts[worker]?.resources ?? [] {
                guard let place = found.firstIndex(where: { $0.name == reading.name }) else {
                    found.append(reading)
                    continue
                }
                if reading.utilisation > found[place].utilisation { found[place] = reading }
            }
        }
        return found
    }
}

extension MergedStep.Part {
    init(_ step: StepReport) {
        let generator = step.result.generator
        inFlightSeconds = generator.inFlightSeconds
        recordedSeconds = generator.recordedSeconds
        mostInFlight = generator.mostInFlight
        capped = generator.capped
        loops = generator.loops
        checks = step.checks.filter { !$0.isMet }
        totals = step.result.operations.map(\.outcomes.total)
        service = step.result.operations.map { SparseCounts($0.service) }
        resources = step.resources
    }
}
