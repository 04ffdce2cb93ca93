import Histogram
import LoadModel

/// Made-up runs that look like real ones, and always the same.
struct SampleReport {
    /// A kind of operation: how many of it are due a second at the stated load, its usual time and
    /// how widely times spread.
    struct Kind {
        let name: String
        let rate: Double
        let microseconds: Double
        let spread: Double
        let limit: UInt64
    }

    static let kinds = [
        Kind(name: "qido", rate: 2.4, microseconds: 22_000, spread: 0.6, limit: 500_000),
        Kind(name: "find", rate: 0.9, microseconds: 41_000, spread: 0.7, limit: 500_000),
        Kind(name: "upload", rate: 3.2, microseconds: 18_000, spread: 0.5, limit: 400_000),
        Kind(name: "metadata", rate: 0.6, microseconds: 95_000, spread: 0.8, limit: 3_000_000),
        Kind(name: "archive", rate: 0.05, microseconds: 2_400_000, spread: 0.5, limit: 60_000_000),
    ]

    let seed: UInt64
    /// Requests a second at the stated load are multiplied by it, to keep tests quick.
    var density = 1.0

    // MARK: Runs

    /// Made once: it takes a debug build half a second.
    static let fixed = SampleReport(seed: 42).fixed()
    static let search = SampleReport(seed: 42).capacity()

    /// Two steps of the same load.
    func fixed() -> RunReport {
        var first = step(1, "repeat 1", factor: 3, seconds: 240, busy: 0.45)
        var second = step(2, "repeat 2", factor: 3, seconds: 240, busy: 0.5)
        first.state = .pass
        second.clauses[1].state = .missed
        second.clauses[1].value = .number(
            534_271,
            ConfidenceInterval(low: 511_003, high: 566_018)
        )
        second.clauses[3].state = .undecided
        second.clauses[3].value = .insufficient(needed: 381)
        second.state = .fail
        return RunReport(
            identity: identity("evening-clinic"),
            verdict: RunVerdict(
                .missed,
                "One of five promises was missed: searches in Explorer took 534 instead of 500 ms.",
                reasons: ["find p95 ≤ 500 ms was missed in one of two repeats"]
            ),
            steps: [first, second]
        )
    }

    /// A search with a void step.
    func capacity() -> RunReport {
        let plan: [(Double, StepReport.State, String, Double)] = [
            (0.5, .pass, "ramp", 60), (1, .pass, "ramp", 60), (2, .pass, "ramp", 60),
            (4, .pass, "ramp", 60), (8, .unstable, "ramp", 40), (6, .void, "bisect", 60),
            (6, .pass, "bisect", 120), (7, .pass, "bisect", 120), (7.5, .fail, "bisect", 120),
            (7.25, .inconclusive, "bisect", 120), (7, .pass, "confirm", 300),
            (7, .pass, "confirm", 300),
        ]
        var steps: [StepReport] = []
        var trials: [CapacityReport.Trial] = []
        for (index, (factor, state, purpose, seconds)) in plan.enumerated() {
            let busy = factor / 8.4
            var step = step(index + 1, purpose, factor: factor, seconds: seconds, busy: busy)
            settle(&step, state)
            steps.append(step)
            trials.append(.init(factor: factor, seconds: seconds, state: state, purpose: purpose))
        }
        return RunReport(
            identity: identity("hospital"),
            verdict: RunVerdict(
                .met,
                "Carries 7 times the busiest hour of 120,000 studies a year: 326 studies an hour.",
                reasons: [
                    "searches in Explorer are the first to become slow, above 7.0×",
                    "the database's disk is the first part to saturate",
                ]
            ),
            steps: steps,
            capacity: search(trials)
        )
    }

    private func search(_ trials: [CapacityReport.Trial]) -> CapacityReport {
        CapacityReport(
            profile: "full",
            capacity: 7,
            interval: ConfidenceInterval(low: 6.8, high: 7.25),
            inWords: "5.4 (5.3 to 5.6) studies a minute, 7.0 times the busiest hour",
            bindingClause: "find p95 ≤ 500 ms",
            headroom: 7.04,
            bottleneck: "postgres disk",
            evidence: [
                "in use 91 % of the time at 7.0×, work waited 0.8 s a second for it",
                "each search needs 11 ms of it (10 ms to 13 ms), twice as much as of any other",
            ],
            scalability: [
                "contention 3.1 % (2.7 % to 3.6 %), no loss from coordination was found",
                "the law is not used beyond 8.0×, up to which was measured",
            ],
            trials: trials
        )
    }

