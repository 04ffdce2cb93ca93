import ArgumentParser

/// What a worker asks of the machine that it gets.
struct WorkerCPUs: ParsableArguments {
    @Option(help: "Whole cores for each.")
    var cpus = 2

    func validate() throws {
        guard (1...256).contains(cpus) else { throw ValidationError("--cpus: 1 to 256") }
    }
}
