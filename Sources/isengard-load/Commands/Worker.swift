import ArgumentParser
import LoadEngine
import LoadModel
import LoadReport

/// `isengard-load worker`: one generator's part of a run that several share.
struct Worker: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do one generator's part of a run, beginning when all others do.",
        discussion: """
            Index and number of workers are taken from the options, or from the environment: \
            ISENGARD_WORKER_INDEX, JOB_COMPLETION_INDEX (Kubernetes) or PARALLEL_SEQ (GNU \
            parallel) with ISENGARD_WORKERS, SLURM_ARRAY_TASK_ID, SLURM_PROCID (Slurm). All \
            workers need the same scenario, start and number of --cores, and clocks that agree. \
            The preload must be there: have one worker run with --preload-only before. The \
            results of all make one report with isengard-load merge.
            """
    )

    @OptionGroup var file: ScenarioFile
    @OptionGroup var cores: LoadCores
    @OptionGroup var place: WorkerOptions
    @OptionGroup var outputs: LiveOutputs

    @Option(name: .long, help: "The folder for this worker's JSON and .hlog; default: here.")
    var out: String = "."

    @Flag(help: "Fill the targets with the preload, send no load, and end.")
    var preloadOnly = false

    func run() throws {
        try Failure.catching {
            guard !preloadOnly else {
                return try LoadSession(file, cores, outputs, pins: false).fill()
            }
            let share: LoadSession.Sharing = { text, scenario, loops in
                try Self.refuse(scenario, file.path)
                return try place.slice(text, scenario, loops: loops)
            }
            // Several generators on one machine would crowd on its last core.
            let session = try LoadSession(file, cores, outputs, pins: false, sharing: share)
            guard let slice = session.identity.slice else { preconditionFailure("no slice") }
            let pace = WorkerPace(session, slice)
            let path = path(session.identity.name, slice.worker)
            try session.conduct(
                fills: slice.worker.count == 1,
                liveLog: "\(path).running.hlog",
                pace.run,
                write: { report in
                    try write(report, to: path)
                    pace.waitForOthers()
                }
            )
        }
    }

    /// What workers can't share.
    static func refuse(_ scenario: Scenario, _ path: String) throws {
        if case .capacity = scenario.plan {
            Console.complain(
                "\(path): plan: a search can't be shared by workers in this version; state "
                    + "fixed steps, as `plan: {kind: fixed}` with a `profile` of several factors"
            )
            throw Failure.badScenario
        }
        if scenario.closedLoop != nil {
            Console.complain("\(path): closedLoop: can't be shared by workers")
            throw Failure.badScenario
        }
    }

    /// Without its ending.
    private func path(_ name: String, _ worker: WorkerSlice) -> String {
        let folder = out.hasSuffix("/") ? String(out.dropLast()) : out
        return "\(folder)/\(name)-worker-\(worker.index)-of-\(worker.count)"
    }

    private func write(_ report: RunReport, to path: String) throws {
        for (path, bytes) in [
            ("\(path).json", JSONReport.text(of: report)),
            ("\(path).hlog", Array(HistogramLog.text(of: report).utf8)),
        ] {
            try Files.write(bytes, to: path)
            Console.complain("wrote \(path)")
        }
    }
}
