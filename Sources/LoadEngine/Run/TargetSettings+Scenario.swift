internal import Basics
package import LoadModel

extension TargetSettings {
    /// The settings of one target of a scenario.
    ///
    /// - Parameters:
    ///   - connections: Most on each loop.
    ///   - secret: Reads what a reference names; nil when it isn't there.
    /// - Throws: ``LoadError`` — `.target` when a secret can't be had or isn't one.
    package init(
        _ target: Scenario.Target,
        connections: Int,
        secret: (SecretReference) -> String?
    ) throws(LoadError) {
        self.init(base: target.url)
        self.connections = connections
        timeout = target.timeout
        http2 = target.http2 == .auto
        trustFile = target.tls.authority
        isVerified = target.tls.isVerified
        certificate = target.tls.certificate
        key = target.tls.key
        guard let reference = target.auth else { return }
        let doing = "read the credentials of target \(target.name)"
        guard let text = secret(reference) else {
            throw LoadError(.target, doing: doing, "\(reference.name) is not there or empty")
        }
        guard take(credentials: text) else {
            throw LoadError(
                .target,
                doing: doing,
                "\(reference.name) holds neither user:password nor a value that begins with Bearer"
            )
        }
    }
}

extension SecretReference {
    /// As it stands in a scenario.
    package var name: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }
}
