import Basics
import JSONText
import OrthancClient
import OrthancModel

/// A store's settings as PostgreSQL keeps them: JSON, with references instead of secrets.
struct StoreSettings: Equatable {
    var username: String?
    /// `env:NAME` or `file:PATH`.
    var password: String?
    var certificateAuthority: String?
    var priority = 0
    var weight = 1
    var maximumConnections = 16
    var quotaBytes: Int64?

    init() {}

    init(_ store: GatewaySettings.Store) {
        username = store.username
        password = store.passwordReference
        certificateAuthority = store.certificateAuthority
        priority = store.priority
        weight = store.weight
        maximumConnections = store.maximumConnections
        quotaBytes = store.quotaBytes.map { Int64($0) }
    }

    /// Reads settings from the API or the index.
    ///
    /// - Throws: ``OrthancFault``, a bad request that names the member.
    init(_ value: JSONValue, ignoring: Set<String> = []) throws(OrthancFault) {
        guard let object = value.object else {
            throw OrthancFault(.badRequest, details: "The body must be a JSON object")
        }
        for (key, value) in object where !ignoring.contains(key) {
            try set(key, value)
        }
    }

    private mutating func set(_ key: String, _ value: JSONValue) throws(OrthancFault) {
        func bad(_ what: String) -> OrthancFault {
            OrthancFault(.badRequest, details: "\(key) must be \(what)")
        }
        func number(_ range: ClosedRange<Int64>) throws(OrthancFault) -> Int {
            guard let number = value.integer, range.contains(number) else {
                throw bad("a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return Int(number)
        }
        switch key {
        case "Username":
            guard let text = value.string else { throw bad("text") }
            username = text
        case "Password":
            guard let text = value.string, text.hasPrefix("env:") || text.hasPrefix("file:") else {
                throw bad("a reference, env:NAME or file:PATH")
            }
            password = text
        case "CertificateAuthority":
            guard let text = value.string else { throw bad("the path of a PEM file") }
            certificateAuthority = text
        case "Priority": priority = try number(-1000...1000)
        case "Weight": weight = try number(0...1000)
        case "MaxConnections": maximumConnections = try number(1...1000)
        case "QuotaBytes": quotaBytes = Int64(try number(1...(1 << 50)))
        default: throw OrthancFault(.badRequest, details: "Unknown member: \(key)")
        }
    }

    /// What PostgreSQL gets.
    var json: [UInt8] {
        var writer = JSONWriter(.compact, capacity: 256)
        writer.object { writer in
            if let certificateAuthority {
                writer.member("CertificateAuthority", certificateAuthority)
            }
            writer.member("MaxConnections", maximumConnections)
            if let password { writer.member("Password", password) }
            writer.member("Priority", priority)
            if let quotaBytes { writer.member("QuotaBytes", Int(quotaBytes)) }
            if let username { writer.member("Username", username) }
            writer.member("Weight", weight)
        }
        return writer.bytes
    }

    /// What is needed to talk to the store.
    ///
    /// - Throws: ``OrthancFault`` when the password's reference leads nowhere.
    func configuration(
        _ name: StoreName,
        url: String,
        limits: GatewaySettings.Limits
    ) throws(OrthancFault) -> StoreConfiguration {
        var result = StoreConfiguration(name: name, url: url)
        result.username = username
        result.certificateAuthority = certificateAuthority
        result.priority = priority
        result.weight = weight
        result.quotaBytes = quotaBytes
        result.maximumConnections = maximumConnections
        result.connect = limits.connect
        result.firstByte = limits.firstByte
        result.stall = limits.stall
        guard let password else { return result }
        do {
            result.password = try SecretReference.resolve(password)
        } catch {
            throw OrthancFault(.badRequest, details: "The password's reference leads nowhere")
        }
        return result
    }
}
