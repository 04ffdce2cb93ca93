import ArgumentParser
import Glibc
import LoadEngine
import LoadModel

/// What `run` and `capacity` have in common: the scenario, its targets, and their beginning and
/// end.
final class LoadSession {
    let scenario: Scenario
    let identity: RunIdentity
    let stop = StopSwitch()
    private let run: LoadRun
    private let log: ConsoleLog

    init(_ file: ScenarioFile, isQuiet: Bool) throws {
        let (text, scenario) = try file.read()
        let recipe = try CorpusRecipe(scenario.corpus)
        try Self.refuseWhatIsLeft(scenario, recipe, file.path)
        let cores = try file.loops()
        let connections = max(1, scenario.limits.connections / cores.count)
        let targets = try scenario.targets.map { target in
            try TargetSettings(target, connections: connections, secret: ScenarioFile.secret)
        }
        try Descriptors.raise(to: connections * cores.count * targets.count)
        StopSignals.watch(stop)
        let number = UInt64(bitPattern: Int64(time(nil))) << 22 | UInt64(getpid())
        let shelf = Shelf(recipe, studies: scenario.preloads[0], run: number)
        let log = ConsoleLog(scenario, isQuiet: isQuiet)
        self.scenario = scenario
        self.log = log
        identity = RunIdentity(
            name: scenario.name,
            scenario: text,
            seed: scenario.seed,
            begun: Machine.now,
            // Whoever must find what a killed run left makes its corpora from the run's number.
            facts: Machine.facts + [RunIdentity.Fact("run", "\(number)")]
                + scenario.targets.map { RunIdentity.Fact("target \($0.name)", $0.url) }
        )
        run = LoadRun(
            Workload(scenario, shelf),
            targets: targets,
            cores: cores,
            stop: stop,
            tell: log.tell
        )
    }

    /// What a scenario can say and this version doesn't do: refused where the result would be
    /// another, told where something would lack in it.
    private static func refuseWhatIsLeft(
        _ scenario: Scenario,
        _ recipe: CorpusRecipe,
        _ path: String
    ) throws {
        var refusals: [String] = []
        if scenario.closedLoop != nil {
            refusals.append("closedLoop: this version keeps to open schedules")
        }
        if scenario.preloads.count > 1 {
            refusals.append("plan.sizes: this version searches at one size; give one")
        }
        for entry in scenario.traffic {
            guard case .operation(let operation) = entry.work, let modality = operation.modality,
                recipe.mix.row(of: modality) == nil
            else { continue }
            refusals.append("traffic \(entry.name): the mix has no modality \(modality)")
        }
        if let limit = scenario.corpus.preload.limitBytes {
            let bytes = (0..<scenario.preloads[0]).reduce(0) {
                $0 + recipe.study($1).approximateBytes
            }
            if bytes > limit {
                refusals.append("corpus.preload: takes \(bytes) bytes, more than atMost allows")
            }
        }
        for refusal in refusals { Console.complain("\(path): \(refusal)") }
        if !refusals.isEmpty { throw Failure.badScenario }
        if !scenario.observe.isEmpty {
            Console.complain("\(path): observe: not read by this version yet; the report lacks it")
        }
    }

    /// Prepares the targets, has `body` load them, tells and writes what it found, and cleans up
    /// whatever became of it. Ends with the verdict's code.
    func conduct(_ results: ResultFiles, _ body: (LoadRun) throws -> RunReport) throws {
        try run.prepare()
        let outcome = Result { try body(run) }
        // Cleaning up may take long, and somebody may lose patience: first what was found.
        let written = Result {
            if case .success(let report) = outcome { try tell(report, results) }
        }
        try run.cleanUp()
        let report = try outcome.get()
        try written.get()
        guard report.verdict.exitCode == 0 else { throw ExitCode(report.verdict.exitCode) }
    }

    private func tell(_ report: RunReport, _ results: ResultFiles) throws {
        Console.say(report.verdict.sentence)
        for reason in report.verdict.reasons { Console.say("  \(reason)") }
        try results.write(report, scenario.report)
    }
}
