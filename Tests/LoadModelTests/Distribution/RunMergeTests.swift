import Basics
import Histogram
import LoadModel
import Testing

@Suite struct RunMergeTests {
    private func merge(_ reports: [RunReport], allowsMissing: Bool = false) throws -> RunReport {
        var merge = RunMerge()
        for (place, report) in reports.enumerated() {
            try merge.add(report, from: "file-\(place).json")
        }
        return try merge.merged(allowsMissing: allowsMissing)
    }

    /// What ``RunMerge`` says, or nothing.
    private func refusal(_ reports: [RunReport], allowsMissing: Bool = false) -> String? {
        do {
            _ = try merge(reports, allowsMissing: allowsMissing)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "workers merged are the one generator: every bucket, block, count and verdict",
        arguments: [(4, 1), (2, 3), (1, 1)]
    )
    func exact(workers: Int, loops: Int) throws {
        let run = try SharedRun(workers: workers, loops: loops)
        let merged = try merge((0..<workers).reversed().map(run.report))
        let whole = run.whole
        #expect(merged.steps.count == 2)
        for (step, single) in zip(merged.steps, whole.steps) {
            for (left, right) in zip(step.result.operations, single.result.operations) {
                #expect(left.outcomes == right.outcomes && left.outcomes.total > 50)
                #expect(left.response == right.response && left.service == right.service)
                #expect(left.firstByte == right.firstByte && left.slotWait == right.slotWait)
                #expect(left.receivedBytes == right.receivedBytes)
                #expect(left.blocks.millisecondsPerBlock == right.blocks.millisecondsPerBlock)
                #expect(left.blocks.blocks.map(\.due) == right.blocks.blocks.map(\.due))
                #expect(left.blocks.blocks.map(\.good) == right.blocks.blocks.map(\.good))
                #expect(left.blocks.blocks.map(\.bad) == right.blocks.blocks.map(\.bad))
                #expect(compact(left) == compact(right))
            }
            #expect(step.result.generator.loopLate == single.result.generator.loopLate)
            #expect(step.result.generator.loops.count == workers * loops)
            #expect(step.state == single.state && step.state == .pass)
            #expect(step.clauses.map(\.badShare) == single.clauses.map(\.badShare))
        }
        #expect(merged.verdict.state == whole.verdict.state)
        #expect(merged.identity.slice == nil)
    }

    private func compact(_ operation: OperationResult) -> [SparseCounts] {
        operation.blocks.blocks.map { block in
            var counts = block.response
            counts.compact()
            return counts
        }
    }

    @Test("a missing worker is refused by its number, or counts as never sent and voids its steps")
    func missing() throws {
        let run = try SharedRun(workers: 4)
        let reports = [0, 2].map(run.report)
        #expect(refusal(reports)?.contains("results of 2 of 4 workers lack: 1, 3;") == true)
        let merged = try merge(reports, allowsMissing: true)
        #expect(merged.verdict.state == .void)
        for (step, single) in zip(merged.steps, run.whole.steps) {
            #expect(step.state == .void)
            for (left, right) in zip(step.result.operations, single.result.operations) {
                #expect(left.outcomes.total == right.outcomes.total)
                let lost = [1, 3].reduce(0) { sum, worker in
                    let operations = run.report(worker).steps[0].result.operations
                    return sum + (operations.first { $0.name == left.name }?.outcomes.total ?? 0)
                }
                if step.label == "run-1" { #expect(left.outcomes[.unsent] == lost) }
                // What ended after the last arrival is not known of the lost ones.
                let due = right.blocks.blocks.map(\.due)
                let known = left.blocks.blocks.map(\.due)
                #expect(known == Array(due.prefix(known.count)))
                #expect(due.dropFirst(known.count).allSatisfy { $0 == 0 })
            }
            #expect(step.offeredRate == single.offeredRate)
        }
        #expect(merged.verdict.reasons.contains { $0.contains("worker 3: no result") })
        #expect(merged.identity.facts[0].value == "2 of 4, loops each: 1")
    }

    @Test("one void worker voids the step and is named")
    func voidWorker() throws {
        let run = try SharedRun(workers: 3)
        var reports = (0..<3).map(run.report)
        reports[1].steps[0].checks.append(
            ValidityCheck(.generator, "loop late, p99", value: "40 ms", limit: "1 ms", isMet: false)
        )
        let merged = try merge(reports)
        #expect(merged.steps.map(\.state) == [.void, .pass])
        #expect(
            merged.verdict.reasons
                == ["run-1: worker 1: loop late, p99 40 ms, limit 1 ms"]
        )
    }

    @Test("a worker that ended its step early is named, and what it left counts as never sent")
    func endedEarly() throws {
        let run = try SharedRun(workers: 2)
        var reports = (0..<2).map(run.report)
        reports[1].steps[1].result.operations[0].outcomes[.correct] -= 5
        let merged = try merge(reports)
        #expect(merged.steps.map(\.state) == [.pass, .void])
        #expect(merged.steps[1].result.operations[0].outcomes[.unsent] == 5)
        #expect(
            merged.verdict.reasons.contains { $0.contains("worker 1: arrivals never recorded 5") }
        )
        reports[1].steps.removeLast()
        let shorter = try merge(reports)
        #expect(shorter.steps[1].state == .void)
        #expect(shorter.verdict.reasons.contains { $0.contains("worker 1: no result") })
    }

