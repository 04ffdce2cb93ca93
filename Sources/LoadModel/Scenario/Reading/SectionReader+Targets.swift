internal import Yams

/// Servers under load, and what is observed.
extension SectionReader {
    func targets() -> [Scenario.Target] {
        guard states("targets") else {
            return [SectionReader(absent: .target, "targets[0]", log).target()]
        }
        var found: [Scenario.Target] = []
        for (node, path) in elements("targets", mayBeEmpty: false) {
            let reader = SectionReader(node, .target, path, log)
            let target = reader.target()
            if found.contains(where: { $0.name == target.name }) {
                let text = "another target is named \(target.name.quoted)"
                reader.add(.contradiction, "name", text)
            }
            found.append(target)
        }
        return found
    }

    private func target() -> Scenario.Target {
        let url = urlIfAny("url") ?? ""
        if states("tls"), url.hasPrefix("http://") {
            add(.contradiction, "tls", "stands beside an http:// URL; expected https://")
        }
        return Scenario.Target(
            name: name("name"),
            url: url,
            auth: referenceIfAny("auth"),
            tls: nested("tls", .tls).tls(),
            http2: choice("http2", or: .auto),
            timeout: duration("timeout"),
            dicomWeb: webPath("dicomWeb")
        )
    }

    private func tls() -> Scenario.TLS {
        for (one, other) in [("certificate", "key"), ("key", "certificate")]
        where states(one) && !states(other) {
            add(.contradiction, one, "stands without `\(other)`; expected both or none")
        }
        return Scenario.TLS(
            authority: lineIfAny("authority"),
            isVerified: flag("verify"),
            certificate: lineIfAny("certificate"),
            key: lineIfAny("key")
        )
    }

    func sources() -> [Scenario.Source] {
        elements("observe").compactMap { node, path in
            let kind = Self.peek(node, "kind")
            let section = KeySection.sources.first { $0.title == "observe[] (kind: \(kind ?? ""))" }
            let reader = SectionReader(node, section ?? .anySource, path, log)
            return reader.choice("kind").flatMap { reader.source($0) }
        }
    }

    private func source(_ kind: String) -> Scenario.Source? {
        let every = duration("every")
        switch kind {
        case "orthanc-metrics":
            let (url, auth) = (urlIfAny("url"), referenceIfAny("auth"))
            return .init(kind: .orthancMetrics(url: url, auth: auth), every: every)
        case "prometheus-text":
            let (url, auth) = (urlIfAny("url") ?? "", referenceIfAny("auth"))
            return .init(kind: .prometheusText(url: url, auth: auth), every: every)
        case "proc":
            let processes = names("pids").map { name in
                Int(name).map(Scenario.Source.Process.id) ?? .named(name)
            }
            return .init(kind: .processes(processes), every: every)
        default:
            guard let reference = referenceIfAny("dsn") else { return nil }
            return .init(kind: .postgres(dsn: reference), every: every)
        }
    }

    /// The text under `key` of a mapping that isn't read yet.
    static func peek(_ node: Node, _ key: String) -> String? {
        guard case .mapping(let mapping) = node else { return nil }
        for (name, value) in mapping where text(name) == key { return text(value) ?? "" }
        return nil
    }
}
