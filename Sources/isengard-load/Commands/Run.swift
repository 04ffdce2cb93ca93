import ArgumentParser
import LoadEngine
import LoadModel

/// `isengard-load run`: the load of a scenario, once or as often as it says.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load the targets as a scenario says and judge what they promise."
    )

    @OptionGroup var file: ScenarioFile
    @OptionGroup var cores: SharedCores
    @OptionGroup var results: ResultFiles
    @OptionGroup var outputs: LiveOutputs

    func run() throws {
        try Failure.catching {
            let session = try LoadSession(file, cores.load, outputs, pins: cores.pin)
            try session.conduct(results) { run in try Self.report(of: run, in: session) }
        }
    }

    static func report(of run: LoadRun, in session: LoadSession) throws -> RunReport {
        var steps: [StepReport] = []
        var repeats = 1
        if case .fixed(let count) = session.scenario.plan { repeats = count }
        for round in 0..<repeats where !session.stop.isRunStopped {
            let label = repeats == 1 ? "run" : "run-\(round + 1)"
            steps.append(try run.run(session.scenario.profile, label: label, factor: 1))
        }
        let verdict = RunVerdict.of(steps, wasStopped: session.stop.isRunStopped)
            .labelled(session.identity.label)
        return RunReport(identity: session.identity, verdict: verdict, steps: steps)
    }
}
