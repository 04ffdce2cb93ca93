import ArgumentParser
import Glibc
import LoadEngine
import LoadModel
import LoadReport

/// What all commands that load have in common: the scenario, its targets, and their beginning and
/// end.
final class LoadSession {
    let scenario: Scenario
    let identity: RunIdentity
    let stop = StopSwitch()
    private let run: LoadRun
    private let teller: RunTeller
    private let pinning: CorePinning?
    /// How load and targets share this machine's cores.
    private var cores: String?

    /// What one of several generators does, made of the scenario's text, the scenario and its
    /// loops.
    typealias Sharing = (String, Scenario, Int) throws -> RunSlice

    /// - Parameters:
    ///   - pins: Whether targets on this machine are kept off the load's cores.
    ///   - sharing: nil: the whole run.
    ///   - replay: Makes a replay of the scenario; nil: as it is.
    init(
        _ file: ScenarioFile,
        _ loadCores: LoadCores,
        _ outputs: LiveOutputs,
        pins: Bool,
        sharing: Sharing? = nil,
        replay: ((Scenario) throws -> LogReplay)? = nil
    ) throws {
        let (text, stated) = try file.read()
        let replay = try replay?(stated)
        let scenario = replay?.scenario ?? stated
        let recipe = try file.recipe(of: scenario)
        let named = try loadCores.loops()
        if let core = CorePinning.foreign(among: named).first {
            throw ValidationError("--cores: core \(core) is none that this process may use")
        }
        let pinning = pins ? CorePinning(scenario, loops: named) : nil
        let cores = pinning?.loops ?? named
        let slice = try sharing?(text, scenario, cores.count)
        let worker = slice?.worker ?? .whole
        let loops = cores.count * worker.count
        let connections = max(1, scenario.limits.connections / loops)
        let targets = try scenario.targets.map { target in
            try TargetSettings(target, connections: connections, secret: ScenarioFile.secret)
        }
        try Descriptors.raise(to: connections * cores.count * targets.count)
        StopSignals.watch(stop)
        let own = UInt64(bitPattern: Int64(time(nil))) << 22 | UInt64(getpid())
        let number = slice?.run ?? own
        let shelf = Shelf(recipe, studies: scenario.preloads[0], run: number)
        let teller = try RunTeller(scenario, outputs)
        self.scenario = scenario
        self.teller = teller
        self.pinning = pinning
        identity = RunIdentity(
            name: scenario.name,
            scenario: text,
            seed: scenario.seed,
            begun: slice.map { UniversalTime.text($0.start) } ?? Machine.now,
            // Whoever must find what a killed run left makes its corpora from the run's number.
            facts: Machine.facts + [RunIdentity.Fact("run", "\(number)")]
                + scenario.targets.map { RunIdentity.Fact("target \($0.name)", $0.url) }
                + (scenario.corpus.learned?.facts ?? []) + (replay?.facts ?? []),
            closedLoop: scenario.closedLoop?.workers,
            slice: slice
        )
        run = LoadRun(
            Workload(scenario, shelf),
            targets: targets,
            cores: cores,
            stop: stop,
            share: worker,
            tell: teller.tell
        )
        // One pair of eyes is enough.
        guard worker.index == 0 else { return }
        run.observatory = try Observatory(scenario, targets: targets, secret: ScenarioFile.secret)
    }

    /// What is not observed, or could not be for a while.
    var blindSpots: [String] { scenario.unwatched + (run.observatory?.blindSpots ?? []) }

    /// Prepares the targets, has `body` load them, tells and writes what it found, and cleans up
    /// whatever became of it. Ends with the verdict's code.
    func conduct(_ results: ResultFiles, _ body: (LoadRun) throws -> RunReport) throws {
        let log = results.liveLog(named: identity.name, scenario.report)
        try conduct(liveLog: log, body) { try results.write($0, scenario.report) }
    }

    /// As above.
    ///
    /// - Parameters:
    ///   - fills: Whether the preload is made; otherwise it must be there.
    ///   - liveLog: Where intervals are kept while the run goes on.
    ///   - write: Keeps the results.
    func conduct(
        fills: Bool = true,
        liveLog: String?,
        _ body: (LoadRun) throws -> RunReport,
        write: (RunReport) throws -> Void
    ) throws {
        defer { run.observatory?.close() }
        defer { teller.end() }
        try run.prepare(fills: fills)
        defer { pinning?.undo() }
        StopSignals.hold(pinning)
        cores = pinning?.apply()
        if let cores { Console.complain(cores) }
        try teller.keep(in: liveLog, identity.begun)
        let outcome = Result { try body(run) }
        // Cleaning up may take long, and somebody may lose patience: first what was found.
        let written = Result {
            if case .success(let report) = outcome { try tell(report, write) }
        }
        try run.cleanUp()
        var report = try outcome.get()
        try written.get()
        if run.lost > 0 {
            report.verdict = report.verdict.losing(run.lost)
            try tell(report, write)
        }
        guard report.verdict.exitCode == 0 else { throw ExitCode(report.verdict.exitCode) }
    }

    /// Longest that what is under way at a step's end is waited for.
    var drain: Duration { run.workload.drain }

    /// Whether something is deleted at the end.
    var cleansUp: Bool {
        scenario.cleanup == .deleteUploaded
            && scenario.traffic.contains(where: \.isUpload)
    }

    /// Does nothing but what goes before a load.
    ///
    /// - Throws: ExitCode 1 if it was stopped: studies may lack.
    func fill() throws {
        defer { run.observatory?.close() }
        defer { teller.end() }
        try run.prepare()
        if stop.isRunStopped { throw ExitCode(1) }
    }

    private func tell(_ report: RunReport, _ write: (RunReport) throws -> Void) throws {
        var report = report
        if let cores { report.identity.facts.append(RunIdentity.Fact("pinning", cores)) }
        report.identity.facts += blindSpots.map { RunIdentity.Fact("not observed", $0) }
        teller.tell(report.verdict)
        try write(report)
        teller.forget()
    }
}
