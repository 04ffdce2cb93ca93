import ArgumentParser
import LoadEngine
import LoadModel

/// Has one worker do its steps when all others do theirs.
struct WorkerPace {
    private let session: LoadSession
    private let slice: RunSlice
    private let repeats: Int

    init(_ session: LoadSession, _ slice: RunSlice) {
        self.session = session
        self.slice = slice
        if case .fixed(let repeats) = session.scenario.plan {
            self.repeats = repeats
        } else {
            repeats = 1
        }
    }

    /// A step begins so long after its command. Source: ``Engine``.
    private static let lead: Int64 = 20_000_000
    /// Between what is the end of a step in the worst case and the next one.
    private static let rest = Duration.seconds(3)
    /// A worker that begins later than this has another schedule than the others. Our choice.
    private static let latest: Int64 = 50_000_000

    func run(_ run: LoadRun) throws -> RunReport {
        guard WallClock.now < moment(of: 0) else {
            Console.complain(
                "isengard-load: the targets were asked until after the start; state a later one"
            )
            throw ExitCode(3)
        }
        var steps: [StepReport] = []
        for round in 0..<repeats {
            let late = WallClock.wait(until: moment(of: round) - Self.lead) {
                session.stop.isRunStopped
            }
            guard !session.stop.isRunStopped else { break }
            let label = repeats == 1 ? "run" : "run-\(round + 1)"
            let step = try run.run(session.scenario.profile, label: label, factor: 1)
            steps.append(Self.judged(step, late))
        }
        let verdict = RunVerdict.of(steps, wasStopped: session.stop.isRunStopped)
        return RunReport(identity: session.identity, verdict: verdict, steps: steps)
    }

    private static func judged(_ step: StepReport, _ late: Int64) -> StepReport {
        var step = step
        let check = ValidityCheck(
            .clock,
            "begun after the common start",
            value: "\(late / 1_000_000) ms",
            limit: "\(latest / 1_000_000) ms",
            isMet: late <= latest
        )
        step.checks.append(check)
        // A wrong answer is a fact, however late the worker was.
        if !check.isMet, step.state != .fail { step.state = .void }
        return step
    }

    /// What is cleaned up must not disturb what others still wait for.
    func waitForOthers() {
        guard session.cleansUp, slice.worker.count > 1 else { return }
        _ = WallClock.wait(until: moment(of: repeats)) { session.stop.isRunStopped }
    }

    /// When a step begins everywhere, in nanoseconds since 1970: once the one before is over in
    /// the worst case.
    private func moment(of round: Int) -> Int64 {
        let length = session.scenario.profile.duration + session.drain + Self.rest
        let nanoseconds = Int64(length / .nanoseconds(1))
        return Int64(slice.start) * 1_000_000_000 + Int64(round) * nanoseconds
    }
}
