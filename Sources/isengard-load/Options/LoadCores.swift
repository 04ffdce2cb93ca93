import ArgumentParser

/// How load and targets share this machine's cores.
struct LoadCores: ParsableArguments {
    @Option(
        name: .long,
        help: """
            Cores of the load's loops, one loop each, such as 1 or 2,3; default: one loop, any \
            core, or the last one if a target is on this machine.
            """
    )
    var cores: String?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Keep targets on this machine, and processes that are observed, off the load's cores; \
            they get theirs back at the end.
            """
    )
    var pin = true

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
