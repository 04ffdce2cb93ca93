import ArgumentParser
import LoadEngine
import LoadModel

/// `isengard-load run`: the load of a scenario, once or as often as it says.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load the targets as a scenario says and judge what they promise."
    )

    @OptionGroup var file: ScenarioFile
    @OptionGroup var results: ResultFiles

    @Flag(name: .shortAndLong, help: "Print the verdict only.")
    var quiet = false

    func run() throws {
        try Failure.catching {
            let session = try LoadSession(file, isQuiet: quiet)
            try session.conduct(results) { run in
                var steps: [StepReport] = []
                var repeats = 1
                if case .fixed(let count) = session.scenario.plan { repeats = count }
                for round in 0..<repeats where !session.stop.isRunStopped {
                    let label = repeats == 1 ? "run" : "run-\(round + 1)"
                    steps.append(try run.run(session.scenario.profile, label: label, factor: 1))
                }
                let verdict = RunVerdict.of(steps, wasStopped: session.stop.isRunStopped)
                return RunReport(identity: session.identity, verdict: verdict, steps: steps)
            }
        }
    }
}
