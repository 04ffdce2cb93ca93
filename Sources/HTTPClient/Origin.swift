package import Basics

/// Where a pool's connections lead, and as whom. Two pools that differ in anything here share
/// neither queue nor credentials.
package struct Origin: Sendable, Hashable {
    package enum Scheme: String, Sendable { case http, https }

    package let scheme: Scheme
    /// A name or an address; IPv6 without brackets.
    package let host: String
    package let port: UInt16
    package let tls: TLSSettings
    package let credentials: Credentials?

    package init(
        scheme: Scheme = .http,
        host: String,
        port: UInt16,
        tls: TLSSettings = .init(),
        credentials: Credentials? = nil
    ) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.tls = tls
        self.credentials = credentials
    }

    /// `http://host:port`, without path.
    var text: String {
        "\(scheme.rawValue)://\(host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host):\(port)"
    }
}

/// How an `https` origin is checked, and how we identify ourselves to it. At least TLS 1.2.
package struct TLSSettings: Sendable, Hashable {
    /// PEM bundle of the only authorities trusted; nil trusts the system's.
    package var caFile: String?
    /// Whether chain and host name are verified.
    package var verifies = true
    /// PEM file of the client's certificate, with ``clientKeyFile`` its key.
    package var clientCertificateFile: String?
    package var clientKeyFile: String?
    package var keyPassword: Secret?

    package init(
        caFile: String? = nil,
        verifies: Bool = true,
        clientCertificateFile: String? = nil,
        clientKeyFile: String? = nil,
        keyPassword: Secret? = nil
    ) {
        self.caFile = caFile
        self.verifies = verifies
        self.clientCertificateFile = clientCertificateFile
        self.clientKeyFile = clientKeyFile
        self.keyPassword = keyPassword
    }
}

/// What goes into the `Authorization` header of every request of a pool.
package enum Credentials: Sendable, Hashable {
    case basic(username: String, password: Secret)
    /// The header's whole value.
    case authorization(Secret)

    var headerValue: String {
        switch self {
        case .basic(let username, let password):
            "Basic " + base64(Array("\(username):\(password.reveal)".utf8))
        case .authorization(let value): value.reveal
        }
    }
}

/// Standard alphabet, padded. Source: RFC 4648, section 4.
func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let present = min(3, bytes.count - start)
        var group = UInt32(bytes[start]) << 16
        if present > 1 { group |= UInt32(bytes[start + 1]) << 8 }
        if present > 2 { group |= UInt32(bytes[start + 2]) }
        for place in 0...3 {
            let digit = alphabet[Int(group >> (18 - 6 * UInt32(place))) & 63]
            text.append(place <= present ? digit : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}

/// What one pool may hold. Everything beyond waits, and beyond that is refused.
package struct PoolLimits: Sendable, Hashable {
    /// Most requests under way at a time.
    package var maxConnections: Int
    /// Most requests waiting for a connection.
    package var maxQueued: Int
    /// How long an unused connection may still be trusted. Orthanc closes after 1.00 s.
    package var idle: Duration
    /// Most bytes of an answer held for a slow reader.
    package var bodyCapacityBytes: Int

    package init(
        maxConnections: Int = 16,
        maxQueued: Int = 256,
        idle: Duration = .milliseconds(800),
        bodyCapacityBytes: Int = 128 << 10
    ) {
        self.maxConnections = maxConnections
        self.maxQueued = maxQueued
        self.idle = idle
        self.bodyCapacityBytes = bodyCapacityBytes
    }
}