    func identity(_ name: String) -> RunIdentity {
        RunIdentity(
            name: name,
            scenario: """
                # Mixed hospital: the question of the purchase.
                version: 1
                name: \(name)
                corpus: {seed: \(seed), mix: hospital-general, preload: {studies: 2200}}
                traffic:
                  - {op: qido, weight: 12}
                  - {op: find, weight: 3}
                slo:
                  - {op: qido, p95: 300ms}
                  - {op: find, p95: 500ms, errors: 0.1%}
                """,
            seed: seed,
            begun: "2026-11-27T13:45:00Z",
            facts: [
                .init("Target", "Orthanc 1.12.11 with PostgreSQL 15, 1 store"),
                .init("Corpus", "2,200 studies, 512,480 instances, 311 GB; mix hospital-general"),
                .init("Generator", "isengard-load 0.9, 2 loops, Linux 6.1, 2 cores of 2.6 GHz"),
                .init("Governor", "performance"),
                .init("Network", "10 Gbit/s, round trip 0.2 ms"),
            ]
        )
    }

    // MARK: Steps

    func step(
        _ number: Int,
        _ label: String,
        factor: Double,
        seconds: Double,
        busy: Double
    ) -> StepReport {
        var operations: [OperationResult] = []
        for (index, kind) in Self.kinds.enumerated() {
            let stream = UInt64(number * 100 + index)
            operations.append(operation(kind, stream, factor, Int(seconds), busy))
        }
        let total = operations.reduce(0) { $0 + $1.outcomes.total }
        var result = StepResult(operations: operations, duration: .seconds(seconds))
        for index in 0..<4000 {
            let random = CounterRandom(seed: seed, stream: 7)
            result.generator.loopLate.record(UInt64(40 + 60 * random.exponential(UInt64(index))))
        }
        result.generator.mostInFlight = Int(14 * factor)
        result.generator.inFlightSeconds = 41.5 * factor
        result.generator.recordedSeconds = 41.4 * factor
        result.generator.loops = [
            LoopUsage(seconds: seconds, cpuSeconds: 0.21 * seconds, queuedSeconds: 0.04),
            LoopUsage(seconds: seconds, cpuSeconds: 0.19 * seconds, queuedSeconds: 0.09),
        ]
        return StepReport(
            label: label,
            factor: factor,
            offeredRate: Double(total) / seconds,
            result: result,
            window: SteadyWindow(
                skipped: 12,
                seconds: seconds - 12,
                isSteady: true,
                note: "the times settled after 12 s and show no trend"
            ),
            clauses: operations.indices.map { clause(Self.kinds[$0], operations[$0]) },
            checks: checks(isMet: true),
            resources: resources(busy),
            state: .pass
        )
    }

    private func operation(
        _ kind: Kind,
        _ stream: UInt64,
        _ factor: Double,
        _ seconds: Int,
        _ busy: Double
    ) -> OperationResult {
        let random = CounterRandom(seed: seed, stream: stream)
        var result = OperationResult(name: kind.name)
        let count = Int(kind.rate * factor * Double(seconds) * density) + 1
        let queue = busy / max(0.03, 1 - busy)
        for index in 0..<UInt64(count) {
            let due = Double(seconds) * random.uniform(4 &* index)
            let service =
                kind.microseconds * (kind.spread * random.normal(2 &* index + 1)).exponential
            let drift = busy > 0.93 ? due / Double(seconds) * 20 : 1
            let wait = kind.microseconds * queue * 0.6 * random.exponential(4 &* index + 3) * drift
            let isBad = random.uniform(4 &* index + 2) < 0.0004 + (busy > 0.86 ? 0.006 : 0)
            result.outcomes[isBad ? .timedOut : .correct] += 1
            result.blocks.at(millisecond: Int(due * 1000)) { $0.due += 1 }
            let end = due + (service + wait) / 1e6
            result.blocks.at(millisecond: Int(end * 1000)) { block in
                if isBad { block.bad += 1 } else { block.good += 1 }
                guard !isBad else { return }
                block.response.record(UInt32(service + wait))
                block.serviceSum += UInt64(service)
            }
            result.slotWait.record(UInt64(wait / 40))
            guard !isBad else { continue }
            result.response.record(UInt64(service + wait))
            result.service.record(UInt64(service + wait * 0.4))
            result.firstByte.record(UInt64(service * 0.7))
        }
        result.receivedBytes = count * 24_000
        result.sentBytes = count * 700
        return result
    }

