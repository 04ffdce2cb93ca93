extension Scenario {
    /// Parts of the targets that nothing in `observe` looks at, as far as a scenario can tell.
    package var unwatched: [String] {
        var parts: [String] = []
        let readsProcesses = observe.contains { source in
            if case .processes = source.kind { true } else { false }
        }
        let readsDatabase = observe.contains { source in
            if case .postgres = source.kind { true } else { false }
        }
        for target in targets {
            guard target.isLocal else {
                parts.append("the machine of target \(target.name), \(target.host)")
                continue
            }
            guard !readsProcesses, !parts.contains(Self.here) else { continue }
            parts.append(Self.here)
        }
        if !readsDatabase { parts.append("the database of the target, if it has one of its own") }
        return parts
    }

    private static let here = "the processes, cores and disks of this machine"
}
