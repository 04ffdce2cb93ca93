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
            return [try MetricsSource(settings, server: Self.host(url), every: source.every)]
        case .processes(let processes):
            return [ProcessSource(processes, every: source.every)]
        case .postgres(let reference):
            guard let text = secret(reference) else { throw missing(reference) }
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
        if !isOther, let auth { try read(auth, into: &settings) }
        let server = isOther ? Self.host(url ?? "") : first.name
        return try MetricsSource(settings, server: server, every: every)
    }

    /// TLS as for the target on the same server, if there is one.
    private func settings(
        _ url: String,
        _ auth: SecretReference?
    ) throws(LoadError) -> TargetSettings {
        var settings = TargetSettings(base: url)
        let same = targets.first { Self.host($0.base) == Self.host(url) }
        if let same {
            settings.trustFile = same.trustFile
            settings.isVerified = same.isVerified
            settings.certificate = same.certificate
            settings.key = same.key
        }
        if let auth { try read(auth, into: &settings) }
        return settings
    }

    private func read(
        _ reference: SecretReference,
        into settings: inout TargetSettings
    ) throws(LoadError) {
        guard let text = secret(reference) else { throw missing(reference) }
        guard settings.take(credentials: text) else {
            throw LoadError(
                .target,
                doing: "read the credentials of \(path)",
                "\(reference.name) holds neither user:password nor a value that begins with Bearer"
            )
        }
    }

    private func missing(_ reference: SecretReference) -> LoadError {
        LoadError(
            .target,
            doing: "read the credentials of \(path)",
            "\(reference.name) is not there or empty"
        )
    }

    /// `host:port` of a URL.
    private static func host(_ url: String) -> String {
        let rest = url.drop { $0 != "/" }.drop { $0 == "/" }
        return String(rest.prefix { $0 != "/" })
    }
}

extension Scenario.Source {
    /// Whether it reads from this machine, which is then told too.
    var isLocal: Bool {
        if case .processes = kind { true } else { false }
    }
}

extension TargetSettings {
    /// Takes over `user:password`, or a whole header value that begins with `Bearer `.
    ///
    /// - Returns: Whether `text` is either.
    mutating func take(credentials text: String) -> Bool {
        user = nil
        password = nil
        authorization = nil
        if text.hasPrefix("Bearer ") {
            authorization = Secret(String(text.dropFirst(7)))
        } else if let colon = text.firstIndex(of: ":") {
            user = String(text[..<colon])
            password = Secret(String(text[text.index(after: colon)...]))
        } else {
            return false
        }
        return true
    }
}
