import ArgumentParser
import LoadModel

/// What every form of a run of several workers has in common.
struct Emission: ParsableArguments {
    @OptionGroup var file: ScenarioFile
    @OptionGroup var cores: LoadCores

    @Option(help: "How many workers.")
    var workers: Int

    func validate() throws {
        guard (1...RunSlice.most).contains(workers) else {
            throw ValidationError("--workers: 1 to \(RunSlice.most)")
        }
    }

    /// - Throws: ExitCode 2 for a scenario that can't be read, or that workers can't share.
    func job() throws -> WorkerJob {
        let (text, scenario) = try file.read()
        _ = try cores.loops()
        try Worker.refuse(scenario, file.path)
        var arguments = file.target.flatMap { ["--target", $0] }
        if let seed = file.seed { arguments += ["--seed", "\(seed)"] }
        if let cores = cores.cores { arguments += ["--cores", cores] }
        let job = WorkerJob(scenario, text: text, workers: workers, arguments: arguments)
        for path in job.files {
            Console.complain("note: every worker needs the file \(path) of the scenario")
        }
        return job
    }
}
