import LoadEngine
import LoadModel
import LoadReport

/// Tells the person at the console how a run goes: one line that moves on a terminal, plain lines
/// without one.
final class ConsoleLog {
    private var tick = 0

    func tell(_ event: LoadRun.Event, _ watch: RunWatch) {
        switch event {
        case .preloading(let target, let progress): preload(target, progress)
        case .began: tick = 0
        case .running(_, let elapsed, let result): running(watch, result, elapsed)
        case .ended(let report): ended(report, watch.steps)
        case .bracket: break
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

    private func running(_ watch: RunWatch, _ result: StepResult, _ elapsed: Duration) {
        tick += 1
        guard Console.isTerminal || tick % 20 == 0 else { return }
        let figures = watch.figures(result, elapsed)
        if Console.isTerminal {
            Console.overwrite(ProgressLine.terminal(figures, width: 120))
        } else {
            Console.complain(ProgressLine.plain(figures))
        }
    }

    private func ended(_ report: StepReport, _ step: Int) {
        guard report.label != "drain" else { return }
        let bad = report.result.operations.reduce(0) { $0 + $1.outcomes.bad }
        let total = report.result.operations.reduce(0) { $0 + $1.outcomes.total }
        line(
            "step \(step) \(report.label) \(RunVerdict.figure(report.factor))x: "
                + "\(report.state.rawValue), \(total - bad) of \(total) good; \(report.window.note)"
        )
        for clause in report.clauses where clause.state == .missed {
            line("  missed: \(clause.text)")
        }
        let undecided = report.clauses.count { $0.state == .undecided }
        if undecided > 0 { line("  not decided: \(undecided) of \(report.clauses.count) promises") }
        for check in report.checks where !check.isMet {
            line("  void: \(check.name) \(check.value), limit \(check.limit)")
        }
    }
}
