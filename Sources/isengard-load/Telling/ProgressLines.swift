import LoadEngine
import LoadModel
import LoadReport

/// The progress for a program: one JSON object a line on standard output, one a second while a
/// step runs.
final class ProgressLines {
    private var tick = 0

    /// Looks come twice a second.
    private static let ticks = 2

    func tell(_ event: LoadRun.Event, _ watch: RunWatch) {
        switch event {
        case .preloading(let target, let progress): preload(target, progress)
        case .began(let label, let factor, let profile):
            tick = 0
            let length = profile.duration
            say(ProgressObject.began(step: watch.steps, label: label, factor: factor, length))
        case .running(_, let elapsed, let result):
            tick += 1
            guard tick.isMultiple(of: Self.ticks) else { return }
            say(ProgressObject.running(watch.figures(result, elapsed), elapsed: elapsed))
        case .ended(let report): say(ProgressObject.ended(step: watch.steps, report))
        case .removed(let studies, let failed):
            say(ProgressObject.removed(studies: studies, failed: failed))
        case .bracket: break
        }
    }

    func tell(_ verdict: RunVerdict) { say(ProgressObject.verdict(verdict)) }

    private func preload(_ target: String, _ progress: PreloadProgress) {
        tick += 1
        // Fifty come a second.
        guard tick % 50 == 1 || progress.done == progress.total else { return }
        say(ProgressObject.preloading(target: target, done: progress.done, of: progress.total))
    }

    private func say(_ line: [UInt8]) { Console.write(line) }
}
