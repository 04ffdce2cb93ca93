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
        try Self.refuseWhatIsLeft(scenario, file.path)
        let targets = try scenario.targets.map { target in
            try TargetSettings(
                target,
                connections: scenario.limits.connections,
                secret: ScenarioFile.secret
            )
        }
        StopSignals.watch(stop)
        let recipe = try CorpusRecipe(scenario.corpus)
        let moment = UInt64(bitPattern: Int64(time(nil))) << 22 | UInt64(getpid())
        let shelf = Shelf(recipe, studies: scenario.preloads[0], run: moment)
        let log = ConsoleLog(scenario, isQuiet: isQuiet)
        self.scenario = scenario
        self.log = log
        identity = RunIdentity(
            name: scenario.name,
            scenario: text,
            seed: scenario.seed,
            begun: Machine.now,
            facts: Machine.facts
                + scenario.targets.map { RunIdentity.Fact("target \($0.name)", $0.url) }
        )
        run = LoadRun(
            Workload(scenario, shelf),
            targets: targets,
            cores: try file.loops(),
            stop: stop,
            tell: log.tell
        )
    }

    /// What a scenario can say and this version doesn't do: refused where the result would be
    /// another, told where something would lack in it.
    private static func refuseWhatIsLeft(_ scenario: Scenario, _ path: String) throws {
        var refusals: [String] = []
        if scenario.closedLoop != nil {
            refusals.append("closedLoop: this version keeps to open schedules")
        }
        if scenario.preloads.count > 1 {
            refusals.append("plan.sizes: this version searches at one size; give one")
        }
        for refusal in refusals { Console.complain("\(path): \(refusal)") }
        if !refusals.isEmpty { throw Failure.badScenario }
        if !scenario.observe.isEmpty {
            Console.complain("\(path): observe: not read by this version yet; the report lacks it")
        }
    }

    /// Prepares the targets, has `body` load them, and cleans up whatever became of it.
    func load(_ body: (LoadRun) throws -> Void) throws {
        try run.prepare()
        do {
            try body(run)
        } catch {
            try? run.cleanUp()
            throw error
        }
        try run.cleanUp()
    }

    /// Tells the verdict, writes the files and ends with the verdict's code.
    func finish(_ report: RunReport, _ results: ResultFiles) throws {
        Console.say(report.verdict.sentence)
        for reason in report.verdict.reasons { Console.say("  \(reason)") }
        try results.write(report, scenario.report)
        guard report.verdict.exitCode == 0 else { throw ExitCode(report.verdict.exitCode) }
    }
}