    @Test("a worker that measures something else is told")
    func outlier() throws {
        let run = try SharedRun(workers: 4)
        var reports = (0..<4).map(run.report)
        #expect(try merge(reports).verdict.reasons.isEmpty)
        var slow = Latencies.times
        slow.record(900_000, count: reports[2].steps[0].result.operations[0].service.totalCount)
        reports[2].steps[0].result.operations[0].service = slow
        let merged = try merge(reports)
        #expect(merged.verdict.reasons.count == 1)
        let reason = try #require(merged.verdict.reasons.first)
        #expect(reason.hasPrefix("worker 2 differs from the others in the service times of system"))
    }

    @Test(
        "results of different runs are refused with what differs",
        arguments: [
            "scenario", "name", "seed", "number of the run", "start", "number of workers",
            "number of loops",
        ]
    )
    func different(what: String) throws {
        let run = try SharedRun(workers: 2)
        var other = run.report(1)
        let whole = WorkerSlice(index: 1, of: what == "number of workers" ? 3 : 2)
        other.identity.slice = RunSlice(
            whole,
            loops: what == "number of loops" ? 2 : 1,
            run: what == "number of the run" ? 78 : 77,
            start: what == "start" ? 1_795_787_101 : 1_795_787_100
        )
        if what == "scenario" { other.identity.scenario += "\n" }
        if what == "name" { other.identity.name = "other" }
        if what == "seed" { other.identity.seed += 1 }
        #expect(
            refusal([run.report(0), other]) == "file-1.json: another \(what) than in file-0.json"
        )
    }

    @Test("a doubled slice, a whole run and nothing are no parts of a run")
    func unfit() throws {
        let run = try SharedRun(workers: 2)
        #expect(
            refusal([run.report(1), run.report(1)])
                == "file-1.json: worker 1 again, whose result is file-0.json"
        )
        #expect(refusal([run.whole]) == "file-0.json: not the result of a worker")
        #expect(refusal([]) == "no results to merge")
    }

    @Test("hostile results are refused or merged, and never end the program")
    func hostile() throws {
        let run = try SharedRun(workers: 2)
        var long = run.report(0)
        long.steps[0].result.duration = .seconds(1 << 30)
        #expect(refusal([long, run.report(1)])?.contains("longer than") == true)
        var many = run.report(0)
        many.steps += many.steps
        #expect(refusal([many, run.report(1)], allowsMissing: true) != nil)
        var bare = run.report(0)
        bare.steps[0].result.operations = []
        #expect(refusal([bare], allowsMissing: true)?.contains("lack the operation") == true)
        var huge = run.report(0)
        let most = SparseCounts([.init(value: 5, count: .max), .init(value: 9, count: .max)])
        huge.steps[0].result.operations[0].blocks.at(millisecond: 0) { $0.response.add(most) }
        var second = run.report(1)
        second.steps[0].result.operations[0].blocks.at(millisecond: 0) { $0.response.add(most) }
        #expect(refusal([huge, second]) == nil)
        var text = run.report(0)
        text.identity.scenario = "version: 1\nname: ["
        #expect(refusal([text], allowsMissing: true) != nil)
    }

    @Test(
        "a scenario whose schedule never ends is refused before anybody walks it",
        arguments: [
            ("{hold: 8s}", "{hold: 168h, at: 10000x}", "arrivals in all"),
            (
                "profile: [{ramp: 2s, to: 1x}, {hold: 8s}]",
                "profile: [{hold: 168h}]\narrival: {kind: bursts, calmFor: 1ms, burstFor: 1ms}",
                "times in all"
            ),
        ]
    )
    func endless(old: String, new: String, words: String) throws {
        var report = try SharedRun(workers: 1).report(0)
        report.identity.scenario = SharedRun.text.replacing(old, with: new)
        #expect(report.identity.scenario != SharedRun.text)
        #expect(refusal([report])?.contains(words) == true)
    }

    @Test("facts that workers share stand once, others with who says them")
    func facts() throws {
        let run = try SharedRun(workers: 4)
        let merged = try merge((0..<4).map(run.report))
        #expect(merged.identity.facts[1].name == "cores")
        #expect(merged.identity.facts[1].value == "2 (worker 0, 1); 3 (worker 2, 3)")
        #expect(merged.identity.facts.contains { $0.name == "service times of system" })
    }
}
