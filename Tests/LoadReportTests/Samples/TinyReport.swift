import Histogram
import LoadModel

/// A run so small that its forms can be read whole.
enum TinyReport {
    /// - Parameter name: One that no scenario can have, so that it must be escaped.
    static func fixed(name: String = "tiny <run>") -> RunReport {
        RunReport(
            identity: RunIdentity(
                name: name,
                scenario: "name: tiny",
                seed: 18_446_744_073_709_551_615,
                begun: "2026-11-27T13:45:00Z",
                facts: [.init("Kernel", "Linux 6.1")]
            ),
            verdict: RunVerdict(.missed, "find is too slow | 2 of 4.", reasons: ["p95 is 2.05 ms"]),
            steps: [step("calm, first", .fail, isVoid: false), step("second", .void, isVoid: true)]
        )
    }

    static func capacity(name: String = "tiny <run>") -> RunReport {
        var report = fixed(name: name)
        report.verdict = RunVerdict(.met, "Carries 2.0 times the demand.")
        report.capacity = CapacityReport(
            profile: "quick",
            capacity: 2,
            interval: ConfidenceInterval(low: 1.9, high: 2.1),
            inWords: "8 operations a second",
            bindingClause: "find p95 ≤ 2 ms",
            headroom: 2,
            bottleneck: nil,
            evidence: [],
            scalability: [],
            trials: [.init(factor: 2, seconds: 2, state: .fail, purpose: "ramp")]
        )
        return report
    }

    private static func step(_ label: String, _ state: StepReport.State, isVoid: Bool) -> StepReport
    {
        var find = OperationResult(name: "find")
        find.outcomes[.correct] = 3
        find.outcomes[.serverError] = 1
        find.receivedBytes = 1200
        find.sentBytes = 90
        for time: UInt64 in [1000, 1500, 2049] {
            find.response.record(time)
            find.service.record(time - 400)
            find.firstByte.record(time - 500)
        }
        for time: UInt64 in [10, 20, 30, 40] { find.slotWait.record(time) }
        for (second, time) in [(0, 1000), (0, 1500), (1, 2049)] {
            find.blocks.at(millisecond: second * 250) { block in
                block.due += 1
                block.good += 1
                block.serviceSum += UInt64(time - 400)
                block.response.record(UInt32(time))
            }
        }
        find.blocks.at(millisecond: 250) { block in
            block.due += 1
            block.bad += 1
        }
        let check = ValidityCheck(
            .generator,
            "seen late, p99",
            value: isVoid ? "9 ms" : "0.2 ms",
            limit: "1 ms",
            isMet: !isVoid
        )
        return StepReport(
            label: label,
            factor: 2,
            offeredRate: 2,
            result: StepResult(operations: [find], duration: .seconds(2)),
            window: SteadyWindow(skipped: 0, seconds: 2, isSteady: true, note: "no trend"),
            clauses: clauses,
            checks: [check],
            state: state
        )
    }

    private static var clauses: [ClauseReport] {
        [
            ClauseReport(
                text: "find p95 ≤ 2 ms",
                operation: "find",
                quantile: 0.95,
                limit: 2000,
                value: .number(2049, ConfidenceInterval(low: 2010, high: nil)),
                badShare: 0.25,
                allowedShare: 0.01,
                scheduled: 4,
                state: .missed
            ),
            ClauseReport(
                text: "find p99 ≤ 9 ms",
                operation: "find",
                quantile: 0.99,
                limit: 9000,
                value: .insufficient(needed: 381),
                badShare: 0.25,
                allowedShare: 0.01,
                scheduled: 4,
                state: .undecided
            ),
        ]
    }
}
