internal import Basics
internal import LoadModel

/// Makes what is observed out of what a scenario says.
struct SourceMaker {
    private let scenario: Scenario
    private let targets: [TargetSettings]
    private let path: String
    private let secret: (SecretReference) -> String?

    /// - Parameter path: Of the source in its scenario, for errors.
    init(
        _ scenario: Scenario,
        _ targets: [TargetSettings],
        _ path: String,
        _ secret: @escaping (SecretReference) -> String?
    ) {
        self.scenario = scenario
        self.targets = targets
        self.path = path
        self.secret = secret
    }

    func make(_ source: Scenario.Source) throws(LoadError) -> [any ResourceSource] {
        switch source.kind {
        case .orthancMetrics(let url, let auth):
            return [try orthanc(url, auth, source.every)]
        case .prometheusText(let url, let auth):
            let settings = try settings(url, auth)
            return [try MetricsSource(settings, server: Self.server(url), every: source.every)]
        case .processes(let processes):
            return [ProcessSource(processes, every: source.every)]
        case .postgres(let reference):
            let text = try reference.read(of: path, secret)
            return [DatabaseSource(Secret(text), name: reference.name, every: source.every)]
        }
    }

    private static let metrics = "/tools/metrics-prometheus"

    private func orthanc(
        _ url: String?,
        _ auth: SecretReference?,
        _ every: Duration
    ) throws(LoadError) -> MetricsSource {
        let first = scenario.targets[0]
        var settings = targets[0]
        let isOther = url != nil && url != first.url + Self.metrics
        if let url, isOther { settings = try self.settings(url, auth) }
        if !isOther { settings.base += Self.metrics }
        if !isOther, let auth { try settings.take(auth, of: path, secret) }
        let server = isOther ? Self.server(url ?? "") : first.name
        return try MetricsSource(settings, server: server, every: every)
    }

    /// TLS as for the target on the same server, if there is one.
    private func settings(
        _ url: String,
        _ auth: SecretReference?
    ) throws(LoadError) -> TargetSettings {
        var settings = TargetSettings(base: url)
        let same = targets.first { Self.server($0.base) == Self.server(url) }
        if let same {
            settings.trustFile = same.trustFile
            settings.isVerified = same.isVerified
            settings.certificate = same.certificate
            settings.key = same.key
        }
        if let auth { try settings.take(auth, of: path, secret) }
        return settings
    }

    private static func server(_ url: String) -> String {
        String(Scenario.Target.authority(of: url))
    }
}

extension Scenario.Source {
    /// Whether it reads from this machine, which is then told too.
    var isLocal: Bool {
        if case .processes = kind { true } else { false }
    }
}
