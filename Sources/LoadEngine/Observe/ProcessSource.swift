internal import Glibc
internal import LoadModel

/// The CPU of processes on this machine, each with its children of the same name.
final class ProcessSource: ResourceSource {
    let name = "processes"
    let every: Duration
    private let wanted: [Scenario.Source.Process]
    /// Names of the processes as they are shown, by their number and start.
    private var labels: [[Int]: String] = [:]
    private var hasLooked = false
    private(set) var blindSpots: [String] = []

    private static let mostProcesses = 32_768
    private static let mostShown = 128
    /// A process with more threads is told as a whole alone. Our choice.
    private static let mostThreads = 16

    init(_ wanted: [Scenario.Source.Process], every: Duration) {
        self.wanted = wanted
        self.every = every
    }

    /// A process that ends later is missing from then on, and the others are still told.
    ///
    /// - Throws: ``LookError`` at the first look, for a number that no process has, or when none of
    ///   the names is there.
    func look() throws(LookError) -> [Sighting] {
        let all = ProcFile.numbers(in: "/proc", most: Self.mostProcesses)
            .compactMap { ProcessRecord($0) }
        let roots = try roots(all)
        name(roots)
        hasLooked = true
        return roots.prefix(Self.mostShown).flatMap { sightings($0, all) }
    }

    private func roots(_ all: [ProcessRecord]) throws(LookError) -> [ProcessRecord] {
        var roots: [ProcessRecord] = []
        var missing: [String] = []
        for wanted in wanted {
            let found = Self.find(wanted, all)
            if found.isEmpty, !hasLooked {
                switch wanted {
                case .id(let id): throw LookError("there is no process \(id)")
                case .named(let name): missing.append("no process is named \(name)")
                }
            }
            roots += found.filter { one in !roots.contains { $0.id == one.id } }
        }
        if !hasLooked {
            // One scenario serves machines with and without a database of their own.
            guard !roots.isEmpty else { throw LookError(missing.joined(separator: ", ")) }
            blindSpots = missing
        }
        return roots
    }

    /// Of several with one name, those that no other of them started.
    private static func find(
        _ wanted: Scenario.Source.Process,
        _ all: [ProcessRecord]
    ) -> [ProcessRecord] {
        switch wanted {
        case .id(let id): return all.filter { $0.id == id }
        case .named(let name):
            let named = all.filter { $0.isNamed(name) && $0.id != Int(getpid()) }
            let ids = Set(named.map(\.id))
            return named.filter { !ids.contains($0.parent) }
        }
    }

    // MARK: Names

    private func name(_ roots: [ProcessRecord]) {
        var known: [[Int]: String] = [:]
        for root in roots {
            let key = [root.id, root.started]
            let isOnly = roots.count { $0.command == root.command } == 1 && !hasLooked
            known[key] = labels[key] ?? (isOnly ? root.command : Self.longName(root))
        }
        labels = known
    }

    private static func longName(_ process: ProcessRecord) -> String {
        let file = process.configuration.map { " \($0)" } ?? ""
        return "\(process.command)\(file) (pid \(process.id))"
    }

    // MARK: Figures

    private func sightings(_ root: ProcessRecord, _ all: [ProcessRecord]) -> [Sighting] {
        guard let label = labels[[root.id, root.started]] else { return [] }
        let family = Self.family(root, all)
        let limit = CPULimit(of: root.id)
        let threads = family.flatMap(\.threads)
        let queued = threads.reduce(limit.throttledSeconds ?? 0) { $0 + $1.queuedSeconds }
        let whole = Sighting(
            Sighting.processCPU(label),
            used: .total(family.reduce(root.endedChildren) { $0 + $1.cpuSeconds }),
            of: limit.cores,
            limit: limit.text,
            wait: threads.isEmpty ? nil : .total(queued)
        )
        guard limit.cores > 1, family.count == 1, (2...Self.mostThreads).contains(threads.count)
        else { return [whole] }
        return [whole] + threads.map { Self.sighting($0, of: root, label) }
    }

    private static func sighting(
        _ thread: ProcessRecord.Thread,
        of process: ProcessRecord,
        _ label: String
    ) -> Sighting {
        let text = ProcFile.text("/proc/\(process.id)/task/\(thread.id)/comm") ?? ""
        let name = text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return Sighting(
            Sighting.threadCPU(label, thread: "\(name) \(thread.id)"),
            used: .total(thread.cpuSeconds),
            of: 1,
            limit: "1 core",
            wait: .total(thread.queuedSeconds),
            isPassing: true
        )
    }

    /// A process and all of its name that it has started, directly or through such.
    private static func family(_ root: ProcessRecord, _ all: [ProcessRecord]) -> [ProcessRecord] {
        let named = all.filter { $0.command == root.command }
        var family = [root]
        var next = 0
        while next < family.count {
            family += named.filter { $0.parent == family[next].id && $0.id != root.id }
            next += 1
        }
        return family
    }
}
