/// Why it is not known which worker this is, or not possible.
package struct WorkerPlaceError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Which of how many workers a process is: as it is told, or as the system that started it says.
///
/// Source: Kubernetes, "Indexed Job"; Slurm, sbatch(1) "OUTPUT ENVIRONMENT VARIABLES"; GNU
/// parallel(1), "PARALLEL_SEQ".
package enum WorkerPlace {
    /// What is asked for the index, in this order.
    private enum Origin: String, CaseIterable {
        case own = "ISENGARD_WORKER_INDEX"
        case kubernetes = "JOB_COMPLETION_INDEX"
        case slurmArray = "SLURM_ARRAY_TASK_ID"
        case parallel = "PARALLEL_SEQ"
        case slurmStep = "SLURM_PROCID"
    }

    private static let countName = "ISENGARD_WORKERS"

    /// - Parameters:
    ///   - index: As the command line has it; 0 for the first.
    ///   - count: As the command line has it.
    ///   - variable: Reads an environment variable.
    package static func find(
        index: Int?,
        count: Int?,
        variable: (String) -> String?
    ) throws(WorkerPlaceError) -> WorkerSlice {
        var found: (index: Int, count: Int?)
        if let index {
            found = (index, nil)
        } else {
            found = try fromEnvironment(variable)
        }
        let stated = try number(countName, variable)
        guard let count = count ?? stated ?? found.count else {
            throw WorkerPlaceError("how many workers? Say --of, or set \(countName)")
        }
        guard (1...RunSlice.most).contains(count) else {
            throw WorkerPlaceError("\(count) workers: expected 1 to \(RunSlice.most)")
        }
        guard (0..<count).contains(found.index) else {
            throw WorkerPlaceError("worker \(found.index) of \(count): expected 0 to \(count - 1)")
        }
        return WorkerSlice(index: found.index, of: count)
    }

    private static func fromEnvironment(
        _ variable: (String) -> String?
    ) throws(WorkerPlaceError) -> (index: Int, count: Int?) {
        for origin in Origin.allCases {
            guard let index = try number(origin.rawValue, variable) else { continue }
            switch origin {
            case .own, .kubernetes: return (index, nil)
            case .parallel: return (index - 1, nil)
            case .slurmStep: return (index, try number("SLURM_NTASKS", variable))
            case .slurmArray: return try arrayTask(index, variable)
            }
        }
        throw WorkerPlaceError(
            "which worker is this? Say --index and --of, or set one of "
                + Origin.allCases.map(\.rawValue).joined(separator: ", ")
        )
    }

    /// An array may begin anywhere and leave numbers out.
    private static func arrayTask(
        _ task: Int,
        _ variable: (String) -> String?
    ) throws(WorkerPlaceError) -> (index: Int, count: Int?) {
        if let tasks = try number("SLURM_NTASKS", variable), tasks > 1 {
            throw WorkerPlaceError("an array of jobs of \(tasks) tasks: say --index and --of")
        }
        let first = try number("SLURM_ARRAY_TASK_MIN", variable) ?? 0
        let step = max(1, try number("SLURM_ARRAY_TASK_STEP", variable) ?? 1)
        guard task >= first, (task - first).isMultiple(of: step) else {
            throw WorkerPlaceError("SLURM_ARRAY_TASK_ID \(task) is not in its own array")
        }
        return ((task - first) / step, try number("SLURM_ARRAY_TASK_COUNT", variable))
    }

    /// nil when it isn't set.
    private static func number(
        _ name: String,
        _ variable: (String) -> String?
    ) throws(WorkerPlaceError) -> Int? {
        guard let text = variable(name), !text.isEmpty else { return nil }
        guard let number = Int(text), (0...1 << 30).contains(number) else {
            throw WorkerPlaceError("\(name) is no whole number from 0 on")
        }
        return number
    }
}
