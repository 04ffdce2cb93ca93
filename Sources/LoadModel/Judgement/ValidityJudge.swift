internal import Basics
internal import Histogram

/// Finds out whether the generator was the limit: then a step says nothing of its target.
///
/// What was not sent although the loops were on time and no cap was met waited for connections that
/// a slow target held: that counts against the target, as a promise not kept.
struct ValidityJudge: Sendable {
    /// The shortest time that is promised; nil: none is.
    let tightest: Duration?

    /// Longest that the 99th percentile of lateness may be, whatever is promised.
    private static let lateFloor = Duration.milliseconds(1)
    /// Of the tightest promise.
    private static let lateShare = 20
    private static let cpuShare = 0.75
    /// Of the time, ready to run without a core. Our choice: a tenth shows in lateness too.
    private static let queuedShare = 0.1
    private static let booksShare = 0.02

    func checks(_ result: StepResult) -> [ValidityCheck] {
        let generator = result.generator
        return [
            late("loop late, p99", generator.loopLate),
            // Apart from the arrivals', of which there may be few: a hundred on-time beats a second
            // would hide that arrivals come late, as in bursts they do.
            late("loop late for its heartbeat, p99", generator.heartbeatLate),
            ValidityCheck(
                .cap,
                "operations not sent because too many waited",
                value: "\(generator.capped)",
                limit: "0",
                isMet: generator.capped == 0
            ),
            share("busiest loop's CPU", generator, Self.cpuShare, \.cpuSeconds),
            share("busiest loop's wait for a core", generator, Self.queuedShare, \.queuedSeconds),
            work(generator),
        ] + records(result)
    }

    /// Longest that the 99th percentile of lateness may be.
    var lateLimit: Duration {
        max(Self.lateFloor, (tightest ?? .zero) / Self.lateShare)
    }

    private func late(_ name: String, _ times: Latencies) -> ValidityCheck {
        let p99 = times.valueAtPercentile(99)
        return ValidityCheck(
            .generator,
            name,
            value: StepJudge.text(.microseconds(Int64(p99))),
            limit: StepJudge.text(lateLimit),
            isMet: p99 <= UInt64(lateLimit.nanoseconds / 1000)
        )
    }

    private func share(
        _ name: String,
        _ generator: GeneratorResult,
        _ limit: Double,
        _ seconds: KeyPath<LoopUsage, Double>
    ) -> ValidityCheck {
        let shares = generator.loops.map { $0.seconds > 0 ? $0[keyPath: seconds] / $0.seconds : 0 }
        // A result may come from a file.
        let worst = shares.map { $0.isFinite ? $0 : .infinity }.max() ?? 0
        return ValidityCheck(
            .generator,
            name,
            value: StepJudge.percent(min(worst, 1e6)),
            limit: StepJudge.percent(limit),
            isMet: worst <= limit
        )
    }

    /// Nothing may vanish between the schedule and the results.
    private func records(_ result: StepResult) -> [ValidityCheck] {
        guard let begun = result.generator.begun else { return [] }
        let recorded = result.operations.reduce(0) { $0 + $1.outcomes.total }
        let check = ValidityCheck(
            .books,
            "requests, marks and wholes on record",
            value: "\(recorded)",
            limit: "\(begun)",
            isMet: recorded == begun
        )
        return [check]
    }

    /// Little's law: what the loops integrated must be what the records sum up to.
    private func work(_ generator: GeneratorResult) -> ValidityCheck {
        let (loops, records) = (generator.inFlightSeconds, generator.recordedSeconds)
        let larger = max(loops, records)
        let gap = abs(loops - records)
        let share = larger > 0 ? min(1, gap / larger) : 0
        let difference = gap.isFinite ? share : 1
        return ValidityCheck(
            .books,
            "work under way, integrated and by its records",
            value: StepJudge.percent(difference),
            limit: StepJudge.percent(Self.booksShare),
            isMet: difference <= Self.booksShare
        )
    }
}
