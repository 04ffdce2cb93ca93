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
            let host = target.host
            guard Self.isHere(host) else {
                parts.append("the machine of target \(target.name), \(host)")
                continue
            }
            guard !readsProcesses, !parts.contains(Self.here) else { continue }
            parts.append(Self.here)
        }
        if !readsDatabase { parts.append("the database of the target, if it has one of its own") }
        return parts
    }

    private static let here = "the processes, cores and disks of this machine"

    private static func isHere(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.")
    }
}

extension Scenario.Target {
    /// Of ``url``, without port.
    var host: String {
        let rest = url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
        guard rest.hasPrefix("[") else { return String(rest.prefix { $0 != ":" }) }
        return String(rest.prefix { $0 != "]" }) + "]"
    }
}
