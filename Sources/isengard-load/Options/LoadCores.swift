import ArgumentParser

/// Where the load runs.
struct LoadCores: ParsableArguments {
    @Option(
        name: .long,
        help: """
            Cores of the load's loops, one loop each, such as 1 or 2,3; default: one loop, on any \
            core.
            """
    )
    var cores: String?

    /// The core of each loop; nil: any.
    func loops() throws -> [Int?] {
        guard let cores else { return [nil] }
        let numbers = cores.split(separator: ",").map { Int($0) }
        guard !numbers.isEmpty, numbers.allSatisfy({ $0 != nil && (0..<1024).contains($0 ?? -1) })
        else {
            throw ValidationError("--cores \(cores): expected numbers of cores, such as 1 or 2,3")
        }
        return numbers
    }
}