    private func clause(_ kind: Kind, _ operation: OperationResult) -> ClauseReport {
        let value = Double(operation.response.valueAtPercentile(95))
        return ClauseReport(
            text: "\(kind.name) p95 ≤ \(kind.limit / 1000) ms",
            operation: kind.name,
            quantile: 0.95,
            limit: kind.limit,
            value: operation.outcomes.total < 73
                ? .insufficient(needed: 73)
                : .number(value, ConfidenceInterval(low: value * 0.94, high: value * 1.07)),
            badShare: Double(operation.outcomes.bad) / Double(operation.outcomes.total),
            allowedShare: 0.05,
            scheduled: operation.outcomes.total,
            state: value <= Double(kind.limit) ? .met : .missed
        )
    }

    private func checks(isMet: Bool) -> [ValidityCheck] {
        [
            ValidityCheck(
                .generator,
                "seen late, p99",
                value: "0.3 ms",
                limit: "1 ms",
                isMet: true
            ),
            ValidityCheck(
                .generator,
                "waited for a core",
                value: isMet ? "0.1 %" : "14 %",
                limit: "2 %",
                isMet: isMet
            ),
            ValidityCheck(.cap, "not sent: too many waited", value: "0", limit: "0", isMet: true),
            ValidityCheck(.network, "retransmitted", value: "0 %", limit: "0.1 %", isMet: true),
            ValidityCheck(.books, "Little's law", value: "0.2 %", limit: "2 %", isMet: true),
        ]
    }

    private func resources(_ busy: Double) -> [ResourceReading] {
        [
            ResourceReading(
                name: "postgres disk",
                utilisation: busy * 1.1,
                limit: "1 device",
                wait: busy
            ),
            ResourceReading(
                name: "orthanc CPU",
                utilisation: busy * 0.62,
                limit: "4 cores",
                wait: 0.02
            ),
            ResourceReading(name: "orthanc threads", utilisation: busy * 0.4, limit: "50 threads"),
            ResourceReading(
                name: "postgres CPU",
                utilisation: busy * 0.35,
                limit: "4 cores",
                wait: 0
            ),
        ]
    }

    private func settle(_ step: inout StepReport, _ state: StepReport.State) {
        step.state = state
        for index in step.clauses.indices {
            step.clauses[index].state = state == .inconclusive && index == 1 ? .undecided : .met
        }
        switch state {
        case .void: step.checks = checks(isMet: false)
        case .fail: step.clauses[1].state = .missed
        case .unstable:
            step.clauses[1].state = .missed
            step.clauses[1].value = .atLeast(4_100_000)
            step.clauses[0].state = .missed
            step.window = SteadyWindow(
                skipped: 0,
                seconds: 40,
                isSteady: false,
                note: "8 requests a second more came in than went out"
            )
        case .pass, .inconclusive: break
        }
        guard state == .fail || state == .inconclusive else { return }
        let value = state == .fail ? 560_000.0 : 498_000
        step.clauses[1].value = .number(
            value,
            ConfidenceInterval(low: value * 0.95, high: value * 1.06)
        )
    }
}

extension Double {
    /// eˣ by its series: good enough for made-up times, and the same on every machine.
    fileprivate var exponential: Double {
        var (sum, term) = (1.0, 1.0)
        for index in 1..<24 {
            term *= self / Double(index)
            sum += term
        }
        return max(sum, 0.01)
    }
}
