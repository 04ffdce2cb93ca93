import ArgumentParser
import LoadEngine
import LoadModel

/// `isengard-load replay`: the arrivals of an access log, with the data of a scenario.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay when which kinds of requests came, told by an access log.",
        discussion: """
            Takes the time and the kind of each line of a log in common or combined format, and \
            nothing else: no path, identifier, address or user is kept, printed or sent. What is \
            asked for is the scenario's synthetic data, at the scenario's target.
            """
    )

    @Argument(help: "An access log in common or combined format.")
    var log: String

    @OptionGroup var file: ScenarioFile
    @OptionGroup var cores: SharedCores
    @OptionGroup var results: ResultFiles

    @Option(help: "How many times as fast as it was, such as 2x.")
    var speed = "1x"

    @Option(help: "Take lines from this moment on, as the log's clock shows it: 2026-11-27T08:00.")
    var from: String?

    @Option(help: "Take lines before this moment.")
    var to: String?

    @Option(help: "What stands before every path of the log, such as /orthanc.")
    var prefix = ""
    @OptionGroup var outputs: LiveOutputs

    func validate() throws {
        _ = try factor()
        _ = try moment(from, "--from")
        _ = try moment(to, "--to")
        guard prefix.isEmpty || prefix.hasPrefix("/") else {
            throw ValidationError("--prefix \(prefix): expected a path that begins with /")
        }
    }

    private func factor() throws -> Double {
        let text = speed.hasSuffix("x") ? speed.dropLast() : speed[...]
        guard let factor = Double(text), (0.001...1000).contains(factor) else {
            throw ValidationError("--speed \(speed): expected a factor from 0.001x to 1000x")
        }
        return factor
    }

    private func moment(_ text: String?, _ name: String) throws -> LogMoment? {
        guard let text else { return nil }
        guard let moment = LogMoment(text) else {
            throw ValidationError("\(name) \(text): expected a moment such as 2026-11-27T08:00:00")
        }
        return moment
    }

    func run() throws {
        try Failure.catching {
            let speed = try factor()
            let session = try LoadSession(
                file,
                cores.load,
                outputs,
                pins: cores.pin,
                replay: { scenario in
                    let replay = try LogReplay(read(for: scenario), in: scenario, speed: speed)
                    if !outputs.quiet {
                        for fact in replay.facts { Console.complain("\(fact.name): \(fact.value)") }
                    }
                    return replay
                }
            )
            try session.conduct(results) { run in
                let step = try run.run(session.scenario.profile, label: "replay", factor: 1)
                let verdict = RunVerdict.of([step], wasStopped: session.stop.isRunStopped)
                return RunReport(identity: session.identity, verdict: verdict, steps: [step])
            }
        }
    }

    private func read(for scenario: Scenario) throws -> AccessLog {
        var access = AccessLog(
            prefix: prefix,
            dicomWeb: scenario.targets[0].dicomWeb,
            from: try moment(from, "--from"),
            to: try moment(to, "--to")
        )
        try LineFile.read(log, longest: AccessLog.mostLine) { line in
            guard let line else { return access.takeUnreadable() }
            guard !access.isFull else {
                throw ReplayError(
                    "the log has more than \(AccessLog.most) requests; cut it with --from and --to"
                )
            }
            access.take(line)
        }
        return access
    }
}
