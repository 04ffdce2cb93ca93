import Glibc
import Histogram
import LoadEngine
import LoadModel
import LoadReport

/// Tells the person at the console how a run goes: one line that moves on a terminal, plain lines
/// without one.
final class ConsoleLog {
    private let isQuiet: Bool
    private var tick = 0
    private var steps = 0
    private var label = ""
    private var factor = 1.0
    private var profile = RateProfile([])
    private let scenario: Scenario
    private var bracket: (low: Double?, high: Double?) = (nil, nil)

    init(_ scenario: Scenario, isQuiet: Bool) {
        self.scenario = scenario
        self.isQuiet = isQuiet
    }

    func tell(_ event: LoadRun.Event) {
        guard !isQuiet else { return }
        switch event {
        case .preloading(let target, let progress): preload(target, progress)
        case .began(let label, let factor, let profile):
            steps += 1
            (self.label, self.factor, self.profile) = (label, factor, profile)
            tick = 0
        case .running(_, let elapsed, let result): running(result, elapsed)
        case .ended(let report): ended(report)
        case .bracket(let low, let high): bracket = (low, high)
        case .removed(let studies, let failed):
            line("removed \(studies) uploaded studies")
            if failed > 0 { line("  \(failed) could not be removed, or nobody knows") }
        }
    }

    private func line(_ text: String) {
        if Console.isTerminal { Console.overwrite("") }
        Console.complain(text)
    }

    private func preload(_ target: String, _ progress: PreloadProgress) {
        tick += 1
        let isLast = progress.done == progress.total
        guard Console.isTerminal || tick % 250 == 1 || isLast && tick > 1 else { return }
        if isLast { tick = 0 }
        let text =
            "preload \(target): \(progress.done) of \(progress.total) studies, "
            + "\(progress.found) were there, \(progress.instances) instances sent"
        if Console.isTerminal { Console.overwrite(text) } else { Console.complain(text) }
    }

    private func running(_ result: StepResult, _ elapsed: Duration) {
        tick += 1
        guard Console.isTerminal || tick % 20 == 0 else { return }
        let figures = figures(result, elapsed)
        if Console.isTerminal {
            Console.overwrite(ProgressLine.terminal(figures, width: 120))
        } else {
            Console.complain(ProgressLine.plain(figures))
        }
    }

    private func figures(_ result: StepResult, _ elapsed: Duration) -> RunningFigures {
        let ended = result.operations.reduce(0) { $0 + $1.outcomes.total }
        let offered = scenario.traffic.reduce(0) { $0 + scenario.rate(of: $1) } * factor
        return RunningFigures(
            step: steps,
            label: label,
            factor: factor,
            offeredRate: offered,
            achievedRate: Double(ended) / max(1, elapsed / .seconds(1)),
            inFlight: result.generator.open,
            operations: result.operations.map {
                .init(name: $0.name, outcomes: $0.outcomes, response: $0.response)
            },
            late: .microseconds(Int64(result.generator.loopLate.valueAtPercentile(99))),
            lateLimit: StepJudge(scenario).lateLimit,
            held: bracket.low,
            broke: bracket.high
        )
    }

    private func ended(_ report: StepReport) {
        guard report.label != "drain" else { return }
        let bad = report.result.operations.reduce(0) { $0 + $1.outcomes.bad }
        let total = report.result.operations.reduce(0) { $0 + $1.outcomes.total }
        line(
            "step \(steps) \(report.label) \(RunVerdict.figure(report.factor))x: "
                + "\(report.state.rawValue), \(total - bad) of \(total) good; \(report.window.note)"
        )
        for clause in report.clauses where clause.state != .met {
            line("  \(clause.state.rawValue): \(clause.text)")
        }
        for check in report.checks where !check.isMet {
            line("  void: \(check.name) \(check.value), limit \(check.limit)")
        }
    }
}
