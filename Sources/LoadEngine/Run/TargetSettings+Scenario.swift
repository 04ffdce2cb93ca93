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
        try take(reference, of: "target \(target.name)", secret)
    }

    /// Takes over what a reference names: `user:password`, or a whole header value that begins with
    /// `Bearer `.
    ///
    /// - Parameter owner: Whose credentials they are, for errors.
    /// - Throws: ``LoadError`` — `.target` when they can't be had or are neither.
    mutating func take(
        _ reference: SecretReference,
        of owner: String,
        _ secret: (SecretReference) -> String?
    ) throws(LoadError) {
        let text = try reference.read(of: owner, secret)
        user = nil
        password = nil
        authorization = nil
        if text.hasPrefix("Bearer ") {
            authorization = Secret(String(text.dropFirst(7)))
        } else if let colon = text.firstIndex(of: ":") {
            user = String(text[..<colon])
            password = Secret(String(text[text.index(after: colon)...]))
        } else {
            throw reference.failure(
                of: owner,
                "holds neither user:password nor a value that begins with Bearer"
            )
        }
    }
}

extension SecretReference {
    /// - Parameter owner: Whose credentials it names, for errors.
    /// - Throws: ``LoadError`` — `.target` when they can't be had.
    func read(
        of owner: String,
        _ secret: (SecretReference) -> String?
    ) throws(LoadError) -> String {
        guard let text = secret(self) else { throw failure(of: owner, "is not there or empty") }
        return text
    }

    fileprivate func failure(of owner: String, _ cause: String) -> LoadError {
        LoadError(.target, doing: "read the credentials of \(owner)", "\(name) \(cause)")
    }

    /// As it stands in a scenario.
    var name: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }
}
