package import Basics
internal import HTTPClient
package import OrthancModel

/// Everything needed to talk to one store.
package struct StoreConfiguration: Sendable, Hashable {
    package var name: StoreName
    /// `http://host:port` or `https://…`; a path in it is put before every path.
    package var url: String
    package var username: String?
    package var password: Secret?
    /// PEM file that must have signed the store's certificate; nil is the system's.
    package var certificateAuthority: String?
    /// PEM files of the certificate that we show the store, and of its key.
    package var clientCertificate: String?
    package var clientKey: String?
    /// Lower is asked first.
    package var priority = 0
    /// Share of new studies; 0 receives none.
    package var weight = 1
    /// Bytes on its disk beyond which it receives nothing new; nil: no limit of ours.
    package var quotaBytes: Int64?
    /// Connections from this process to the store, all loops together.
    package var maximumConnections = 16
    package var connect: Duration = .seconds(1)
    package var firstByte: Duration = .seconds(15)
    package var stall: Duration = .seconds(15)

    package init(name: StoreName, url: String) {
        self.name = name
        self.url = url
    }

    /// Where to connect, and the path before every path; nil when the URL is not usable.
    var origin: (origin: Origin, prefix: String)? {
        guard let scheme = Origin.Scheme(rawValue: String(url.prefix { $0 != ":" })),
            let start = url.firstRange(of: "://")
        else { return nil }
        let rest = url[start.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        var prefix = rest.dropFirst(authority.count)
        while prefix.hasSuffix("/") { prefix = prefix.dropLast() }
        guard let (host, port) = Self.split(authority, scheme), Self.isPath(prefix) else {
            return nil
        }
        var tls = TLSSettings()
        tls.caFile = certificateAuthority
        tls.clientCertificateFile = clientCertificate
        tls.clientKeyFile = clientKey
        let origin = Origin(
            scheme: scheme,
            host: host,
            port: port,
            tls: tls,
            credentials: username.map {
                .basic(username: $0, password: password ?? Secret(""))
            }
        )
        return (origin, String(prefix))
    }

    private static func split(
        _ authority: Substring,
        _ scheme: Origin.Scheme
    ) -> (String, UInt16)? {
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        var host = authority
        var port: UInt16? = scheme == .https ? 443 : 80
        let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBracket...].lastIndex(of: ":") {
            host = authority[..<colon]
            port = UInt16(authority[authority.index(after: colon)...])
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard let port, port > 0, isHost(host) else { return nil }
        return (String(host), port)
    }

    private static func isHost(_ host: Substring) -> Bool {
        !host.isEmpty
            && host.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, 0x2D, 0x2E, 0x3A, 0x5F: true
                default: false
                }
            }
    }

    /// Encoded already, without query and fragment.
    private static func isPath(_ path: Substring) -> Bool {
        path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3F && $0 != 0x23 }
    }
}
